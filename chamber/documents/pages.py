"""The pages of papers: what there are, and of each the sample, the placeholders, the template and the numbers."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from ..files import services as files
from ..registry.papers import Paper
from ..web.access import requires
from ..web.answers import attempt, invalid, see_other, success
from ..web.downloads import send_document
from ..web.requests import current_actor
from . import numbers, rights, templates
from .forms import PrefixForm, TakeBackForm, TemplateForm

blueprint = Blueprint("documents", __name__, url_prefix="/documents")
keeps = requires(rights.KEEP)


@blueprint.get("/")
@keeps
def index() -> ResponseReturnValue:
    """All kinds of paper, with the template in force and the last number."""
    actor = current_actor()
    shown = [one for one in numbers.series(actor=actor) if one.paper.right.allows(actor)]
    return render_template("documents/index.html", series=shown, kept=templates.kept(actor=actor))


@blueprint.get("/<kind>")
@keeps
def paper(kind: str) -> ResponseReturnValue:
    """One kind of paper."""
    found = templates.paper_of(kind, actor=current_actor())
    return _page(found)


@blueprint.post("/<kind>/template")
@keeps
def replace(kind: str) -> ResponseReturnValue:
    """Put an own template in the place of the one in force."""
    found = templates.paper_of(kind, actor=current_actor())
    form = TemplateForm()
    if form.validate_on_submit():
        done, unused = attempt(form, _replace, found, form)
        if done:
            flash(_("This template is in force now."), "success")
            if unused:
                flash(_("It does not use: %(names)s.", names=_(", ").join(unused)), "info")
            return see_other(url_for(".paper", kind=kind))
    return _page(found, form)


def _replace(found: Paper, form: TemplateForm) -> list[str]:
    upload = files.prepare(form.template.data, allow=frozenset({"docx"}), field="template")
    return templates.replace(found, upload, version=form.version.number, actor=current_actor())


@blueprint.post("/<kind>/take-back")
@keeps
def take_back(kind: str) -> ResponseReturnValue:
    """Let the shipped template be in force again."""
    actor = current_actor()
    found, form = templates.paper_of(kind, actor=actor), TakeBackForm()
    if form.validate_on_submit():
        done, _none = attempt(form, templates.take_back, found, version=form.version.number, actor=actor)
        if done:
            return success(_("The shipped template is in force again."), ".paper", kind=kind)
    return _page(found, form)


@blueprint.post("/<kind>/prefix")
@keeps
def prefix(kind: str) -> ResponseReturnValue:
    """Put another prefix before the numbers."""
    actor = current_actor()
    found, form = templates.paper_of(kind, actor=actor), PrefixForm()
    if form.validate_on_submit():
        typed, version = form.prefix.data or "", form.version.number
        done, changed = attempt(form, numbers.set_prefix, kind, typed, version=version, actor=actor)
        if done:
            return success(_("Saved.") if changed else _("Nothing was changed."), ".paper", kind=kind)
    return _page(found, form)


@blueprint.get("/<kind>/shipped.docx")
@keeps
def shipped(kind: str) -> ResponseReturnValue:
    """The shipped template, to be changed in Word."""
    found = templates.paper_of(kind, actor=current_actor())
    return send_document(found.template.read_bytes(), _("%(paper)s, template", paper=found.label))


@blueprint.get("/<kind>/own.docx")
@keeps
def own(kind: str) -> ResponseReturnValue:
    """The template in force, to be changed further."""
    found = templates.paper_of(kind, actor=current_actor())
    return send_document(templates.in_force(found), _("%(paper)s, template", paper=found.label))


@blueprint.get("/<kind>/sample.docx")
@keeps
def sample(kind: str) -> ResponseReturnValue:
    """The template in force with made-up values."""
    found = templates.paper_of(kind, actor=current_actor())
    made = templates.made(kind, templates.sample_values(found))
    return send_document(made, _("%(paper)s, sample", paper=found.label))


def _page(found: Paper, form: FlaskForm | None = None) -> ResponseReturnValue:
    """The page of one paper, with the form that was refused, if any."""
    actor = current_actor()
    own_one = templates.kept(actor=actor).get(found.kind)
    line = next(one for one in numbers.series(actor=actor) if one.paper is found)
    version = own_one.version if own_one else 0
    return invalid(
        "documents/paper.html",
        found=found,
        kept=own_one,
        line=line,
        refused=form,
        template_form=form if isinstance(form, TemplateForm) else TemplateForm(formdata=None, version=version),
        back_form=form if isinstance(form, TakeBackForm) else TakeBackForm(formdata=None, version=version),
        prefix_form=form if isinstance(form, PrefixForm) else PrefixForm(formdata=None, data=_now(line)),
        paper=templates.sample_values(found),
    )


def _now(line: numbers.Series) -> dict[str, object]:
    return {"prefix": line.prefix, "version": line.version}
