"""The pages that submit a new case: its kind, its firm, its form; and the words of one that nobody can place yet."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ... import clock
from ...errors import NotFound
from ...language.catalogue import join_sentences
from ...language.text import clean
from ...rights import YES, Actor
from ...web.access import requires
from ...web.addresses import arguments
from ...web.answers import attempt, invalid, is_new_form, prefill, see_other
from ...web.requests import current_actor
from ...web.toasts import then_next
from ...web.uploads import Uploads, is_valid_with_uploads, prepared_fields
from ...workdays import services as workdays
from .. import about, guidance, rights
from ..access import receipts, respondents
from ..access.respondents import Respondent
from ..answers import offering
from ..doing import answering, intake
from ..doing.answering import MAY_BE_ME
from ..forms.acts import number
from ..forms.authors import BehalfForm, SubmitForm
from ..forms.whom import RespondentForm, named, respondent_of
from ..lists import categories, on_behalf
from ..lists.on_behalf import FirmChoice
from ..models import Case
from ..reading import whom
from ..reading.whom import NOBODY_OF_OURS
from ..rules import limits
from ..rules.acts import Act
from ..words import Kind, RespondentKind
from .cases import blueprint
from .choices import who_gets

OF_WORDS = (
    (NOBODY_OF_OURS, _l("None of our people: the secretariat may take it")),
    (MAY_BE_ME, _l("That may be me, or a person or firm connected with me")),
)
"""What the supervisor answers beside whom the words mean."""
CARRIED = {"title": "case_title", "story": "text"}
"""The names under which `prefill` finds these fields."""
OF_ONE_FIRM = frozenset({"csrf_token", "prefill", "q", "contact", "respondent_asked"})
"""Fields that are not carried over to another firm."""


@blueprint.get("/new")
@requires(rights.SUBMIT)
def choose() -> ResponseReturnValue:
    """Choose the kind."""
    member = request.args.get("member", type=int)
    return render_template("cases/choose.html", kinds=Kind.labels(), member=member)


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@requires(rights.SUBMIT)
def new(kind: str) -> ResponseReturnValue:
    """A member's case, or one that the secretariat enters on behalf."""
    if kind not in set(Kind):
        raise NotFound()
    actor = current_actor()
    uploads, refusals = prepared_fields("files", "kept_files")
    firm = _firm_for(actor)
    if firm is None:
        return _firm_page(kind)
    its_form = BehalfForm if firm.on_behalf else SubmitForm
    form = _made_ready(its_form(None) if is_new_form() else its_form(), kind, firm)
    if (
        not prefill(form, **CARRIED)
        and not _starts(form, kind)
        and is_valid_with_uploads(form, refusals)
        and not _asks_again(form, actor)
    ):
        done, case = attempt(form, _submit, kind, form, uploads, firm, actor)
        if done:
            flash(_("Submitted. The number is %(reference)s.", reference=case.reference), "success")
            return _after(case, actor)
    return _form_page(form, kind, firm)


def _starts(form: Any, kind: str) -> bool:
    """Put the questions of a category below what was typed, where its button was pressed; nothing is submitted then."""
    if "start" not in request.form:
        return False
    pressed = number(request.form["start"])
    asked = next((words for one, _name, words in _questions(kind) if one == pressed), "")
    if not asked:
        return False
    typed = clean(form.story.data, lines=True)
    form.story.data = typed if asked in typed else "\n\n".join(part for part in (typed, asked) if part)
    form.category.data = form.category.data or pressed
    return True


def _questions(kind: str) -> list[tuple[int, str, str]]:
    """The categories of a kind whose text may begin with questions."""
    return [(one.id, one.text, one.questions) for one in categories.offered(kind) if one.questions]


def _after(case: Case, actor: Actor) -> ResponseReturnValue:
    """On to the case, or the question whom they mean; first to its receipt code where its author has not taken it."""
    its_page = url_for("cases.show", reference=case.reference)
    if case.question:
        its_page = url_for("cases.act", reference=case.reference, act=Act.NAME_RESPONDENT.address)
    has_code = rights.SUBMIT.of(actor) is YES and any(one.id == case.id for one in receipts.waiting(actor))
    return see_other(url_for("cases.receipts", next=its_page) if has_code else its_page)


def _firm_page(kind: str) -> ResponseReturnValue:
    """Choose the firm; what was typed for another one is carried over, as a pasted text is."""
    q = clean(request.form.get("q") or arguments().get("q", ""))[:100]
    typed = [
        (CARRIED.get(name, name), words) for name, words in request.form.items(multi=True) if name not in OF_ONE_FIRM
    ]
    if typed and "confidential" not in request.form:
        typed.append(("confidential", "false"))
    return render_template(
        "cases/choose_firm.html",
        kind=kind,
        label=Kind(kind).label,
        q=q,
        hits=on_behalf.firms(q, actor=current_actor()),
        typed=typed,
        had_files=any(file.filename for file in request.files.values()),
    )


def _form_page(form: Any, kind: str, firm: FirmChoice) -> ResponseReturnValue:
    return invalid(
        "cases/new.html",
        "cases/_new_form.html",
        200 if is_new_form() or "start" in request.form else 422,
        form=form,
        kind=kind,
        label=Kind(kind).label,
        firm=firm,
        about=about.found(current_actor(), request.args.get("about", "")),
        guidance=guidance.of(kind),
        may_owe=guidance.MAY_OWE_PUBLICLY,
        fitting=[(one, name, guidance.fitting(name)) for one, name in form.category.choices if guidance.fitting(name)],
        questions=_questions(kind),
        has_answers=kind != Kind.RETALIATION and offering.has_any(kind, current_actor()),
        contact_by=workdays.deadline(clock.now(), limits.current()["contact"]),
    )


def _firm_for(actor: Actor) -> FirmChoice | None:
    """The acting firm of a member; for the secretariat the firm that the address names, or none yet."""
    if rights.SUBMIT.of(actor) is YES:
        return FirmChoice(actor.member_id or 0, actor.member_name, on_behalf=False)
    return on_behalf.firm(request.args.get("member", type=int), request.args.get("note", type=int), actor=actor)


def _made_ready(form: Any, kind: str, firm: FirmChoice) -> Any:
    """The form without the fields that this kind does not ask for, with its choices."""
    form.category.choices = [("", _("Please choose")), *categories.categories(kind)]
    form.respondent_department.choices = [("", _("Please choose")), *categories.departments()]
    if firm.on_behalf:
        form.contact.choices = [("", _("Please choose")), *firm.contacts]
    if kind not in (Kind.COMPLAINT, Kind.RETALIATION):
        del form.respondent, form.respondent_department, form.respondent_text, form.respondent_code
        del form.respondent_asked
    else:
        where = _("The name of the respondent goes into the field above.")
        for field in (form.title, form.story):
            field.description = join_sentences((str(field.description), where))
    if kind == Kind.RETALIATION:
        del form.confidential
    if kind == Kind.SUGGESTION:
        form.story.label.text = _("What is suggested")
    else:
        del form.show_name
    who_gets(form, kind, None, on_behalf=firm.on_behalf)
    if is_new_form():
        form.story.data = firm.note or form.story.data
        if "confidential" in form:
            form.confidential.data = kind == Kind.COMPLAINT
        if firm.on_behalf and len(firm.contacts) == 1:
            form.contact.data = firm.contacts[0][0]
    return form


def _asks_again(form: Any, actor: Actor) -> bool:
    """Once, about the name of a member that nobody in the list bears: later it can't be put right any more."""
    name = respondents.unlisted(_respondents(form), actor)
    if not name or form.respondent_asked.data == name:
        return False
    form.respondent_asked.data = name
    form.respondent_text.errors = [
        _(
            "The list of members has no firm of this name. Please check it: it decides who must not see the case. "
            "If it is right, or a person is meant, please submit again."
        )
    ]
    return True


def _submit(kind: str, form: Any, uploads: Uploads, firm: FirmChoice, actor: Actor) -> Case:
    words = intake.Words(
        title=form.title.data,
        story=form.story.data,
        evidence=form.evidence.data or "",
        wish=form.wish.data or "",
        category_id=form.category.data,
        confidential="confidential" in form and form.confidential.data,
        show_name="show_name" in form and form.show_name.data,
        respondents=_respondents(form),
        files=uploads["files"],
        kept=uploads["kept_files"],
        about=request.args.get("about", ""),
    )
    if not firm.on_behalf:
        return intake.submit(kind, words, actor=actor)
    case = intake.submit_on_behalf(kind, words, form.contact.data, form.channel.data, actor=actor)
    on_behalf.link_note(request.args.get("note", type=int), case, actor=actor)
    return case


def _respondents(form: Any) -> tuple[Respondent, ...]:
    if "respondent" not in form or not form.respondent.data:
        return ()
    text, code = form.respondent_text.data or "", form.respondent_code.data or ""
    return (named(form.respondent.data, form.respondent_department.data, text, code),)


@blueprint.get("/respondents")
@requires(rights.CLARIFY)
def open_respondents() -> ResponseReturnValue:
    """Words of complaints of which nobody knows whom they are about: nothing else of these."""
    return render_template("cases/open_respondents.html", lines=whom.open_words(current_actor()))


@blueprint.route("/respondents/<ticket>", methods=["GET", "POST"])
@requires(rights.CLARIFY)
def open_respondent(ticket: str) -> ResponseReturnValue:
    """Who is meant by such words, as the supervisor can say it."""
    actor = current_actor()
    row = whom.find_words(ticket, actor)
    form = RespondentForm()
    form.offer(categories.departments(), *OF_WORDS, but=(RespondentKind.SOME_CHAMBER, RespondentKind.SUPERVISOR))
    if form.validate_on_submit():
        choice = form.kind.data
        one = None if choice in dict(OF_WORDS) else respondent_of(form)
        done, _nothing = attempt(form, answering.answer_words, ticket, choice, one, actor=actor)
        if done:
            page = url_for("cases.open_respondents")
            flash(then_next(_("Thank you, it is recorded. The author is told."), actor, but=page), "success")
            return see_other(page)
    status = 422 if form.is_submitted() else 200
    fields = [form.kind, form.department, form.text, form.code]
    return invalid("cases/open_respondent.html", status=status, form=form, fields=fields, words=row.text)
