"""A measure's page, its papers and its slip; the form of a new one."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from ... import clock
from ...rights import Actor
from ...web import downloads
from ...web.access import requires
from ...web.addresses import arguments
from ...web.answers import attempt, invalid, is_new_form, prefill, success
from ...web.requests import current_actor
from ...web.uploads import is_valid_with_uploads, prepared
from .. import access, giving, keeping, owners, rights, seeing
from ..forms import FORMS, OrderForm, OwnerFields
from ..models import Measure
from ..words import Act
from .blueprint import REFERENCE, blueprint


def offer(form: OwnerFields, kind: str, subject_id: int) -> None:
    """Set whom the measure may be given to."""
    one = access.measured().get(kind)
    form.offer(
        owners.departments(kind, subject_id),
        owners.colleagues(kind, subject_id),
        takes_firms=one is None or one.takes_firms,
    )


def page_context(row: Measure, actor: Actor, act: Act | None = None, form: FlaskForm | None = None) -> dict[str, Any]:
    """Template values of the page; `form` is what was typed for `act` and refused."""
    forms: dict[str, FlaskForm] = {}
    allowed = keeping.acts_for(row, actor)
    for one in (one for one in FORMS if one in allowed):
        made = form if one == act and form is not None else FORMS[one](None, prefix=f"{one}-")
        if isinstance(made, OwnerFields) and one != act:
            offer(made, row.subject_kind, row.subject_id or 0)
        forms[one] = made
    return {
        "measure": seeing.seen_by(actor, row),
        "forms_of": forms,
        "refused": act if form is not None else None,
        "main": _main(forms, row, actor),
    }


def _main(forms: dict[str, FlaskForm], row: Measure, actor: Actor) -> Act | None:
    """What is awaited of this person: to confirm it, or to do what is theirs."""
    if Act.CONFIRM in forms:
        return Act.CONFIRM
    return Act.DONE if Act.DONE in forms and access.owns(actor, row) else None


@blueprint.get(f"/{REFERENCE}")
@requires(rights.READ)
def measure(reference: str) -> ResponseReturnValue:
    """A measure's page."""
    actor = current_actor()
    return render_template("measures/measure.html", **page_context(access.find(reference, actor), actor))


@blueprint.get(f"/{REFERENCE}/slip")
@requires(rights.READ)
def slip(reference: str) -> ResponseReturnValue:
    """The slip to print: the order, and what was replied."""
    actor = current_actor()
    seen = seeing.seen_by(actor, access.find(reference, actor))
    return render_template("measures/slip.html", measure=seen, today=clock.today())


@blueprint.get(f"/{REFERENCE}/files/<string(maxlength=200):key>")
@requires(rights.READ)
def file(reference: str, key: str) -> ResponseReturnValue:
    """A paper of a measure."""
    actor = current_actor()
    return downloads.send(seeing.file_of(access.find(reference, actor), key, actor))


@blueprint.route("/new", methods=["GET", "POST"])
@requires(rights.GIVE)
def new() -> ResponseReturnValue:
    """A new measure, alone or of the thing whose page led here."""
    files, refused = prepared("files")
    actor, form = current_actor(), OrderForm.blank() if is_new_form() else OrderForm()
    about = request.form.get("about") or arguments().get("about", "")
    kind, subject_id = giving.opened(about, actor)
    form.source.choices = giving.sources(kind, subject_id)
    if not access.has_public(kind):
        del form.is_public
    offer(form, kind, subject_id)
    context: dict[str, Any] = {"form": form, "about": about, "thing": giving.thing(kind, subject_id, actor)}
    if prefill(form, details="text"):
        return render_template("measures/form.html", **context)
    if is_valid_with_uploads(form, refused):
        of = {"kind": kind, "subject_id": subject_id, "actor": actor, "form_key": form.key()}
        done, made = attempt(form, giving.give, form.order(), files, **of)
        if done:
            return success(_("The measure is given."), "measures.measure", reference=made.reference)
    return invalid("measures/form.html", **context)
