"""Write notices: new drafts, edits, corrections."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import Conflict, DomainError
from ...files import holding
from ...files.holding import Held
from ...files.services import PreparedFile
from ...language.markdown import render
from ...web.access import requires
from ...web.answers import attempt, invalid, is_htmx, is_new_form, prefill, success
from ...web.requests import current_actor
from ...web.uploads import is_valid_with_uploads, prepared, show_refusals
from .. import rights, services
from ..forms import CorrectionForm, NoticeForm
from ..models import Notice, NoticeState, Receipt
from ..writing import audience, details, publishing
from .blueprint import ID, blueprint


def _preview(form: NoticeForm | CorrectionForm) -> dict[str, Any]:
    seen: dict[str, Any] = {"title": form.title.data or "", "body": render(form.body.data or "")}
    if isinstance(form, NoticeForm):
        typed = form.details()
        asked = [field for field in typed.fields if typed.receipt == Receipt.FORM and not field.is_empty()]
        return seen | {"reach": audience.preview_reach(typed.audience, current_actor()), "fields": asked}
    return seen


Came = tuple[tuple[PreparedFile, ...], list[DomainError]]
"""The files that came with a form, and what was refused."""


def _held(form: NoticeForm | CorrectionForm) -> list[Held]:
    """The files that wait for this form, which shows them."""
    held = holding.held(request.form.getlist("held"), actor=current_actor())
    form.offer_held(held)
    return held


def _unsaved(form: NoticeForm | CorrectionForm, held: list[Held], came: Came, notice: Notice | None = None) -> str:
    """The form as typed, with a preview or more rows; nothing is saved.

    Browsers do not send chosen files again: they wait until the form is saved. htmx leaves them where they were chosen.
    """
    uploads, refusals = came
    show_refusals(form, refusals)
    if not is_htmx() and len(held) + len(uploads) <= services.MAX_FILES:
        form.offer_held([*held, *holding.hold(uploads, actor=current_actor())])
    if "more" in request.form and isinstance(form, NoticeForm):
        form.add_rows()
        return render_template("notices/form.html", form=form, notice=notice)
    return render_template("notices/form.html", form=form, notice=notice, preview=_preview(form))


@blueprint.route("/new", methods=["GET", "POST"])
@requires(rights.RUN)
def new() -> ResponseReturnValue:
    """A new draft."""
    came = prepared("files")
    actor, form = current_actor(), NoticeForm.blank() if is_new_form() else NoticeForm()
    held = _held(form)
    form.offer(audience.choices(actor))
    if prefill(form, body="text", answer_until="closes_at"):
        return render_template("notices/form.html", form=form)
    if {"preview", "more"} & set(request.form):
        return _unsaved(form, held, came)
    if is_valid_with_uploads(form, came[1]):
        chosen = [*held, *came[0]]
        done, made = attempt(form, services.create, form.details(), chosen, actor=actor, form_key=form.key())
        if done:
            message = _("The draft is saved. Check it, then publish it.")
            return success(message, ".notice", notice_id=made.id)
    return invalid("notices/form.html", form=form)


@blueprint.route(f"/{ID}/edit", methods=["GET", "POST"])
@requires(rights.RUN)
def edit(notice_id: int) -> ResponseReturnValue:
    """Edit an unpublished notice."""
    came, actor = prepared("files"), current_actor()
    row = services.find(notice_id, actor)
    services.require_unpublished(row)
    form = NoticeForm() if request.method == "POST" else NoticeForm.of(row)
    form.offer(audience.choices(actor), row)
    held = _held(form)
    if {"preview", "more"} & set(request.form):
        return _unsaved(form, held, came, row)
    is_fine = is_valid_with_uploads(form, came[1])
    return _save(notice_id, form, services.edit, [*held, *came[0]], _("Saved."), is_fine=is_fine)


@blueprint.route(f"/{ID}/correct", methods=["GET", "POST"])
@requires(rights.RUN)
def correct(notice_id: int) -> ResponseReturnValue:
    """Correct a published notice."""
    came = prepared("files")
    row = services.find(notice_id, current_actor())
    if row.state != NoticeState.PUBLISHED:
        raise Conflict(_("Only a published notice can be corrected."))
    form = CorrectionForm() if request.method == "POST" else CorrectionForm.of(row)
    if row.receipt != Receipt.FORM:
        del form.answer_until
    form.offer_files(row)
    held = _held(form)
    if "preview" in request.form:
        return _unsaved(form, held, came, row)
    message = _("The correction is published. Everyone who received the notice is told.")
    is_fine = is_valid_with_uploads(form, came[1])
    return _save(notice_id, form, publishing.correct, [*held, *came[0]], message, is_fine=is_fine)


def _save(notice_id: int, form: Any, service: Any, uploads: Any, message: str, *, is_fine: bool) -> ResponseReturnValue:
    """Save the form; after an edit conflict both texts are shown."""
    actor, stale = current_actor(), None
    if is_fine:
        common = {"version": form.version.number, "actor": actor}
        done, _row = attempt(form, service, notice_id, form.details(), uploads, form.removed(), **common)
        if done:
            return success(message, ".notice", notice_id=notice_id)
    row: Notice = services.find(notice_id, actor)
    if is_fine and row.version != form.version.number:
        stale = details.differences(row, form.details())
        form.show_version(row.version)
    status = None if stale is None else 409
    return invalid("notices/form.html", status=status, form=form, notice=row, is_stale=status == 409, stale=stale)
