"""Preparing common problems: made, worded, shown to others, taken back from them, thrown away."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, select

from ... import clock
from ...accounts.linking import in_turn
from ...audit import services as audit
from ...directory.models import Department
from ...directory.signals import renamed as department_renamed
from ...errors import Conflict, DomainError
from ...extensions import db
from ...language.text import checked_text
from ...measures.keeping import ALPHABET
from ...rights import Actor
from ...search import index
from ...search.tokens import coded, doc, named, written
from .. import rights
from ..access.masks import in_roster
from ..models_lists import CaseCategory
from ..signals import category_renamed
from . import access
from .models import CaseTheme, CaseThemeLink
from .words import LEAST, ThemeCircle

MAX_TITLE, MAX_TEXT = 60, 2_000
MOVED_ON = _l("Someone else has just changed this common problem. Please check it again.")


@dataclass(frozen=True)
class Wording:
    """A common problem as typed."""

    title: str = ""
    text: str = ""
    category_id: int | None = None
    department_id: int | None = None


def create(wording: Wording, *, actor: Actor, form_key: str | None = None) -> CaseTheme:
    """Begin a common problem, which nobody else sees yet. A second call with the same `form_key` returns the same one.

    DomainError at the field that is missing, too long, or names somebody of the roster.
    """
    rights.LINK.demand(actor)
    in_turn(actor)
    made = db.session.scalars(select(CaseTheme).where(CaseTheme.form_key == form_key)).first() if form_key else None
    if made is not None and made.created_by_id == actor.account_id:
        return made
    row = CaseTheme(
        reference=_new_reference(),
        created_at=clock.now(),
        created_by_id=actor.account_id,
        form_key=None if made else form_key,
        **_checked(wording),
    )
    db.session.add(row)
    db.session.flush()
    put(row.id)
    audit.record("theme.created", access.KIND, row.id, actor=actor, after={"title": row.title})
    return row


def edit(reference: str, wording: Wording, *, version: int, actor: Actor) -> CaseTheme:
    """Word it anew; `version` is the one that the form showed.

    Conflict where somebody was quicker, or it is answered: then the words stand. DomainError as for `create`.
    """
    rights.LINK.demand(actor)
    row = _take(reference, version, actor)
    if row.answered_at:
        raise Conflict(_("This common problem is answered: its words stand as they are."))
    values = _checked(wording)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    old, new = audit.changes(before, values)
    if new:
        put(row.id)
        audit.record("theme.edited", access.KIND, row.id, actor=actor, before=old, after=new)
    return row


def show(reference: str, *, version: int, actor: Actor) -> CaseTheme:
    """Let others read it: title, text and state, and that three firms or more have it.

    Conflict where it is shown already; DomainError while fewer firms have it, or the words name somebody.
    """
    rights.LINK.demand(actor)
    row = _take(reference, version, actor)
    if row.shown_at:
        raise Conflict(_("Others read it already."))
    demand_firms(row, actor)
    refuse_names(title=row.title, text=row.text)
    row.shown_at = clock.now()
    audit.record("theme.shown", access.KIND, row.id, actor=actor)
    return row


def hide(reference: str, *, version: int, actor: Actor) -> CaseTheme:
    """Take it back from others, to word it anew; never once it is answered."""
    rights.LINK.demand(actor)
    row = _take(reference, version, actor)
    if row.answered_at or not row.shown_at:
        raise Conflict(str(MOVED_ON))
    if has_measures(row):
        raise Conflict(_("Measures were given for it, and their owners read it. It stays shown."))
    row.shown_at = None
    audit.record("theme.hidden", access.KIND, row.id, actor=actor)
    return row


def discard(reference: str, *, version: int, actor: Actor) -> None:
    """Throw away what was never shown to anybody; its cases belong to none again. Conflict where others read it."""
    rights.LINK.demand(actor)
    row = _take(reference, version, actor)
    if row.shown_at:
        raise Conflict(_("Others read it already. It can only be taken back."))
    db.session.execute(delete(CaseThemeLink).where(CaseThemeLink.theme_id == row.id))
    index.forget(access.KIND, [row.id])
    audit.record("theme.discarded", access.KIND, row.id, actor=actor, before={"title": row.title})
    db.session.delete(row)


def has_measures(row: CaseTheme) -> bool:
    """Whether a measure was ever given for it."""
    query = select(CaseTheme.id).where(CaseTheme.id == row.id, access.has_measure())
    return db.session.scalar(query) is not None


def demand_firms(row: CaseTheme, actor: Actor) -> None:
    """DomainError while fewer firms have it than may be told of, counted in the cases that this person sees."""
    if access.number_of_firms(row.id, actor) < LEAST:
        message = _("Fewer than %(least)s firms have this problem so far. Nothing of it is shown.", least=LEAST)
        raise DomainError(message)


def refuse_names(**texts: str) -> None:
    """DomainError at the field whose words name a firm or a person of the roster, whoever they are."""
    if not any(texts.values()):
        return
    find = in_roster()
    for field, text in texts.items():
        if name := find(text):
            message = _("The text names “%(name)s”. A common problem names no firm and nobody.", name=name)
            raise DomainError(message, field=field)


def _take(reference: str, version: int, actor: Actor) -> CaseTheme:
    row = access.find(reference, actor=actor, lock=True)
    if row.version != version:
        raise Conflict(str(MOVED_ON))
    return row


def _checked(wording: Wording) -> dict[str, Any]:
    missing = _("Please fill in this field.")
    title = checked_text(wording.title, MAX_TITLE, "title", missing)
    text = checked_text(wording.text, MAX_TEXT, "text", missing, lines=True)
    refuse_names(title=title, text=text)
    _known(CaseCategory, wording.category_id, "category")
    _known(Department, wording.department_id, "department")
    values = {"category_id": wording.category_id, "department_id": wording.department_id}
    return {"title": title, "text": text, **values}


def _known(model: Any, number: int | None, field: str) -> None:
    if number is not None and db.session.get(model, number) is None:
        raise DomainError(_("Please choose from the list."), field=field)


def _new_reference() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(5))
        reference = f"GX-{clock.today().year}-{code}"
        if db.session.scalar(select(CaseTheme.id).where(CaseTheme.reference == reference)) is None:
            return reference


def put(*theme_ids: int) -> None:
    """Let these be found by what they say now; locked first, so that a name that changes meanwhile is read anew."""
    db.session.flush()
    index.lock(access.KIND, theme_ids)
    index.put(access.KIND, docs(theme_ids))


def docs(ids: Sequence[int]) -> dict[int, str]:
    """By what each of these is found."""
    texts = (CaseTheme.title, CaseTheme.reference, CaseTheme.text, CaseTheme.answer)
    names = (CaseCategory.name.label("category"), Department.name.label("department"), Department.short_name)
    query = select(CaseTheme.id, *texts, *names).outerjoin(CaseCategory, CaseCategory.id == CaseTheme.category_id)
    query = query.outerjoin(Department, Department.id == CaseTheme.department_id)
    return {row.id: _doc(row) for row in db.session.execute(query.where(CaseTheme.id.in_(ids)))}


def _doc(row: Any) -> str:
    circle = ThemeCircle.ALL
    told = (row.text, row.answer, row.category, row.department, row.short_name)
    return doc(named(circle, row.title), written(circle, *told), coded(circle, row.reference))


def _put_again(which: ColumnElement[bool]) -> None:
    if ids := db.session.scalars(select(CaseTheme.id).where(which).order_by(CaseTheme.id)).all():
        put(*ids)


@category_renamed.connect
def _on_category_renamed(_sender: object, *, category_id: int) -> None:
    _put_again(CaseTheme.category_id == category_id)


@department_renamed.connect
def _on_department_renamed(_sender: object, *, department_id: int) -> None:
    _put_again(CaseTheme.department_id == department_id)
