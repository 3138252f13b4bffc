"""The pages of acts beside the way of a case: additions, colleagues, consent, stepping back, publication."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...language.catalogue import join_sentences
from ...language.dates import local_time
from ..access import respondents
from ..authors import leaving, succession
from ..doing import releasing, sharing
from ..forms import acts as forms
from ..forms import whom
from ..forms.authors import WordsForm
from ..models import Case, CaseEvent, CaseFile
from ..models_authors import CaseConsent
from ..papers import answer, handling_slip
from ..reading.keys import number_of
from ..reading.seen import SeenCase
from ..rules import clocks, holding
from ..rules.acts import Act, Party
from ..rules.hand import Hand
from .act_page import GRANTED, ActPage, Call, decision, with_words, words_of_member
from .choices import departments, look_through


def _colleagues(form: Any, hand: Hand) -> None:
    form.contact.choices = [("", _("Please choose")), *sharing.colleagues_to_name(hand.case)]
    mine = sharing.codes(hand.case, of_author=Party.AUTHOR in hand.parties)
    where = _("Please give them the code yourself. They enter it under “My cases → Open with the receipt code”.")
    lines = [_("Code for %(name)s: %(code)s.", name=name, code=code) for name, code in mine]
    form.contact.description = join_sentences((*lines, where)) if lines else ""


def _needs_code(case: Case) -> str:
    """What is said where the colleague cannot read it yet."""
    if not any(sharing.codes(case, of_author=of_author) for of_author in (True, False)):
        return ""
    return _("Your colleague opens the case with a code, which you find on the page “Name a colleague”.")


def _number(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [data["number"]]


def _staff(form: Any, hand: Hand) -> None:
    """Oneself, and for who runs the case everybody who could have to step back."""
    own = hand.actor.account_id if hand.actor else 0
    others = [one for one in respondents.staff() if one[0] != own] if Party.RUNNER in hand.parties else []
    form.account.choices = [(own, _("Myself")), *others]


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
    form.reason.label.text = _("Person spoken to, and what was agreed")


def _without(form: Any, hand: Hand) -> None:
    ends = hand.case.state in clocks.WAITS_FOR_MEMBER
    form.reason.description = _("This closes the case; those in charge can reopen an answered one.") if ends else ""


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
            "The author has left and named nobody to take over. Please decide by %(when)s how to continue; until "
            "then nothing ends automatically.",
            when=local_time(seen.author_due_at),
        )
    return _(
        "The author has left. Please call the firm and decide by %(when)s who takes over, or continue without; "
        "until then nothing ends automatically.",
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
        _l("The addition is submitted."),
        form=WordsForm,
        submit=_l("Submit the addition"),
        fill=words_of_member,
        beside=True,
    ),
    Act.MARK_FILE: ActPage(
        _l("Decide who can see a file"),
        _run_mark_file,
        _l("Recorded who can see the file."),
        form=forms.MarkForm,
        in_card=True,
        card="story",
        facts=decision("alone", _l("only those in charge of the case"), _l("may be passed on")),
    ),
    Act.NAME_COLLEAGUE: ActPage(
        _l("Name a colleague"),
        lambda call: sharing.name_colleague(call.hand, call.form.contact.data, **call.common),
        _l("The colleague can read and add now."),
        form=whom.ColleagueForm,
        fill=_colleagues,
        done_further=_needs_code,
        guidance=_l(
            "A colleague can read and add to the case; rating and withdrawing remain with the author. Whoever issued "
            "the link that opened an account may be using it, so a colleague opens a confidential case with a code "
            "that you give them yourself, in person or by phone, never through the chamber."
        ),
    ),
    Act.ASK_CONSENT: ActPage(
        _l("Ask for consent"),
        _run_ask_consent,
        _l("The member is asked for consent."),
        form=whom.ConsentForm,
        fill=departments,
        in_card=True,
    ),
    Act.DECIDE_CONSENT: ActPage(
        _l("Agree or refuse"),
        lambda call: sharing.decide_consent(
            call.hand,
            number_of(CaseConsent, call.form.consent.data, call.hand.case),
            call.form.granted.data == "yes",
            actor=call.actor,
        ),
        _l("The answer on consent is recorded."),
        form=whom.ConsentDecisionForm,
        in_card=True,
        card="consents",
        facts=GRANTED,
    ),
    Act.HAND_ON: ActPage(
        _l("Hand it over within the firm"),
        lambda call: leaving.hand_on(call.hand, call.form.contact.data, call.form.reason.data, actor=call.actor),
        _l("The case is handed over."),
        form=whom.HeirForm,
        fill=_heirs,
        guidance=_l(
            "The person you choose can read all that the author could, and rates, adds and withdraws from now on, "
            "even if the author comes back. If the author was recorded as left by mistake, correct it on the "
            "firm's page."
        ),
        hint=_author_is_gone,
        beside=True,
    ),
    Act.GO_ON_WITHOUT: ActPage(
        _l("Continue without the author"),
        lambda call: leaving.go_on_without(call.hand, call.form.reason.data, actor=call.actor),
        _l("Recorded: the case continues without its author."),
        form=forms.ReasonForm,
        fill=_without,
        beside=True,
    ),
    Act.RECUSE: ActPage(
        _l("Recuse myself"),
        lambda call: respondents.recuse(call.hand, call.form.account.data, call.form.reason.data, actor=call.actor),
        _l("Recusal recorded. This person can no longer see the case."),
        form=whom.RecuseForm,
        fill=_staff,
        runner_button=_l("Recuse someone"),
        last=True,
    ),
    Act.ISSUE_HANDLING_SLIP: ActPage(
        _l("Give the handling slip a number"),
        lambda call: handling_slip.issue_handling_slip(call.hand, actor=call.actor),
        _l("The handling slip has its number and can be printed."),
        in_card=True,
        facts=_number,
    ),
    Act.ISSUE_ANSWER: ActPage(
        _l("Give the answer a number"),
        lambda call: answer.issue_answer(call.hand, actor=call.actor),
        _l("The answer has its number and can be printed."),
        in_card=True,
        facts=_number,
    ),
    Act.LOOK_THROUGH: ActPage(
        _l("Review the text"),
        _run_look_through,
        _l("Reviewed: others can now read it."),
        done_further=_looked,
        form=forms.LookThroughForm,
        fill=look_through,
        submit=_l("Approve for others to read"),
        guidance=_l(
            "Anything that may identify someone is marked, and masked in the proposal. The writer still reads "
            "their own words and is not told that anything was held back."
        ),
        hint=_words_wait,
        rank=11,
        beside=True,
    ),
}
