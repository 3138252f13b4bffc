"""The pages of acts beside the way of a case: additions, colleagues, consent, stepping back, publication."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...language.dates import local_time
from .. import forms
from ..access import respondents
from ..authors import leaving, succession
from ..doing import publishing, releasing, sharing
from ..forms_new import WordsForm
from ..models import Case, CaseEvent, CaseFile
from ..models_authors import CaseConsent
from ..reading.keys import number_of
from ..reading.seen import SeenCase
from ..rules import clocks, holding
from ..rules.acts import Act, Party
from ..rules.hand import Hand
from .act_page import GRANTED, ActPage, Call, decision, with_words, words_of_member
from .choices import departments, look_through


def _colleagues(form: Any, hand: Hand) -> None:
    form.contact.choices = [("", _("Please choose")), *sharing.colleagues_to_name(hand.case)]


def _staff(form: Any, hand: Hand) -> None:
    """Oneself, and for who runs the case everybody who could have to step back."""
    own = hand.actor.account_id if hand.actor else 0
    others = [one for one in respondents.staff() if one[0] != own] if Party.RUNNER in hand.parties else []
    form.account.choices = [(own, _("Myself")), *others]


def _published(form: Any, hand: Hand) -> None:
    """The text that is out already."""
    row = publishing.of_case(hand.case)
    if not form.is_submitted() and row:
        form.title.data, form.text.data, form.fate.data = row.title, row.text, row.fate


def _run_look_through(call: Call) -> Any:
    form, case = call.form, call.hand.case
    given = {name: form[name].data or "" for name in ("text", "next_step") if name in form}
    passed = tuple(number_of(CaseFile, one, case) for one in form.passed.data or ()) if "passed" in form else ()
    number = number_of(CaseEvent, form.key.data, case)
    return releasing.look_through(
        call.hand, number, given.get("text", ""), given.get("next_step", ""), passed, actor=call.actor
    )


def _looked(case: Case) -> str:
    """Where there were no words to look through, only files."""
    words = holding.looked_through_words(case)
    return "" if words else _("Looked through: other departments have the files that you passed on.")


def _words_wait(seen: SeenCase) -> str:
    """To whoever runs it: that others wait for what somebody wrote."""
    if "words" not in seen.waits_for:
        return ""
    return _(
        "What was written or attached may name somebody. Others have it once you have looked it through, please by "
        "%(when)s; who it comes from is not told.",
        when=local_time(seen.words_due_at),
    )


def _heirs(form: Any, hand: Hand) -> None:
    form.contact.choices = [
        ("", _("Please choose")),
        *((one.contact_id, one.name) for one in succession.choices(hand.case)),
    ]
    form.reason.label.text = _("Whom you spoke to, and what was agreed")


def _without(form: Any, hand: Hand) -> None:
    ends = hand.case.state in clocks.WAITS_FOR_MEMBER
    form.reason.description = _("The case ends with this; who runs it can reopen an answered one.") if ends else ""


def _author_is_gone(seen: SeenCase) -> str:
    """To whoever runs it: that nobody can act as the author, and what to do."""
    if "author" not in seen.waits_for:
        return ""
    if "account" in seen.waits_for:
        return _(
            "The author has no account and has not answered. Please call, and enter what they say or go on without, by "
            "%(when)s; until then nothing ends by silence.",
            when=local_time(seen.author_due_at),
        )
    if Act.HAND_ON not in seen.acts:
        return _(
            "The author is not there any more, and named nobody who could go on. Please say by %(when)s how it goes "
            "on; until then nothing ends by silence.",
            when=local_time(seen.author_due_at),
        )
    return _(
        "The author is not there any more. Please call the firm and say by %(when)s who goes on, or go on without; "
        "until then nothing ends by silence.",
        when=local_time(seen.author_due_at),
    )


def _run_mark_file(call: Call) -> Any:
    number = number_of(CaseFile, call.form.file.data, call.hand.case)
    return sharing.mark_file(call.hand, number, call.form.kept.data == "yes", actor=call.actor)


def _run_ask_consent(call: Call) -> Any:
    form = call.form
    return sharing.ask_consent(
        call.hand,
        form.recipient.data or "",
        form.purpose.data,
        actor=call.actor,
        department_id=form.department.data,
        legal_duty=form.legal_duty.data or "",
    )


ROWS: dict[Act, ActPage] = {
    Act.ADD: ActPage(
        _l("Add something"),
        with_words(sharing.add),
        _l("The addition is in."),
        form=WordsForm,
        fill=words_of_member,
        beside=True,
    ),
    Act.MARK_FILE: ActPage(
        _l("Say who gets a file"),
        _run_mark_file,
        _l("It is noted who gets the file."),
        form=forms.MarkForm,
        in_card=True,
        card="story",
        facts=decision("alone", _l("only those who run the case"), _l("may be passed on")),
    ),
    Act.NAME_COLLEAGUE: ActPage(
        _l("Let a colleague read and add"),
        lambda call: sharing.name_colleague(call.hand, call.form.contact.data, **call.common),
        _l("The colleague can read and add now."),
        form=forms.ColleagueForm,
        fill=_colleagues,
    ),
    Act.ASK_CONSENT: ActPage(
        _l("Ask for consent"),
        _run_ask_consent,
        _l("The member is asked for consent."),
        form=forms.ConsentForm,
        fill=departments,
        in_card=True,
    ),
    Act.DECIDE_CONSENT: ActPage(
        _l("Answer whether you agree"),
        lambda call: sharing.decide_consent(
            call.hand,
            number_of(CaseConsent, call.form.consent.data, call.hand.case),
            call.form.granted.data == "yes",
            actor=call.actor,
        ),
        _l("The answer on consent is noted."),
        form=forms.ConsentDecisionForm,
        in_card=True,
        card="consents",
        facts=GRANTED,
    ),
    Act.HAND_ON: ActPage(
        _l("Hand it on to somebody of the firm"),
        lambda call: leaving.hand_on(call.hand, call.form.contact.data, call.form.reason.data, actor=call.actor),
        _l("The case is handed on."),
        form=forms.HeirForm,
        fill=_heirs,
        guidance=_l(
            "Whoever you choose reads all that the author could read, and rates, adds and withdraws from now on, "
            "even if the author comes back. If it was a mistake that they left, correct it on the firm's page."
        ),
        hint=_author_is_gone,
        beside=True,
    ),
    Act.GO_ON_WITHOUT: ActPage(
        _l("Go on without the author"),
        lambda call: leaving.go_on_without(call.hand, call.form.reason.data, actor=call.actor),
        _l("It is noted: it goes on without its author."),
        form=forms.ReasonForm,
        fill=_without,
        beside=True,
    ),
    Act.RECUSE: ActPage(
        _l("Step back from this case"),
        lambda call: respondents.recuse(call.hand, call.form.account.data, call.form.reason.data, actor=call.actor),
        _l("It is noted: who steps back sees the case no more."),
        form=forms.RecuseForm,
        fill=_staff,
        runner_button=_l("Have somebody step back"),
        last=True,
    ),
    Act.LOOK_THROUGH: ActPage(
        _l("Look through what was written"),
        _run_look_through,
        _l("Looked through: others read it now."),
        done_further=_looked,
        form=forms.LookThroughForm,
        fill=look_through,
        submit=_l("Let others read this"),
        guidance=_l(
            "What may name somebody is marked, and masked in the proposal. Who wrote it goes on reading the own words, "
            "and does not learn that anything was held back."
        ),
        hint=_words_wait,
        rank=11,
        beside=True,
    ),
    Act.PUBLISH_SUGGESTION: ActPage(
        _l("Publish as a suggestion"),
        lambda call: publishing.publish_suggestion(
            call.hand, call.form.title.data, call.form.text.data, call.form.fate.data, actor=call.actor
        ),
        _l("The suggestion is published."),
        form=forms.PublicationForm,
        fill=_published,
        guidance=_l("Everybody who signs in reads this. Please write it in the chamber's words."),
        reads_words=True,
    ),
}
