"""The pages of lists of appeals: all of them, a new one, one of them, the paper."""

from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...documents import filling, templates
from ...errors import NotFound, Repeated
from ...language.dates import in_language
from ...web.access import requires
from ...web.answers import attempt, invalid, is_new_form, see_other, success
from ...web.downloads import send_document
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import rights
from ..pages.cases import blueprint
from ..papers.declared import APPEAL_LIST
from . import access, drafting, seeing
from .forms import HeadForm, NewForm, StepForm

APPEAL = "<int(max=2147483647):appeal_id>"


@blueprint.get("/appeals/")
@requires(rights.APPEALS)
def appeals() -> ResponseReturnValue:
    """The lists of appeals, the newest first."""
    actor = current_actor()
    page = keyset(seeing.query(actor), seeing.PAGE_KEYS, descending=True, scalars=False)
    lines, writes = seeing.lines(page.rows), access.writes(actor)
    return render_template("cases/appeals/index.html", lines=lines, more_url=page.more_url, writes=writes)


@blueprint.route("/appeals/new", methods=["GET", "POST"])
@requires(rights.LINK)
def new_appeal() -> ResponseReturnValue:
    """Begin a list of common problems that are open."""
    actor, form = current_actor(), NewForm.blank() if is_new_form() else NewForm()
    if form.validate_on_submit():
        given = (form.title.data or "", form.foreword.data or "", form.chosen.data or ())
        done, made = attempt(form, drafting.create, *given, actor=actor, form_key=form.key())
        if done:
            return success(_("Begun. Now word each of them."), "cases.appeal", appeal_id=made.id)
    return invalid("cases/appeals/new.html", form=form, themes=drafting.to_choose(actor))


@blueprint.get(f"/appeals/{APPEAL}")
@requires(rights.APPEALS)
def appeal(appeal_id: int) -> ResponseReturnValue:
    """One list: a draft to be worded, or what was issued and became of it."""
    return page_of(appeal_id)


@blueprint.route(f"/appeals/{APPEAL}/edit", methods=["GET", "POST"])
@requires(rights.LINK)
def edit_appeal(appeal_id: int) -> ResponseReturnValue:
    """Another title or foreword."""
    actor = current_actor()
    row = access.find(appeal_id, actor=actor)
    now = {"title": row.title, "foreword": row.foreword, "version": row.version}
    form = HeadForm(None, data=now) if is_new_form() else HeadForm()
    if form.validate_on_submit():
        given = (appeal_id, form.title.data or "", form.foreword.data or "")
        done, _row = attempt(form, drafting.edit, *given, version=form.version.number, actor=actor)
        if done:
            return success(_("Saved."), "cases.appeal", appeal_id=appeal_id)
    return invalid("cases/appeals/edit.html", form=form, appeal=seeing.seen_by(actor, appeal_id))


@blueprint.post(f"/appeals/{APPEAL}/issue")
@requires(rights.LINK)
def issue_appeal(appeal_id: int) -> ResponseReturnValue:
    """Number it and freeze its words."""
    form = StepForm()
    if form.validate_on_submit():
        done, row = attempt(form, drafting.issue, appeal_id, version=form.version.number, actor=current_actor())
        if done:
            return success(_("Issued. Its words stay as they are."), "cases.appeal", appeal_id=appeal_id)
        if isinstance(row, Repeated):
            return see_other(url_for("cases.appeal", appeal_id=appeal_id))
    return page_of(appeal_id, step_form=form)


@blueprint.post(f"/appeals/{APPEAL}/discard")
@requires(rights.LINK)
def discard_appeal(appeal_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    form = StepForm()
    if form.validate_on_submit():
        done, _none = attempt(form, drafting.discard, appeal_id, version=form.version.number, actor=current_actor())
        if done:
            return success(_("The draft is thrown away."), "cases.appeals")
    return page_of(appeal_id, step_form=form)


@blueprint.get(f"/appeals/{APPEAL}/list.docx")
@requires(rights.APPEALS)
def appeal_file(appeal_id: int) -> Response:
    """The issued list as .docx, in Chinese."""
    with in_language("zh_CN"):
        seen = seeing.seen_by(current_actor(), appeal_id)
        if seen.issued_at is None:
            raise NotFound(_("There is no such list of appeals."))
        return send_document(templates.made(APPEAL_LIST, seeing.values_of(seen)), seen.title)


def page_of(appeal_id: int, **forms: Any) -> ResponseReturnValue:
    """The page of one list, with a form that was refused, if any."""
    seen = seeing.seen_by(current_actor(), appeal_id)
    return invalid(
        "cases/appeals/appeal.html",
        appeal=seen,
        paper={**filling.common_values(), **seeing.values_of(seen)},
        **{"step_form": StepForm(None, data={"version": seen.version}), **forms},
    )
