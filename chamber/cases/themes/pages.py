"""The pages of common problems: the list, one of them, its words, its steps, the answer to all."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...errors import Repeated
from ...measures.giving import new_about
from ...measures.seeing import of_subject as measures_of
from ...web.access import requires
from ...web.addresses import arguments, chips
from ...web.answers import attempt, invalid, is_new_form, see_other, success
from ...web.downloads import send_workbook
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import rights
from ..lists import categories
from ..pages.cases import blueprint
from . import access, answering, keeping, linking, listing, proposing, seeing
from .forms import AnswerForm, StepForm, WordingForm
from .keeping import Wording
from .words import TONES, ThemeState

THEME = "<string(maxlength=40):theme>"
STEPS = {
    "show": (keeping.show, _l("Others read it now: title, text and state, and that three or more firms have it.")),
    "hide": (keeping.hide, _l("Others do not read it any more.")),
}
"""What each button does, and what the page says then."""


@blueprint.get("/themes/")
@requires(rights.THEMES)
def themes() -> ResponseReturnValue:
    """The common problems that this person may know of."""
    actor, chosen = current_actor(), listing.Chosen.of(arguments())
    counts = listing.counts(actor, chosen)
    labels = {"": _("All"), **{one.value: str(one.label) for one in ThemeState if counts.get(one)}}
    numbers = {**counts, "": sum(counts.values())}
    page = keyset(listing.query(actor, chosen), listing.PAGE_KEYS, descending=True, scalars=False)
    links = access.links(actor)
    return render_template(
        "cases/themes/index.html",
        lines=seeing.seen(actor, page.rows),
        more_url=page.more_url,
        groups=[{"name": "state", "label": _("State"), "chips": chips("state", labels, chosen.state, numbers)}],
        chosen=chosen,
        found=numbers.get(chosen.state, 0),
        tones=TONES,
        links=links,
        reads_appeals=rights.APPEALS.allows(actor),
        proposals=proposing.waiting(actor=actor) if links else [],
    )


@blueprint.get("/themes.xlsx")
@requires(rights.LINK)
def themes_file() -> ResponseReturnValue:
    """All of them as a table."""
    return send_workbook(listing.workbook(current_actor()), listing.file_name())


@blueprint.route("/themes/new", methods=["GET", "POST"])
@requires(rights.LINK)
def new_theme() -> ResponseReturnValue:
    """Begin a common problem."""
    actor, form = current_actor(), WordingForm.blank() if is_new_form() else WordingForm()
    offer(form)
    if form.validate_on_submit():
        done, made = attempt(form, keeping.create, form.wording(), actor=actor, form_key=form.key())
        if done:
            return success(_("Now choose the cases that belong to it."), "cases.theme_cases", theme=made.reference)
    return invalid("cases/themes/form.html", form=form, theme=None)


@blueprint.get(f"/themes/{THEME}")
@requires(rights.THEMES)
def theme(theme: str) -> ResponseReturnValue:
    """One common problem, as far as this person may know it."""
    return _page(theme)


@blueprint.route(f"/themes/{THEME}/edit", methods=["GET", "POST"])
@requires(rights.LINK)
def edit_theme(theme: str) -> ResponseReturnValue:
    """Word it anew."""
    actor = current_actor()
    row = access.find(theme, actor=actor)
    now = Wording(row.title, row.text, row.category_id, row.department_id)
    form = WordingForm.of(now, row.version) if is_new_form() else WordingForm()
    offer(form)
    if form.validate_on_submit():
        done, _row = attempt(form, keeping.edit, theme, form.wording(), version=form.version.number, actor=actor)
        if done:
            return success(_("Saved."), "cases.theme", theme=row.reference)
    return invalid("cases/themes/form.html", form=form, theme=seeing.seen_by(actor, access.find(theme, actor=actor)))


@blueprint.post(f"/themes/{THEME}/<any(show, hide):step>")
@requires(rights.LINK)
def theme_step(theme: str, step: str) -> ResponseReturnValue:
    """Show it to others, or take it back."""
    form, (service, message) = StepForm(), STEPS[step]
    if form.validate_on_submit():
        done, row = attempt(form, service, theme, version=form.version.number, actor=current_actor())
        if done:
            return success(message, "cases.theme", theme=row.reference)
    return _page(theme, step_form=form)


@blueprint.post(f"/themes/{THEME}/discard")
@requires(rights.LINK)
def discard_theme(theme: str) -> ResponseReturnValue:
    """Throw away what nobody else has read."""
    form = StepForm()
    if form.validate_on_submit():
        done, _none = attempt(form, keeping.discard, theme, version=form.version.number, actor=current_actor())
        if done:
            return success(_("It is thrown away; its cases belong to none now."), "cases.themes")
    return _page(theme, step_form=form)


@blueprint.post(f"/themes/{THEME}/answer")
@requires(rights.LINK)
def answer_theme(theme: str) -> ResponseReturnValue:
    """Answer to all."""
    form = AnswerForm()
    if form.validate_on_submit():
        given = (theme, form.text.data or "")
        done, refusal = attempt(
            form, answering.answer_shared, *given, version=form.version.number, actor=current_actor()
        )
        if done:
            return success(_("Answered. Every firm reads it, and each author is told."), "cases.theme", theme=theme)
        if isinstance(refusal, Repeated):
            return see_other(f"/cases/themes/{theme}")
    return _page(theme, answer_form=form)


def offer(form: WordingForm) -> None:
    """Set what the form lets one choose."""
    form.offer(listing.all_named(), categories.departments())


def _page(reference: str, **forms: Any) -> ResponseReturnValue:
    actor = current_actor()
    row = access.find(reference, actor=actor)
    seen = seeing.seen_by(actor, row)
    about = new_about(access.KIND, row.id) if seen.links and row.shown_at and not row.answered_at else ""
    return invalid(
        "cases/themes/theme.html",
        theme=seen,
        tones=TONES,
        linked=linking.linked(row, actor=actor) if seen.links else None,
        measures=measures_of(access.KIND, row.id, actor),
        measures_about=about,
        **{
            "answer_form": AnswerForm(None, data={"version": row.version}),
            "step_form": StepForm(None, data={"version": row.version}),
            **forms,
        },
    )
