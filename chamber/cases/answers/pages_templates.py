"""The wordings that a department keeps for its answers."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import Repeated
from ...web.access import requires
from ...web.answers import attempt, invalid, see_other, success
from ...web.requests import current_actor
from .. import rights
from ..pages.cases import blueprint
from . import department
from .forms import ChangedTemplateForm, TemplateForm

ID = "<int(max=2147483647):template_id>"


@blueprint.route("/answers/templates", methods=["GET", "POST"])
@requires(rights.TEMPLATES)
def answer_templates() -> ResponseReturnValue:
    """All of the own department, and one more."""
    actor, form = current_actor(), TemplateForm()
    if form.validate_on_submit():
        done, refusal = attempt(form, department.keep, form.name.data or "", form.text.data or "", actor=actor)
        if done or isinstance(refusal, Repeated):
            return success(_("Saved. It is now available."), "cases.answer_templates")
    return invalid("cases/answers/templates.html", form=form, kept=department.kept(actor))


@blueprint.route(f"/answers/templates/{ID}", methods=["GET", "POST"])
@requires(rights.TEMPLATES)
def change_template(template_id: int) -> ResponseReturnValue:
    """Change one."""
    actor, form = current_actor(), ChangedTemplateForm()
    row = department.find(template_id, actor=actor)
    if form.validate_on_submit():
        words = (form.name.data or "", form.text.data or "")
        done, _refusal = attempt(form, department.change, template_id, *words, version=form.version.number, actor=actor)
        if done:
            return success(_("Saved."), "cases.answer_templates")
    elif request.method == "GET":
        form.name.data, form.text.data, form.version.data = row.name, row.text, str(row.version)
    return invalid("cases/answers/template.html", form=form, template_id=template_id)


@blueprint.post(f"/answers/templates/{ID}/delete")
@requires(rights.TEMPLATES)
def delete_template(template_id: int) -> ResponseReturnValue:
    """Delete one."""
    department.delete(template_id, actor=current_actor())
    flash(_("The template is deleted."), "success")
    return see_other(url_for("cases.answer_templates"))
