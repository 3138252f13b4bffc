"""Events, the policies studied in them, and registrations."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import UtcDateTime, db
from ..language.labelled import Labelled
from ..secrecy.links import PubliclyLinked


class EventKind(Labelled):
    """What sort of event it is."""

    POLICY_STUDY = "policy_study", _l("Policy-study session")
    FORUM = "forum", _l("Forum")
    TRAINING = "training", _l("Training")
    COUNCIL = "council", _l("Council meeting")
    ASSEMBLY = "assembly", _l("General assembly")
    STUDY_VISIT = "study_visit", _l("Study visit")
    WELFARE = "welfare", _l("Welfare activity")
    PARTY = "party", _l("Party activity")
    OTHER = "other", _l("Other")


class EventState(Labelled):
    """State of an event."""

    DRAFT = "draft", _l("Draft")
    PUBLISHED = "published", _l("Published")
    CANCELLED = "cancelled", _l("Called off")
    DONE = "done", _l("Has taken place")
    DISCARDED = "discarded", _l("Deleted draft")


class RegistrationState(Labelled):
    """State of a registration."""

    REGISTERED = "registered", _l("Registered")
    WAITLISTED = "waitlisted", _l("On the waiting list")
    LET_IN = "let_in", _l("Let in beside the seats")
    """Checked in at a full house: takes none of the seats."""
    CANCELLED = "cancelled", _l("Cancelled")


LIVE = (RegistrationState.REGISTERED, RegistrationState.WAITLISTED, RegistrationState.LET_IN)
"""States with a seat, a position on the waiting list, or a place beside the seats."""


class Away(Labelled):
    """Why somebody who had a seat did not take it."""

    EXCUSED = "excused", _l("Excused")
    SUBSTITUTED = "substituted", _l("A substitute came")
    RELEASED = "released", _l("Seat released")


class Circle(StrEnum):
    """Who finds an event by its words (`search.tokens`)."""

    OUT = "eo"
    """Everybody: it is or was published."""
    DRAFT = "ed"
    """Who reads drafts."""


class Event(PubliclyLinked, db.Model):
    """A meeting or activity of the chamber."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("capacity IS NULL OR capacity >= 1", name="capacity"),
        CheckConstraint("seats_per_member >= 1", name="seats_per_member"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_events_state_starts", "state", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=EventState.DRAFT)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(120), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    host: Mapped[str] = mapped_column(String(120), default="")
    speakers: Mapped[str] = mapped_column(String(200), default="")
    agenda: Mapped[str] = mapped_column(Text, default="")
    """Markdown; shown through `markdown.render`, sanitised."""
    capacity: Mapped[int | None]
    """Seats; None = unlimited."""
    seats_per_member: Mapped[int] = mapped_column(default=2)
    registration_opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registration_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waiting_list: Mapped[bool] = mapped_column(default=True)
    audience: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """As `circle.to_json` returns it; `EventFirm` has the firms of a published one that is not for all."""
    is_open: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether everybody may see it; else only its circle, and who is registered."""
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    form_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    """Key of the form that created it: submitting twice creates one event."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    policies: Mapped[list["EventPolicy"]] = relationship(
        back_populates="event", order_by="EventPolicy.position", cascade="all, delete-orphan"
    )
    registrations: Mapped[list["Registration"]] = relationship(back_populates="event", order_by="Registration.turn")

    __mapper_args__ = {"version_id_col": version}


class EventFirm(db.Model):
    """A firm that a published event for a chosen circle is for."""

    __tablename__ = "event_firms"
    __table_args__ = (Index("ix_event_firms_member_id", "member_id", "event_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)


class EventPolicy(db.Model):
    """A law or policy that an event is about."""

    __tablename__ = "event_policies"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(80), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")

    event: Mapped[Event] = relationship(back_populates="policies")


class Registration(db.Model):
    """One person at one event: a contact, a user without a firm, or only a name (walk-in)."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("event_id", "contact_id"),
        UniqueConstraint("event_id", "account_id"),
        UniqueConstraint("event_id", "turn"),
        Index("ix_registrations_event_state_turn", "event_id", "state", "turn"),
        Index("ix_registrations_event_name", "event_id", "name_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    """Only for a user without a firm; otherwise the account is that of the contact."""
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    """The firm at the time of registration: for quota and attendance."""
    name: Mapped[str] = mapped_column(String(60), default="")
    """The person's name at registration, or as a walk-in gave it."""
    mobile: Mapped[str] = mapped_column(String(20), default="")
    organisation: Mapped[str] = mapped_column(String(120), default="")
    name_key: Mapped[str] = mapped_column(String(200), default="")
    """Pinyin of the name: sort key of the door list, alike on both databases."""
    search_door: Mapped[str] = mapped_column(Text, default="")
    """Text searched by the door list: name, pinyin, initials, firm, last digits."""
    state: Mapped[str] = mapped_column(String(20))
    turn: Mapped[int]
    """Order of the waiting list, unique within the event; assigned under the event's lock."""
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    promoted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    checked_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    away: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    """Why the seat was given up on the day; stays if the person comes after all. "": it was not."""
    stands_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    """The registration whose seat this person took over at the door."""

    event: Mapped[Event] = relationship(back_populates="registrations")
