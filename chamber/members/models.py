"""Members (firms, organisations, individuals), their contacts, offices by term, and notes."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import UtcDateTime, db
from ..language.labelled import Labelled


class MemberKind(Labelled):
    """What sort of member it is."""

    ENTERPRISE = "enterprise", _l("Enterprise")
    ORGANIZATION = "organization", _l("Organization")
    INDIVIDUAL = "individual", _l("Individual")


class MemberStatus(Labelled):
    """Status of the membership."""

    APPLICANT = "applicant", _l("Applicant")
    REFUSED = "refused", _l("Not admitted")
    ACTIVE = "active", _l("Active")
    SUSPENDED = "suspended", _l("Suspended")
    LEFT = "left", _l("Left")
    EXPELLED = "expelled", _l("Expelled")
    OUTSIDE = "outside", _l("Not a member")


class Size(Labelled):
    """Size class by the national statistical standard; empty = unknown."""

    LARGE = "large", _l("Large")
    MEDIUM = "medium", _l("Medium")
    SMALL = "small", _l("Small")
    MICRO = "micro", _l("Micro")


class Office(Labelled):
    """Offices of the chamber, highest first."""

    PRESIDENT = "president", _l("President of the chamber")
    VICE_PRESIDENT = "vice_president", _l("Vice president")
    STANDING_COUNCIL = "standing_council", _l("Standing council member")
    COUNCIL = "council", _l("Council member")
    SUPERVISOR = "supervisor", _l("Supervisor of the chamber")
    MEMBER = "member", _l("Member")


RANK = {office: place for place, office in enumerate(Office)}
"""The place of each office, from the highest."""


class GoingOn(Labelled):
    """Which offices of the term before go on in a new one."""

    ALL = "all", _l("All of them")
    ALL_BUT = "all_but", _l("All except those ticked below")
    ONLY = "only", _l("Only those ticked below")
    NOBODY = "nobody", _l("Nobody")


class Beside(Labelled):
    """What becomes of the office that somebody holds already who is given another one in the same term."""

    ENDS = "ends", _l("The office held until now ends")
    BOTH = "both", _l("Both offices are held")


class Duty(Labelled):
    """What a contact is responsible for."""

    PRINCIPAL = "principal", _l("Person in charge")
    LIAISON = "liaison", _l("Liaison")
    FINANCE = "finance", _l("Finance")
    SAFETY = "safety", _l("Safety officer")
    PERSONNEL = "personnel", _l("Personnel")


class Member(db.Model):
    """A firm, organisation or individual that joined the chamber."""

    __tablename__ = "members"
    __table_args__ = (
        Index("ix_members_name_key_id", "name_key", "id"),
        Index("ix_members_status_name", "status", "name_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(40), default="")
    name_key: Mapped[str] = mapped_column(String(160))
    """Pinyin of the name: sort key that orders alike on both databases."""
    bare_name: Mapped[str] = mapped_column(String(120), index=True)
    """The name without company suffix, brackets and width: to find duplicates."""
    kind: Mapped[str] = mapped_column(String(20), default=MemberKind.ENTERPRISE)
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    legal_representative: Mapped[str] = mapped_column(String(60), default="")
    industry: Mapped[str] = mapped_column(String(3), default="")
    """GB/T 4754-2017 section letter, or section letter and division (`C18`)."""
    size: Mapped[str] = mapped_column(String(10), default="")
    ownership: Mapped[str] = mapped_column(String(40), default="")
    employees: Mapped[int | None]
    address: Mapped[str] = mapped_column(String(200), default="")
    community: Mapped[str] = mapped_column(String(60), default="", index=True)
    scope: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[str] = mapped_column(String(200), default="")
    """Words separated by one space."""
    introduction: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    party_since: Mapped[str] = mapped_column(String(60), default="")
    union_since: Mapped[str] = mapped_column(String(60), default="")
    joined_on: Mapped[date | None] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(String(20), default=MemberStatus.ACTIVE)
    left_on: Mapped[date | None]
    left_reason: Mapped[str] = mapped_column(String(500), default="")
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it applied again; the first time it did when it was entered."""
    refused_on: Mapped[date | None]
    """When it was not admitted the last time; kept when it applies again."""
    refused_reason: Mapped[str] = mapped_column(String(500), default="", server_default=text("''"))
    office: Mapped[str] = mapped_column(String(20), default=Office.MEMBER, index=True)
    """The highest office held today, derived from `positions`: shown and filtered in lists."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    contacts: Mapped[list["Contact"]] = relationship(back_populates="member", order_by="Contact.id")
    positions: Mapped[list["Position"]] = relationship(back_populates="member", order_by="Position.began_on.desc()")
    notes: Mapped[list["MemberNote"]] = relationship(back_populates="member", order_by="MemberNote.at.desc()")

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class Contact(db.Model):
    """A contact person of a member; may own an account."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(60), default="")
    mobile: Mapped[str] = mapped_column(String(20), default="")
    """E.164."""
    email: Mapped[str] = mapped_column(String(120), default="")
    wechat: Mapped[str] = mapped_column(String(60), default="")
    duty: Mapped[str] = mapped_column(String(40), default="")
    """A `Duty`, or nothing."""
    search_door: Mapped[str] = mapped_column(String(300), default="")
    """Text searched by the door list: name, pinyin, initials, firm, last digits."""
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    member: Mapped[Member] = relationship(back_populates="contacts")

    __mapper_args__ = {"version_id_col": version}


class Term(db.Model):
    """A term of office of the chamber (届次)."""

    __tablename__ = "terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    began_on: Mapped[date]
    ended_on: Mapped[date | None]
    undo: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """How to take back that it `began` or `ended`: what ended with it, and a mark of how all stood after that."""


class Position(db.Model):
    """An office that a member holds or held, from when to when."""

    __tablename__ = "positions"
    __table_args__ = (UniqueConstraint("member_id", "term_id", "office", "began_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    office: Mapped[str] = mapped_column(String(20))
    began_on: Mapped[date]
    ended_on: Mapped[date | None]

    member: Mapped[Member] = relationship(back_populates="positions")
    term: Mapped[Term] = relationship()
    contact: Mapped[Contact | None] = relationship()


class MemberNote(db.Model):
    """A note on what a firm said (记一笔); only the secretariat reads it."""

    __tablename__ = "member_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))

    member: Mapped[Member] = relationship(back_populates="notes")


class MemberImport(db.Model):
    """An uploaded roster; members are written only when it is confirmed."""

    __tablename__ = "member_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    """Hash of the previewed changes: if members changed since, confirming shows a new preview instead of writing."""
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class ImportedRow(db.Model):
    """A row of a roster that came in, and what it changed."""

    __tablename__ = "member_import_rows"
    __table_args__ = (Index("ix_member_import_rows_place", "import_id", "is_new", "row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("member_imports.id"))
    row: Mapped[int]
    """Row number in the sheet, from 0."""
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    is_new: Mapped[bool]
    changes: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    """Key of the column, old and new value of each change; numbers and addresses masked."""


class Correction(db.Model):
    """What somebody of a firm says is wrong on its page."""

    __tablename__ = "member_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the secretariat had looked after it."""
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    answer: Mapped[str] = mapped_column(String(500), default="")
