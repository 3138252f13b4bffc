"""For each act: its form, how the form is filled, its button, and the service that carries it out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from ..files.services import PreparedFile
from ..rights import Actor
from . import closing, forms, handling, intake, publishing, releasing, respondents, routing, sharing
from . import views_fill as filling
from .acts import Act
from .desk import Behalf


@dataclass(frozen=True)
class Call:
    """One act about to be carried out."""

    reference: str
    form: Any
    actor: Actor
    behalf: Behalf | None
    uploads: dict[str, tuple[PreparedFile, ...]]
    """Of each field of files."""

    @property
    def files(self) -> tuple[PreparedFile, ...]:
        """The files that most acts take."""
        return self.uploads["files"]

    @property
    def common(self) -> dict[str, Any]:
        """Actor and behalf, as most services take them."""
        return {"actor": self.actor, "behalf": self.behalf}


@dataclass(frozen=True)
class ActPage:
    """The page of one act."""

    button: LazyString
    run: Callable[[Call], Any]
    form: type[FlaskForm] = forms.PlainForm
    fill: Callable[[Any, filling.Context], None] = filling.nothing
    guidance: LazyString | str = ""


def _route(form: Any) -> routing.Route | None:
    lead, helpers = (form["lead"].data, form["helpers"].data) if "lead" in form else (None, None)
    if "route" in form and form.route.data != "department":
        return routing.Route(own_desk=True) if form.route.data == "desk" else None
    return routing.Route(lead_id=lead, helper_ids=tuple(one for one in helpers or () if one))


def _released(form: Any, route: routing.Route | None) -> releasing.Release | None:
    if "release_title" not in form or route is None or route.own_desk:
        return None
    pictures = tuple(one for one in form.pictures.data or () if one) if "pictures" in form else ()
    return releasing.Release(form.release_title.data or "", form.story.data or "", pictures)


def _accept(call: Call) -> Any:
    form, route = call.form, _route(call.form)
    return routing.accept(
        call.reference,
        actor=call.actor,
        category_id=form.category.data,
        complexity=form.complexity.data if "complexity" in form else "normal",
        route=route,
        release=_released(form, route),
        message=form.message.data or "",
    )


def _assign(call: Call) -> Any:
    route = _route(call.form) or routing.Route()
    return routing.assign(call.reference, route, actor=call.actor, release=_released(call.form, route))


def _draft(form: Any) -> handling.Draft:
    return handling.Draft(form.outcome.data, form.answer.data, form.reason.data or "", form.next_path.data or "")


def _put_up(call: Call) -> Any:
    return handling.draft(call.reference, _draft(call.form), call.files, call.uploads["enclosures"], **call.common)


def _yes(field: Any) -> bool | None:
    return {"yes": True, "no": False}.get(field.data) if field is not None else None


def _text(service: Callable[..., Any]) -> Callable[[Call], Any]:
    """A service that takes the reference and one text."""
    return lambda call: service(call.reference, call.form.text.data, actor=call.actor)


def _words(service: Callable[..., Any]) -> Callable[[Call], Any]:
    """A service that takes the reference, a text and files."""
    return lambda call: service(call.reference, call.form.text.data, call.files, **call.common)


def _reopen(call: Call) -> Any:
    by_member = "who" in call.form and call.form.who.data == "member"
    behalf = Behalf() if by_member else None
    return closing.reopen(call.reference, call.form.text.data, actor=call.actor, behalf=behalf)


def _ask_consent(call: Call) -> Any:
    form = call.form
    return sharing.ask_consent(
        call.reference,
        form.recipient.data or "",
        form.purpose.data,
        actor=call.actor,
        department_id=form.department.data,
        legal_duty=form.legal_duty.data or "",
    )


PAGES: dict[Act, ActPage] = {
    Act.CONTACT: ActPage(
        _l("Note the contact"),
        _text(intake.contact),
        forms.TextForm,
        filling.worded(_l("What you told the member")),
        guidance=_l("The member reads this. Please note when and how you spoke, and what comes next."),
    ),
    Act.ASK_SUPPLEMENT: ActPage(
        _l("Ask for a supplement"),
        _text(intake.ask_supplement),
        forms.TextForm,
        filling.worded(_l("Everything that is missing, one thing a line")),
    ),
    Act.SUPPLEMENT: ActPage(
        _l("Send the supplement"),
        _words(intake.supplement),
        forms.WordsForm,
        filling.words,
        _l("Please send everything that is listed here; then your case goes on."),
    ),
    Act.REVIVE: ActPage(
        _l("Take it up again"),
        _words(intake.revive),
        forms.WordsForm,
        filling.worded(_l("What was missing")),
    ),
    Act.NOT_ACCEPT: ActPage(
        _l("Do not accept"),
        lambda call: intake.not_accept(
            call.reference, call.form.reason.data, call.form.next_path.data, actor=call.actor
        ),
        forms.NotAcceptForm,
        filling.paths,
    ),
    Act.RAISE_OBJECTION: ActPage(_l("Object"), _words(intake.raise_objection), forms.ObjectForm, filling.objecting),
    Act.DECIDE_OBJECTION: ActPage(
        _l("Decide the objection"),
        lambda call: intake.decide_objection(
            call.reference, bool(_yes(call.form.granted)), call.form.text.data, actor=call.actor
        ),
        forms.DecideForm,
        filling.objection,
        _l("The member reads your reason."),
    ),
    Act.ACCEPT: ActPage(_l("Accept and assign"), _accept, forms.AcceptForm, filling.acceptance),
    Act.RELEASE: ActPage(
        _l("Release the masked text"),
        lambda call: releasing.release(
            call.reference, releasing.Release(call.form.release_title.data, call.form.story.data), actor=call.actor
        ),
        forms.ReleaseForm,
        filling.release,
        _l("Names, phones, codes and addresses known to the roster are masked below. Please read it once more."),
    ),
    Act.ASSIGN: ActPage(_l("Assign"), _assign, forms.AssignForm, filling.assignment),
    Act.TAKE_TO_DESK: ActPage(
        _l("We do it ourselves"),
        lambda call: routing.take_to_desk(call.reference, actor=call.actor),
    ),
    Act.SIGN: ActPage(_l("Sign for it"), lambda call: routing.sign(call.reference, **call.common)),
    Act.SEND_BACK: ActPage(
        _l("Send back"),
        lambda call: routing.send_back(call.reference, call.form.reason.data, call.form.department.data, **call.common),
        forms.SendBackForm,
        filling.departments,
    ),
    Act.REPORT_PROGRESS: ActPage(
        _l("Note the progress"),
        lambda call: handling.report_progress(
            call.reference,
            call.form.text.data,
            call.form.public.data,
            next_step=call.form.next_step.data or "",
            **call.common,
        ),
        forms.NoteForm,
    ),
    Act.ASK_EXTENSION: ActPage(
        _l("Ask for an extension"),
        lambda call: handling.ask_extension(call.reference, call.form.reason.data, **call.common),
        forms.ReasonForm,
        filling.asking_longer,
        _l("Until it is decided no answer can be put up."),
    ),
    Act.DECIDE_EXTENSION: ActPage(
        _l("Decide the extension"),
        lambda call: handling.decide_extension(
            call.reference, bool(_yes(call.form.granted)), call.form.text.data, actor=call.actor
        ),
        forms.DecideForm,
        filling.extension,
    ),
    Act.DRAFT: ActPage(
        _l("Put the answer up for review"),
        _put_up,
        forms.AnswerForm,
        filling.answer,
        _l("It is reviewed first; the member reads it only once it is published."),
    ),
    Act.RETURN_ANSWER: ActPage(
        _l("Return with remarks"),
        _text(handling.return_answer),
        forms.TextForm,
        filling.worded(_l("What should be better")),
    ),
    Act.PUBLISH: ActPage(
        _l("Publish the answer"),
        lambda call: handling.publish(call.reference, actor=call.actor, corrected=_draft(call.form)),
        forms.AnswerForm,
        filling.review,
    ),
    Act.RATE: ActPage(
        _l("Rate this answer"),
        lambda call: closing.rate(
            call.reference,
            call.form.grade.data,
            _yes(call.form._fields.get("yes")),
            call.form.text.data,
            actor=call.actor,
        ),
        forms.RateForm,
        filling.rating,
    ),
    Act.REOPEN: ActPage(
        _l("Take it up again"),
        _reopen,
        forms.ReopenForm,
        filling.reopening,
    ),
    Act.WITHDRAW: ActPage(
        _l("Withdraw"),
        lambda call: closing.withdraw(
            call.reference, call.form.reason.data, _yes(call.form._fields.get("pressed")), **call.common
        ),
        forms.WithdrawForm,
        filling.withdrawal,
        _l("Nobody works on it any more then. What has happened so far stays in the record."),
    ),
    Act.ADD: ActPage(_l("Add something"), _words(sharing.add), forms.WordsForm, filling.words),
    Act.NAME_COLLEAGUE: ActPage(
        _l("Let a colleague read and add"),
        lambda call: sharing.name_colleague(call.reference, call.form.contact.data, **call.common),
        forms.ColleagueForm,
        filling.colleagues,
    ),
    Act.ASK_CONSENT: ActPage(_l("Ask for consent"), _ask_consent, forms.ConsentForm, filling.departments),
    Act.DECIDE_CONSENT: ActPage(
        _l("Answer whether you agree"),
        lambda call: sharing.decide_consent(
            call.reference, forms.number(call.form.consent.data) or 0, call.form.granted.data == "yes", actor=call.actor
        ),
        forms.ConsentDecisionForm,
    ),
    Act.RECUSE: ActPage(
        _l("Step back from this case"),
        lambda call: respondents.recuse(
            call.reference, call.form.account.data, call.form.reason.data, actor=call.actor
        ),
        forms.RecuseForm,
        filling.staff,
    ),
    Act.PUBLISH_SUGGESTION: ActPage(
        _l("Publish as a suggestion"),
        lambda call: publishing.publish_suggestion(
            call.reference, call.form.title.data, call.form.text.data, call.form.fate.data, actor=call.actor
        ),
        forms.PublicationForm,
        filling.publication,
        _l("Everybody who signs in reads this. Please write it in the chamber's words."),
    ),
}
