"""Lists of notices: for firms unread first, for the secretariat by state with receipts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from .. import clock
from ..extensions import NOW, TODAY, db
from ..language.catalogue import translated_labels
from ..language.dates import local_date
from ..registry.finds import Hit
from ..rights import Actor
from . import rights
from .answers import receipts, receiving
from .answers.receipts import Tally
from .indexed import holds
from .models import Notice, NoticeFirm, NoticeKind, NoticeQuestion, NoticeRecipient, NoticeState, Receipt
from .services import runs_notices, visible_to

UNREAD, TO_CONFIRM, TO_FILL_IN = "unread", "to_confirm", "to_fill_in"
QUESTIONS = "questions"
"""Filter: notices with unanswered questions."""

IS_PINNED = and_(Notice.state == NoticeState.PUBLISHED, func.coalesce(Notice.pinned_until >= TODAY, False))
"""Pinned today."""
LISTED = (
    Notice.id,
    Notice.title,
    Notice.kind,
    Notice.state,
    Notice.receipt,
    Notice.answer_until,
    IS_PINNED.label("is_pinned"),
    Notice.publish_at,
    Notice.published_at,
    Notice.created_at,
)
"""The columns of a list, without the long text."""


@dataclass(frozen=True)
class NoticeLine:
    """A notice in a list; some values only for firms or only for the secretariat."""

    notice: Any
    """A row of `LISTED`."""
    kind_label: str
    state_label: str
    is_unread: bool = False
    to_confirm: bool = False
    to_fill_in: bool = False
    tally: Tally | None = None
    questions: int = 0
    """Unanswered ones."""
    is_over: bool = False
    """Whether the deadline of its form has passed."""


def _read_by(actor: Actor) -> ColumnElement[bool]:
    # Not a correlated EXISTS: that would run once per notice.
    return Notice.id.in_(
        select(NoticeRecipient.notice_id).where(
            NoticeRecipient.account_id == actor.account_id,
            NoticeRecipient.member_id == actor.member_id,
            NoticeRecipient.opened_at.is_not(None),
        )
    )


def _done_by(actor: Actor, step: str) -> ColumnElement[bool]:
    done = receipts.TIMES[step].is_not(None)
    return Notice.id.in_(select(NoticeFirm.notice_id).where(NoticeFirm.member_id == actor.member_id, done))


@lru_cache(maxsize=200)
def conditions(actor: Actor) -> dict[str, ColumnElement[bool]]:
    """Filter name → condition, for this person."""
    if runs_notices(actor):
        asked = select(NoticeQuestion.notice_id).where(NoticeQuestion.answered_at.is_(None))
        by_state = {state.value: Notice.state == state for state in NoticeState}
        return {**by_state, QUESTIONS: Notice.id.in_(asked)}
    if not receiving.can_receive(actor):
        return {}
    is_out = Notice.state == NoticeState.PUBLISHED
    return {
        UNREAD: is_out & ~_read_by(actor),
        TO_CONFIRM: is_out & (Notice.receipt == Receipt.CONFIRMED) & ~_done_by(actor, "confirmed"),
        TO_FILL_IN: is_out
        & (Notice.receipt == Receipt.FORM)
        & func.coalesce(Notice.answer_until >= NOW, False)
        & ~_done_by(actor, "answered"),
    }


@lru_cache(maxsize=200)
def page_keys(actor: Actor) -> list[Any]:
    """The sort keys of this person's list (descending): unread, pinned, newest."""
    ranks = [(IS_PINNED, 1)]
    if receiving.can_receive(actor):
        unread = conditions(actor)[UNREAD]
        ranks = [(unread & IS_PINNED, 3), (unread, 2), *ranks]
    # Unpublished notices are sorted by their creation.
    return [case(*ranks, else_=0), func.coalesce(Notice.published_at, Notice.created_at), Notice.id]


def _found(actor: Actor, search: str) -> list[ColumnElement[bool]]:
    return [visible_to(actor), holds(actor, search)]


def found(actor: Actor, typed: str) -> ColumnElement[bool]:
    """Condition: notices that this person finds by this, without deleted drafts."""
    return and_(Notice.state != NoticeState.DISCARDED, *_found(actor, typed))


def hits(_actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These notices as the search shows them."""
    rows = db.session.execute(select(Notice.id, Notice.title, Notice.published_at).where(Notice.id.in_(ids)))
    return {
        row.id: Hit(row.title, "notices.notice", {"notice_id": row.id}, local_date(row.published_at)) for row in rows
    }


@lru_cache(maxsize=200)
def _rows(actor: Actor) -> Any:
    """Query of notices with open questions (secretariat) or what is left to do (firms), for `lines`."""
    if runs_notices(actor):
        waits = (NoticeQuestion.notice_id == Notice.id, NoticeQuestion.answered_at.is_(None))
        asked = select(func.count()).where(*waits).correlate(Notice).scalar_subquery()
        return select(*LISTED, asked.label(QUESTIONS))
    return select(*LISTED, *(marked.label(name) for name, marked in conditions(actor).items()))


def notices(actor: Actor, *, only: str = "", search: str = "") -> Select[Any]:
    """Query of a list, paged by `page_keys` descending; `only` is a name in `conditions`. `lines` reads its rows."""
    query: Select[Any] = _rows(actor).where(*_found(actor, search))
    narrowed = conditions(actor).get(only)
    return query.where(Notice.state != NoticeState.DISCARDED if narrowed is None else narrowed)


def counts(actor: Actor, search: str = "") -> dict[str, int]:
    """Number of notices per condition, and under "" all but deleted drafts; one query."""
    rights.READ.demand(actor)
    row = db.session.execute(_counts(actor).where(*_found(actor, search))).one()
    return dict(zip(("", *conditions(actor)), row, strict=True))


@lru_cache(maxsize=200)
def _counts(actor: Actor) -> Select[Any]:
    wanted = (Notice.state != NoticeState.DISCARDED, *conditions(actor).values())
    return select(*(func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in wanted)).select_from(Notice)


def lines(rows: Sequence[Any], actor: Actor) -> list[NoticeLine]:
    """The rows of `notices` as list lines; one more query for the secretariat."""
    kinds, states = translated_labels(NoticeKind), translated_labels(NoticeState)
    tallies = receipts.tallies([row.id for row in rows], actor=actor) if rows and runs_notices(actor) else {}
    found, now = [], clock.now()
    for row in rows:
        kind, state, marks = kinds[row.kind], states[row.state], row._mapping.get
        unread, confirm, fill_in = (bool(marks(name)) for name in (UNREAD, TO_CONFIRM, TO_FILL_IN))
        asked, over = marks(QUESTIONS, 0), row.answer_until is not None and row.answer_until < now
        found.append(NoticeLine(row, kind, state, unread, confirm, fill_in, tallies.get(row.id), asked, over))
    return found


def waiting(actor: Actor, limit: int = 3) -> tuple[list[NoticeLine], int]:
    """For a home page: the first notices to read, confirm or fill in, and their total number."""
    marks = conditions(actor)
    query = _rows(actor).add_columns(func.count().over())
    query = query.where(visible_to(actor), marks[UNREAD] | marks[TO_CONFIRM] | marks[TO_FILL_IN])
    rows = db.session.execute(query.order_by(*(key.desc() for key in page_keys(actor))).limit(limit)).all()
    return lines(rows, actor), rows[0][-1] if rows else 0
