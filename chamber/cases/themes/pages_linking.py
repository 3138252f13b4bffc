"""The pages on which the secretariat links cases, and takes up or turns down what is proposed."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...errors import NotFound, Repeated
from ...web.access import requires
from ...web.addresses import arguments
from ...web.answers import attempt, invalid, is_new_form, see_other, success
from ...web.requests import current_actor
from .. import rights
from ..pages.cases import blueprint
from . import access, linking, listing, proposing, seeing
from .forms import CasesForm, ChooseForm, ProposalForm, RefuseForm
from .keeping import Wording
from .pages import THEME, offer
from .proposing import Proposal

GROUP = "<int(max=2147483647):category_id>/<int(max=2147483647):department_id>"


@blueprint.route(f"/themes/{THEME}/cases", methods=["GET", "POST"])
@requires(rights.LINK)
def theme_cases(theme: str) -> ResponseReturnValue:
    """Choose cases that belong to it."""
    actor, q = current_actor(), arguments().get("q", "")[:100]
    form = CasesForm()
    if form.validate_on_submit():
        done, number = attempt(form, linking.link, theme, form.cases.data or (), actor=actor)
        if done:
            words = ngettext("%(num)s case was linked.", "%(num)s cases were linked.", number)
            return success(words, "cases.theme", theme=theme)
    row = access.find(theme, actor=actor)
    lines = linking.to_choose(row, q, actor=actor)
    return invalid("cases/themes/cases.html", theme=seeing.seen_by(actor, row), form=form, lines=lines, q=q)


@blueprint.post(f"/themes/{THEME}/unlink")
@requires(rights.LINK)
def unlink_cases(theme: str) -> ResponseReturnValue:
    """Take a case out of it."""
    form = CasesForm()
    if form.validate_on_submit():
        number = linking.unlink(theme, form.cases.data or (), actor=current_actor())
        words = ngettext("%(num)s case was taken out.", "%(num)s cases were taken out.", number)
        return success(words, "cases.theme", theme=theme)
    return see_other(url_for("cases.theme", theme=theme))


@blueprint.route("/<reference>/common-problem", methods=["GET", "POST"])
@requires(rights.LINK)
def link_case(reference: str) -> ResponseReturnValue:
    """Let one case belong to a common problem."""
    actor, form = current_actor(), ChooseForm()
    if not linking.may_link(reference, actor=actor):
        raise NotFound()
    form.theme.choices = [("", _("Please choose")), *listing.names(actor)]
    if form.validate_on_submit():
        chosen = form.theme.data or ""
        done, _number = attempt(form, linking.link, chosen, [reference], actor=actor)
        if done:
            return success(_("The case belongs to it now."), "cases.show", reference=reference)
    return invalid("cases/themes/choose.html", form=form, reference=reference)


@blueprint.get("/themes/proposals")
@requires(rights.LINK)
def theme_proposals() -> ResponseReturnValue:
    """What may be a common problem."""
    return render_template("cases/themes/proposals.html", proposals=proposing.waiting(actor=current_actor()))


@blueprint.route(f"/themes/proposals/{GROUP}", methods=["GET", "POST"])
@requires(rights.LINK)
def theme_proposal(category_id: int, department_id: int) -> ResponseReturnValue:
    """One proposal: its cases, and a common problem of them."""
    actor = current_actor()
    form = ProposalForm.blank(Wording("", "", category_id, department_id or None)) if is_new_form() else ProposalForm()
    offer(form)
    if form.validate_on_submit():
        given = (category_id, department_id, form.wording(), form.cases.data or [])
        done, made = attempt(form, proposing.take_up, *given, actor=actor, form_key=form.key())
        if done:
            return success(
                _("The common problem is begun. Nobody else reads it yet."), "cases.theme", theme=made.reference
            )
    return _proposal(proposing.find(category_id, department_id, actor=actor), form, RefuseForm(None))


@blueprint.route(f"/themes/proposals/{GROUP}/refuse", methods=["GET", "POST"])
@requires(rights.LINK)
def refuse_proposal(category_id: int, department_id: int) -> ResponseReturnValue:
    """Turn a proposal down; the form stands on its page, to which a reload leads back."""
    actor = current_actor()
    if request.method == "GET":
        asked = proposing.find(category_id, department_id, actor=actor)
        return see_other(url_for(".theme_proposal", category_id=asked.category_id, department_id=department_id))
    form = RefuseForm()
    if form.validate_on_submit():
        given = (category_id, department_id, form.reason.data or "")
        done, refusal = attempt(form, proposing.turn_down, *given, actor=actor)
        if done or isinstance(refusal, Repeated):
            return success(_("You are asked again when a further firm comes."), "cases.themes")
    found = proposing.find(category_id, department_id, actor=actor)
    blank = ProposalForm.blank(Wording("", "", category_id, department_id or None))
    offer(blank)
    return _proposal(found, blank, form)


def _proposal(found: Proposal, form: ProposalForm, refuse: RefuseForm) -> ResponseReturnValue:
    lines = proposing.lines(found, actor=current_actor())
    if not form.is_submitted() or form.form_key.data is None:
        form.cases.data = [line.reference for line in lines]
    return invalid("cases/themes/proposal.html", proposal=found, form=form, refuse=refuse, lines=lines)
