"""Writing a list of appeals: which common problems stand on it, in which words; thrown away, or issued and frozen."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from ... import clock
from ...accounts.linking import in_turn
from ...audit import services as audit
from ...documents import numbers
from ...errors import Conflict, DomainError, Repeated
from ...extensions import db
from ...language.text import checked_text
from ...rights import Actor
from .. import rights
from ..papers.declared import APPEAL_LIST
from ..themes import access as themes
from ..themes.keeping import refuse_names
from ..themes.models import CaseTheme
from ..themes.words import LEAST
from . import access
from .models import CaseAppeal, CaseAppealItem

MAX_TITLE, MAX_TEXT, MAX_ITEMS = 60, 1_000, 30
MOVED_ON = _l("Someone else has just changed this list. Please check it again.")
MISSING = _l("Please fill in this field.")


def to_choose(actor: Actor) -> list[CaseTheme]:
    """The common problems that others read and that are not answered: the oldest first."""
    rights.LINK.demand(actor)
    query = select(CaseTheme).where(CaseTheme.shown_at.is_not(None), CaseTheme.answered_at.is_(None))
    return list(db.session.scalars(query.where(themes.firms() >= LEAST).order_by(CaseTheme.shown_at, CaseTheme.id)))


def create(
    title: str, foreword: str, chosen: Sequence[str], *, actor: Actor, form_key: str | None = None
) -> CaseAppeal:
    """Begin a list with these common problems, in their own words for now.

    A second call with the same `form_key` returns the same one. DomainError where a text is missing, too long or
    names somebody, or nothing was chosen that is still open.
    """
    rights.LINK.demand(actor)
    in_turn(actor)
    made = db.session.scalars(select(CaseAppeal).where(CaseAppeal.form_key == form_key)).first() if form_key else None
    if made is not None and made.created_by_id == actor.account_id:
        return made
    there = [one for one in to_choose(actor) if one.reference in set(chosen)][:MAX_ITEMS]
    if not there:
        raise DomainError(_("Please choose at least one common problem."), field="chosen")
    row = CaseAppeal(
        **_checked(title, foreword),
        created_at=clock.now(),
        created_by_id=actor.account_id,
        form_key=None if made else form_key,
    )
    db.session.add(row)
    db.session.flush()
    for place, one in enumerate(there, 1):
        db.session.add(
            CaseAppealItem(appeal_id=row.id, theme_id=one.id, position=place, heading=one.title, text=one.text)
        )
    audit.record("appeal.created", access.KIND, row.id, actor=actor)
    return row


def edit(number: int, title: str, foreword: str, *, version: int, actor: Actor) -> CaseAppeal:
    """Another title or foreword of a draft. Conflict where somebody was quicker or it is issued."""
    rights.LINK.demand(actor)
    row = _draft(number, version, actor)
    for name, value in _checked(title, foreword).items():
        setattr(row, name, value)
    audit.record("appeal.edited", access.KIND, row.id, actor=actor)
    return row


def word(number: int, item: int, heading: str, text: str, *, version: int, actor: Actor) -> CaseAppealItem:
    """Word one thing on a draft. Conflict where somebody was quicker or the list is issued."""
    rights.LINK.demand(actor)
    row, one = access.find_item(number, item, actor=actor, lock=True)
    if row.issued_at or one.version != version:
        raise Conflict(str(MOVED_ON))
    heading = checked_text(heading, MAX_TITLE, "heading", str(MISSING))
    text = checked_text(text, MAX_TEXT, "text", str(MISSING), lines=True)
    refuse_names(heading=heading, text=text)
    one.heading, one.text = heading, text
    audit.record("appeal.edited", access.KIND, row.id, actor=actor)
    return one


def take_off(number: int, item: int, *, version: int, actor: Actor) -> None:
    """Take one thing off a draft; its last one stays. Conflict where somebody was quicker or the list is issued."""
    rights.LINK.demand(actor)
    row, one = access.find_item(number, item, actor=actor, lock=True)
    if row.issued_at or one.version != version:
        raise Conflict(str(MOVED_ON))
    left = db.session.scalar(select(func.count()).where(CaseAppealItem.appeal_id == row.id)) or 0
    if left < 2:
        raise DomainError(_("This is the last one on the list. You can throw the whole list away."))
    db.session.delete(one)
    audit.record("appeal.edited", access.KIND, row.id, actor=actor)


def discard(number: int, *, version: int, actor: Actor) -> None:
    """Throw a draft away. Conflict where somebody was quicker or it is issued."""
    rights.LINK.demand(actor)
    row = _draft(number, version, actor)
    db.session.execute(delete(CaseAppealItem).where(CaseAppealItem.appeal_id == row.id))
    audit.record("appeal.discarded", access.KIND, row.id, actor=actor)
    db.session.delete(row)


def issue(number: int, *, version: int, actor: Actor) -> CaseAppeal:
    """Give it a number and freeze its words; leader and president read it from now on.

    Repeated where it is issued already. DomainError where a text names somebody, or too few firms have one of the
    problems by now.
    """
    rights.LINK.demand(actor)
    row = access.find(number, actor=actor, lock=True)
    if row.issued_at:
        raise Repeated(_("This list is issued already."))
    if row.version != version:
        raise Conflict(str(MOVED_ON))
    _check_items(row)
    paper = numbers.take(APPEAL_LIST, f"{access.KIND}:{row.id}", actor=actor)
    row.issued_at, row.issued_by_id, row.paper_id = paper.issued_at, actor.account_id, paper.id
    audit.record("appeal.issued", access.KIND, row.id, actor=actor)
    return row


def _check_items(row: CaseAppeal) -> None:
    items = list(db.session.scalars(select(CaseAppealItem).where(CaseAppealItem.appeal_id == row.id)))
    texts = "\n".join([row.title, row.foreword, *(f"{one.heading}\n{one.text}" for one in items)])
    refuse_names(text=texts)
    there = (
        select(func.count())
        .select_from(CaseTheme)
        .where(
            CaseTheme.id.in_([one.theme_id for one in items]), CaseTheme.shown_at.is_not(None), themes.firms() >= LEAST
        )
    )
    if (db.session.scalar(there) or 0) < len({one.theme_id for one in items}):
        raise DomainError(_("Of one of these problems fewer than three firms are left. Please take it off the list."))


def _draft(number: int, version: int, actor: Actor) -> CaseAppeal:
    row = access.find(number, actor=actor, lock=True)
    if row.issued_at or row.version != version:
        raise Conflict(str(MOVED_ON))
    return row


def _checked(title: str, foreword: str) -> dict[str, str]:
    title = checked_text(title, MAX_TITLE, "title", str(MISSING))
    foreword = checked_text(foreword, MAX_TEXT, "foreword", lines=True)
    refuse_names(title=title, foreword=foreword)
    return {"title": title, "foreword": foreword}
