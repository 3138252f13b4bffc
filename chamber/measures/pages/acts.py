"""What is done with a measure: one address for all acts, each with its own form."""

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from ...errors import Repeated
from ...rights import Actor
from ...web.access import requires
from ...web.answers import attempt, invalid, success
from ...web.requests import current_actor
from ...web.toasts import then_next
from ...web.uploads import is_valid_with_uploads, prepared
from .. import access, doing, giving, rights
from ..forms import FORMS, ConfirmForm, DateForm, DoneForm, NoteForm, OwnerFields, PassOnForm, ReasonForm
from ..models import Measure
from ..words import Act
from .blueprint import REFERENCE, blueprint
from .measure import offer, page_context


def _note(reference: str, form: NoteForm, files: Any, actor: Actor) -> Measure:
    return doing.report(reference, form.text.data or "", files, actor=actor)


def _done(reference: str, form: DoneForm, files: Any, actor: Actor) -> Measure:
    return doing.finish(reference, form.result.data or "", files, actor=actor)


def _confirm(reference: str, form: ConfirmForm, _files: Any, actor: Actor) -> Measure:
    return doing.confirm(reference, form.text.data or "", actor=actor)


def _postpone(reference: str, form: DateForm, _files: Any, actor: Actor) -> Measure:
    return giving.postpone(reference, form.due_on.data, form.reason.data or "", actor=actor)


def _reopen(reference: str, form: DateForm, _files: Any, actor: Actor) -> Measure:
    return giving.reopen(reference, form.due_on.data, form.reason.data or "", actor=actor)


def _pass_on(reference: str, form: PassOnForm, _files: Any, actor: Actor) -> Measure:
    return giving.pass_on(reference, form.owner(), form.reason.data or "", actor=actor)


def _drop(reference: str, form: ReasonForm, _files: Any, actor: Actor) -> Measure:
    return giving.drop(reference, form.reason.data or "", actor=actor)


DO: dict[Act, tuple[Callable[[str, Any, Any, Actor], Measure], LazyString]] = {
    Act.NOTE: (_note, _l("The note is there.")),
    Act.DONE: (_done, _l("Reported as done. Somebody else confirms it.")),
    Act.CONFIRM: (_confirm, _l("The measure is confirmed.")),
    Act.POSTPONE: (_postpone, _l("The date is changed; the original one stays visible.")),
    Act.REOPEN: (_reopen, _l("The measure is under way again.")),
    Act.PASS_ON: (_pass_on, _l("The measure has another owner.")),
    Act.DROP: (_drop, _l("The measure is dropped.")),
}
"""What each form does, and what the page says then."""


def _act(reference: str, act: Act) -> ResponseReturnValue:
    files, refused = prepared(f"{act}-files")
    actor, form = current_actor(), FORMS[act](prefix=f"{act}-")
    row = access.find(reference, actor)
    if isinstance(form, OwnerFields):
        offer(form, row.subject_kind, row.subject_id or 0)
    service, message = DO[act]
    if is_valid_with_uploads(form, refused):
        done, answer = attempt(form, service, reference, form, files, actor)
        if done or isinstance(answer, Repeated):
            return success(then_next(str(message), actor), "measures.measure", reference=row.reference)
    row = access.find(reference, actor)
    return invalid("measures/measure.html", **page_context(row, actor, act, form))


@blueprint.post(f"/{REFERENCE}/<any(note, done):act>")
@requires(rights.REPORT)
def report(reference: str, act: str) -> ResponseReturnValue:
    """A note on the way, or the result."""
    return _act(reference, Act(act))


@blueprint.post(f"/{REFERENCE}/confirm")
@requires(rights.CONFIRM)
def confirm(reference: str) -> ResponseReturnValue:
    """Another person confirms that it is done."""
    return _act(reference, Act.CONFIRM)


@blueprint.post(f'/{REFERENCE}/<any("postpone", "pass-on", "reopen", "drop"):act>')
@requires(rights.GIVE)
def change(reference: str, act: str) -> ResponseReturnValue:
    """Another date or owner, opened again, dropped."""
    return _act(reference, Act(act))
