"""Receipts for the secretariat: which firms opened, confirmed and answered; reminders; workbook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select, union

from ... import clock
from ...accounts.models import Account
from ...audit import services as audit
from ...cases.words import Channel
from ...errors import Conflict
from ...extensions import db
from ...members.models import Contact, Member
from ...members.search import found_by_staff
from ...members.services import whom_to_call
from ...rights import Actor
from ...tables.writing import Column, write
from .. import rights
from ..models import Notice, NoticeFirm, NoticeRecipient, NoticeState, Receipt
from ..services import lock
from ..writing import audience as audiences
from . import filling, replies
from .by_secretariat import CHANNELS
from .replies import SeenAnswer

MAX_UNREACHABLE = 200
PAGE_KEYS = [Member.name_key, Member.id]
TIMES = {"opened": NoticeFirm.opened_at, "confirmed": NoticeFirm.confirmed_at, "answered": NoticeFirm.answered_at}
"""Step of a receipt → when the firm took it."""
STATES = ("missing", *TIMES)
"""Filters of the receipts list."""


@dataclass(frozen=True)
class Tally:
    """How many firms a notice was sent to, and how many opened, confirmed and answered."""

    firms: int = 0
    opened: int = 0
    confirmed: int = 0
    answered: int = 0

    def received(self, receipt: str) -> int:
        """How many receipts of the wanted kind came in."""
        return {Receipt.CONFIRMED: self.confirmed, Receipt.FORM: self.answered}.get(Receipt(receipt), self.opened)


@dataclass(frozen=True)
class FirmReceipt:
    """A firm's receipt, and its people who got the notice."""

    member_id: int
    name: str
    opened_at: datetime | None
    opened_by: str
    confirmed_at: datetime | None
    confirmed_by: str
    answered_at: datetime | None
    answered_by: str
    channel: str
    """How the firm answered, if the secretariat entered it."""
    people: tuple[str, ...] = ()
    answers: tuple[SeenAnswer, ...] = ()
    is_late: bool = False
    """Whether its answers came after the deadline."""

    @property
    def state(self) -> str:
        """How far it is, in words."""
        steps = ((self.confirmed_at, _("confirmed")), (self.answered_at, _("filled in")), (self.opened_at, _("opened")))
        known = next((words for moment, words in steps if moment), "")
        return known or (_("not opened") if self.people else _("nobody with an account"))


def tallies(notice_ids: Sequence[int], *, actor: Actor) -> dict[int, Tally]:
    """The receipt counts of these notices; one query."""
    rights.RUN.demand(actor)
    query = select(NoticeFirm.notice_id, func.count(), *map(func.count, TIMES.values()))
    query = query.where(NoticeFirm.notice_id.in_(notice_ids)).group_by(NoticeFirm.notice_id)
    return {notice_id: Tally(*numbers) for notice_id, *numbers in db.session.execute(query)}


def missing(notice: Notice) -> ColumnElement[bool]:
    """Condition: firms of a notice whose receipt is missing."""
    wanted: dict[str, Any] = {Receipt.CONFIRMED: NoticeFirm.confirmed_at, Receipt.FORM: NoticeFirm.answered_at}
    return (NoticeFirm.notice_id == notice.id) & wanted.get(notice.receipt, NoticeFirm.opened_at).is_(None)


def firms(notice: Notice, actor: Actor, *, state: str = "", search: str = "") -> Any:
    """Query of a notice's firms with receipts, paged by `PAGE_KEYS`; `state` is one of `STATES`."""
    rights.RUN.demand(actor)
    query = (
        select(
            Member.id,
            Member.name,
            NoticeFirm.opened_at,
            _name_of(NoticeFirm.opened_by_id).label("opened_by"),
            NoticeFirm.confirmed_at,
            _name_of(NoticeFirm.confirmed_by_id).label("confirmed_by"),
            NoticeFirm.answered_at,
            _name_of(NoticeFirm.answered_by_id).label("answered_by"),
            NoticeFirm.channel,
        )
        .select_from(NoticeFirm)
        .join(Member, Member.id == NoticeFirm.member_id)
        .where(NoticeFirm.notice_id == notice.id)
    )
    query = query.where(found_by_staff(search))
    if state == "missing":
        return query.where(missing(notice))
    return query.where(TIMES[state].is_not(None)) if state in TIMES else query


def _name_of(account_id: Any) -> Any:
    # Not a join: all rows are sorted, but names are needed only for one page.
    name = select(Account.name).where(Account.id == account_id).correlate(NoticeFirm).scalar_subquery()
    return func.coalesce(name, "")


def counts(notice: Notice, actor: Actor, search: str = "") -> dict[str, int]:
    """Number of firms under each of `STATES`, and under "" all; one query."""
    rights.RUN.demand(actor)
    left = func.coalesce(func.sum(case((missing(notice), 1), else_=0)), 0)
    query = select(func.count(), left, *map(func.count, TIMES.values())).where(NoticeFirm.notice_id == notice.id)
    query = query.where(found_by_staff(search, NoticeFirm.member_id))
    row = db.session.execute(query).one()
    return dict(zip(("", *STATES), row, strict=True))


def with_people(
    notice: Notice, rows: Sequence[Any], answers: Mapping[int, Sequence[SeenAnswer]] | None = None
) -> list[FirmReceipt]:
    """These rows of `firms` with the recipients there; one query.

    `answers` as from `replies.of_firms`, if wanted.
    """
    names: dict[int, list[str]] = {}
    reached = everybody(notice, [row.id for row in rows]).subquery()
    query = select(reached.c.member_id, Account.name).join(Account, Account.id == reached.c.account_id)
    query = query.order_by(Account.id)
    for member_id, name in db.session.execute(query):
        names.setdefault(member_id, []).append(name)
    return [
        FirmReceipt(
            row.id,
            row.name,
            row.opened_at,
            row.opened_by,
            row.confirmed_at,
            row.confirmed_by,
            row.answered_at,
            row.answered_by,
            str(CHANNELS[Channel(row.channel)]) if row.channel else "",
            tuple(names.get(row.id, ())),
            tuple((answers or {}).get(row.id, ())),
            filling.is_late(notice, row.answered_at),
        )
        for row in rows
    ]


def missing_counts(notice: Notice, actor: Actor) -> tuple[int, int]:
    """(firms without a receipt, people there whom a reminder reaches)."""
    return counts(notice, actor)["missing"], missing_people(notice, actor)


def missing_people(notice: Notice, actor: Actor) -> int:
    """How many people a reminder reaches in the firms without a receipt; one query."""
    rights.RUN.demand(actor)
    people = people_of(notice, only_missing=True).with_only_columns(func.count(Contact.account_id.distinct()))
    return db.session.scalar(people) or 0


def people_of(notice: Notice, *, only_missing: bool = False) -> Select[Any]:
    """The accounts that belong to a notice's firms now, once for each firm; or only those without receipt.

    Also those opened after publication. Of an event's guests only who was told, or is registered now.
    """
    query = select(Contact.account_id).join(NoticeFirm, NoticeFirm.member_id == Contact.member_id)
    query = query.where(NoticeFirm.notice_id == notice.id, *_is_reached(notice))
    return query.where(missing(notice)) if only_missing else query


def _is_reached(notice: Notice) -> Iterator[ColumnElement[bool]]:
    """Conditions on contacts of the notice's firms."""
    yield Contact.left_at.is_(None)
    yield Contact.account_id.is_not(None)
    # Look up the few disabled accounts once, not the account of each recipient.
    yield Contact.account_id.not_in(select(Account.id).where(Account.disabled_at.is_not(None)))
    if notice.audience.get("whom") == "event":
        told = select(NoticeRecipient.account_id).where(NoticeRecipient.notice_id == notice.id)
        yield or_(Contact.account_id.in_(told), Contact.id.in_(audiences.registered(notice.audience)))


def everybody(notice: Notice, member_ids: Sequence[int] | None = None) -> Any:
    """Query of (account, firm): who was told or has read it, and who belongs to the firms now."""
    told = select(NoticeRecipient.account_id, NoticeRecipient.member_id).where(NoticeRecipient.notice_id == notice.id)
    now = people_of(notice).with_only_columns(Contact.account_id, Contact.member_id)
    if member_ids is not None:
        told, now = told.where(NoticeRecipient.member_id.in_(member_ids)), now.where(Contact.member_id.in_(member_ids))
    return union(told, now)


def unreachable(notice: Notice, actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of firms without a receipt where nobody can be reminded, at most `MAX_UNREACHABLE`."""
    rights.RUN.demand(actor)
    # Firm by firm, because all of them in one list cost SQLite twice as much.
    is_reached = exists().where(Contact.member_id == NoticeFirm.member_id, *_is_reached(notice))
    query = select(Member.id, Member.name).join(NoticeFirm, NoticeFirm.member_id == Member.id)
    query = query.where(missing(notice), ~is_reached).order_by(*PAGE_KEYS).limit(MAX_UNREACHABLE)
    return [(row.id, row.name) for row in db.session.execute(query)]


def can_remind(notice: Notice, actor: Actor) -> bool:
    """Whether a reminder can be sent: published, receipt wanted, not yet today, form still open."""
    wants = notice.receipt != Receipt.NONE and notice.state == NoticeState.PUBLISHED
    wants = wants and (notice.receipt != Receipt.FORM or filling.is_open(notice))
    reminded = notice.reminded_at is not None and clock.local(notice.reminded_at).date() == clock.today()
    return rights.RUN.allows(actor) and wants and not reminded


def remind(notice_id: int, *, actor: Actor) -> int:
    """Remind the firms without receipt; returns how many people. Conflict if reminded today already."""
    notice = lock(notice_id, actor)
    if not can_remind(notice, actor):
        raise Conflict(_("Reminders can be sent once a day, while a published notice is waiting for receipts."))
    left, people = missing_counts(notice, actor)
    if people:
        notice.reminded_at = clock.now()
        db.session.flush()
        audit.record("notice.reminded", "notice", notice.id, actor=actor, after={"firms": left, "people": people})
    return people


def missing_names(notice: Notice, actor: Actor, most: int) -> list[str]:
    """At most `most` names of firms without receipt."""
    query = firms(notice, actor, state="missing").with_only_columns(Member.short_name, Member.name)
    return [row.short_name or row.name for row in db.session.execute(query.order_by(*PAGE_KEYS).limit(most))]


def workbook(notice: Notice, actor: Actor) -> bytes:
    """All receipts as xlsx; logged."""
    rights.RUN.demand(actor)
    audit.record_read("notice.exported", "notice", notice.id, actor=actor)
    has_form = notice.receipt == Receipt.FORM
    columns = [
        Column(_("Firm"), 36),
        *(replies.columns(notice) if has_form else []),
        Column(_("State"), 18),
        Column(_("Opened"), 18, "time"),
        Column(_("Opened by"), 14),
        Column(_("Filled in") if has_form else _("Confirmed"), 18, "time"),
        Column(_("Filled in by") if has_form else _("Confirmed by"), 14),
        Column(_("Entered by us after"), 20),
        *([Column(_("Late"), 8)] if has_form else []),
        Column(_("Sent to"), 40),
        Column(_("Contact"), 14),
        Column(_("Phone"), 18),
    ]
    return write(columns, _rows(notice, actor), _("Receipts"))


def _rows(notice: Notice, actor: Actor) -> Iterator[list[Any]]:
    has_form = notice.receipt == Receipt.FORM
    answers = replies.cells(notice, actor) if has_form else {}
    empty = [None] * len(notice.fields) if has_form else []
    found = db.session.execute(firms(notice, actor).order_by(*PAGE_KEYS)).all()
    for place in range(0, len(found), 500):
        some = found[place : place + 500]
        called = whom_to_call([row.id for row in some], actor=actor)
        for one in with_people(notice, some):
            last = (one.answered_at, one.answered_by) if has_form else (one.confirmed_at, one.confirmed_by)
            people, contact = _(", ").join(one.people), called.get(one.member_id)
            yield [
                one.name,
                *answers.get(one.member_id, empty),
                one.state,
                one.opened_at,
                one.opened_by,
                *last,
                one.channel,
                *([_("late") if one.is_late else ""] if has_form else []),
                people,
                *((contact.name, contact.phone) if contact else ("", "")),
            ]
