"""Terms of the chamber: the list, one of them, its officers, beginning, ending, taking back."""

from datetime import timedelta
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import clock
from ...errors import Conflict
from ...web.access import requires
from ...web.answers import attempt, invalid, success
from ...web.requests import current_actor
from ...web.toasts import undoable
from .. import positions, rights
from ..forms import EndForm, NewTermForm, OfficersForm, UndoForm, propose_end
from ..models import Term
from ..terms import changing, electing, reading, roles
from .blueprint import blueprint

TERM = "/terms/<int(max=2147483647):term_id>"
JUST_BEGUN = timedelta(days=60)
"""So long who is added was probably elected with the term."""


@blueprint.get("/terms")
@requires(rights.EDIT)
def terms() -> ResponseReturnValue:
    """The list of terms."""
    return _list(EndForm(formdata=None))


def _list(end_form: EndForm) -> ResponseReturnValue:
    actor = current_actor()
    all_terms, counts = reading.terms(actor=actor), reading.office_counts(actor=actor)
    held = changing.handover(actor=actor).offices
    return invalid("members/terms.html", terms=all_terms, counts=counts, held=held, end_form=end_form, **_roles())


def _roles() -> dict[str, Any]:
    """For `_roles.html`: accounts that keep the role of an ended office, and who changes roles."""
    outdated = roles.outdated(current_actor())
    return {"outdated": outdated, "admins": roles.who_changes_roles() if outdated else []}


@blueprint.route("/terms/new", methods=["GET", "POST"])
@requires(rights.EDIT)
def new_term() -> ResponseReturnValue:
    """Say what a new term ends, ask what goes on, and begin it."""
    actor, form, status = current_actor(), NewTermForm(), None
    if form.validate_on_submit():
        typed = (form.name.data or "", form.began_on.data)
        chosen = {"going_on": form.going_on.data, "ticked": form.ticked.data, "seen": form.seen.data or ""}
        done, result = attempt(form, changing.begin, *typed, actor=actor, **chosen)
        if done:
            return _said(result, _begun(result))
        status = 409 if isinstance(result, Conflict) else None
    today = clock.today().isoformat()
    if not form.is_submitted():
        form.began_on.data, form.name.data = today, reading.likely_name(actor=actor)
    over = changing.handover(actor=actor)
    form.seen.data = over.mark
    return invalid("members/new_term.html", status=status, form=form, over=over, today=today)


def _begun(term: Term) -> str:
    ended = len((term.undo or {})["began"]["ended_offices"])
    if not ended:
        return _("%(name)s has begun.", name=term.name)
    carried = reading.office_counts(actor=current_actor()).get(term.id, 0)
    return _(
        "%(name)s has begun: %(ended)s offices ended, %(carried)s of them go on.", **_numbers(term, ended, carried)
    )


def _numbers(term: Term, ended: int, carried: int) -> dict[str, object]:
    return {"name": term.name, "ended": ended, "carried": carried}


def _said(term: Term, sentence: str) -> ResponseReturnValue:
    last = changing.undo_of(term, actor=current_actor())
    message = undoable(sentence, url_for(".undo_term", term_id=term.id), at=last.at) if last else sentence
    return success(message, ".term", term_id=term.id)


@blueprint.get(TERM)
@requires(rights.EDIT)
def term(term_id: int) -> ResponseReturnValue:
    """A term: who held which office in it, who is added, and what can be taken back."""
    form = OfficersForm(formdata=None)
    began_on, today = reading.find(term_id, actor=current_actor()).began_on, clock.today()
    form.began_on.data = (began_on if today - began_on < JUST_BEGUN else today).isoformat()
    return _term(term_id, form)


def _term(term_id: int, form: OfficersForm) -> ResponseReturnValue:
    actor = current_actor()
    one = reading.find(term_id, actor=actor)
    is_newest = reading.terms(actor=actor)[0].id == one.id
    undo, offices = changing.undo_of(one, actor=actor) if is_newest else None, reading.offices_of(one, actor=actor)
    correctable = {row.id for row in offices if positions.can_correct(row)}
    shown: dict[str, Any] = {"term": one, "offices": offices, "correctable": correctable, "undo": undo, "form": form}
    return invalid("members/term.html", **shown, **_roles())


@blueprint.post(f"{TERM}/officers")
@requires(rights.EDIT)
def elect(term_id: int) -> ResponseReturnValue:
    """Give offices of the term to all who are named."""
    form, actor = OfficersForm(), current_actor()
    asked = {"beside": form.beside.data or ""}
    done, given = attempt(form, electing.elect, term_id, form.typed(), form.began_on.data, actor=actor, **asked)
    if not done:
        propose_end(form)
        return _term(term_id, form)
    message = ngettext("%(num)s office given.", "%(num)s offices given.", len(given))
    return success(message, ".term", term_id=term_id)


@blueprint.post(f"{TERM}/end")
@requires(rights.EDIT)
def end_term(term_id: int) -> ResponseReturnValue:
    """End a term and its offices."""
    form = EndForm()
    done, term = attempt(form, changing.end, term_id, form.ended_on.data, actor=current_actor())
    if done:
        return _said(term, _("%(name)s has ended, and the offices in it.", name=term.name))
    return _list(form)


@blueprint.post(f"{TERM}/undo")
@requires(rights.EDIT)
def undo_term(term_id: int) -> ResponseReturnValue:
    """Take back that a term began or ended."""
    name, act = changing.undo(term_id, UndoForm().at.data or "", actor=current_actor())
    if act == "ended":
        return success(_("%(name)s is current again, with its offices.", name=name), ".term", term_id=term_id)
    return success(_("Everything is restored to how it was before %(name)s.", name=name), ".terms")
