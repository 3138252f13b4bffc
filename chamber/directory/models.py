"""Tables of departments, of the people whom firms may call there, and of their case handlers."""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import db
from ..language.labelled import Labelled


class Circle(StrEnum):
    """Who finds a department by its words (`search.tokens`)."""

    OPEN = "do"
    """Everybody: by all that its page says."""
    EDITORS = "de"
    """Who edits the directory: by what people call it."""


class DepartmentKind(Labelled):
    """What sort of unit it is."""

    DEPARTMENT = "department", _l("Street department")
    PUBLIC_BODY = "public_body", _l("Public body")
    PROVIDER = "provider", _l("Service provider")
    """No authority: it may help with a case, and never leads one."""


class Department(db.Model):
    """A street department, public body or service provider, as the directory shows it to everybody."""

    __tablename__ = "departments"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(
        String(20), default=DepartmentKind.DEPARTMENT, server_default=text("'department'")
    )
    short_name: Mapped[str] = mapped_column(String(40), default="")
    popular_names: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """What people call it, with 、 or line breaks between; for recognising it, shown to the secretariat alone."""
    duties: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    hours: Mapped[str] = mapped_column(String(120), default="")
    verified_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)
    uscc: Mapped[str] = mapped_column(String(18), default="")
    version: Mapped[int] = mapped_column(default=1)

    people: Mapped[list["DepartmentPerson"]] = relationship(
        back_populates="department", order_by="DepartmentPerson.position", cascade="all, delete-orphan"
    )
    handlers: Mapped[list["DepartmentHandler"]] = relationship(
        back_populates="department", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class DepartmentPerson(db.Model):
    """A person whom firms may call; needs no account."""

    __tablename__ = "department_people"

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(60), default="")
    duty: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int] = mapped_column(default=0)

    department: Mapped[Department] = relationship(back_populates="people")


class DepartmentHandler(db.Model):
    """An account that signs for cases of a department; one of them leads."""

    __tablename__ = "department_handlers"

    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)

    department: Mapped[Department] = relationship(back_populates="handlers")
