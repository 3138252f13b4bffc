"""The pages of acts on coordination letters."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..access import masks
from ..pages.act_page import ActPage, Call, decision
from ..pages.choices import departments, mark
from ..reading.keys import key_of, number_of
from ..reading.seen import SeenCase
from ..rules.acts import Act
from ..rules.hand import Hand
from . import waiting, writing
from .forms import LetterDecisionForm, LetterForm, LetterIssueForm, LetterReplyForm
from .models import CaseLetter
from .reading import concerned


def _letter(form: Any, hand: Hand) -> None:
    """The department that the complaint is about, and a text to begin with, without names."""
    departments(form, hand)
    if not form.is_submitted():
        case = hand.case
        form.department.data = concerned(case)
        story = case.released_story or masks.masker(case).mask(case.story)[0]
        form.text.data = _(
            "A member enterprise has reported the following to us:\n%(story)s\nAs this concerns the duties of your "
            "department, we ask you to look into it and to help to settle it.\nPlease let us know in writing what you "
            "find and what is done.",
            story=story,
        )
    mark(form, hand, "title", "text")


def _offer(form: Any, hand: Hand, letters: list[CaseLetter]) -> None:
    form.letter.choices = [(key_of(CaseLetter, one.id, hand.case), one.title) for one in letters]


def _to_decide(form: Any, hand: Hand) -> None:
    _offer(form, hand, waiting.to_decide(hand))


def _to_reply(form: Any, hand: Hand) -> None:
    _offer(form, hand, waiting.to_reply(hand))


def _number(call: Call) -> int:
    return number_of(CaseLetter, call.form.letter.data, call.hand.case)


def _run_propose(call: Call) -> Any:
    form = call.form
    draft = writing.Draft(form.department.data, form.title.data, form.text.data, form.answer_by.data)
    return writing.propose_letter(call.hand, draft, actor=call.actor)


def _run_decide(call: Call) -> Any:
    agreed, words = call.form.agreed.data == "yes", call.form.text.data or ""
    return writing.decide_letter(call.hand, _number(call), agreed, words, **call.common)


def _may_go_out(seen: SeenCase) -> str:
    """To who runs it: that a letter may be sent."""
    if Act.ISSUE_LETTER not in seen.acts:
        return ""
    return _("The author has agreed to a letter to a department: it can be sent, below under “Letters to departments”.")


ROWS: dict[Act, ActPage] = {
    Act.PROPOSE_LETTER: ActPage(
        _l("Propose a letter to a department"),
        _run_propose,
        _l("The letter is before the author. It can be sent once they have agreed."),
        form=LetterForm,
        fill=_letter,
        submit=_l("Put it before the author"),
        reads_words=True,
    ),
    Act.DECIDE_LETTER: ActPage(
        _l("Decide on the letter to a department"),
        _run_decide,
        _l("The answer on the letter is recorded."),
        form=LetterDecisionForm,
        fill=_to_decide,
        beside=True,
        replies_to=(Act.PROPOSE_LETTER,),
        facts=decision("agreed", _l("agreed to be sent"), _l("refused")),
    ),
    Act.ISSUE_LETTER: ActPage(
        _l("Send with a number"),
        lambda call: writing.issue_letter(call.hand, _number(call), actor=call.actor),
        _l("The letter has its number and can be printed."),
        form=LetterIssueForm,
        hint=_may_go_out,
        in_card=True,
        card="letters",
    ),
    Act.REPLY_LETTER: ActPage(
        _l("Record the answer to a letter"),
        lambda call: writing.reply_letter(call.hand, _number(call), call.form.text.data, call.files, actor=call.actor),
        _l("The answer to the letter is recorded."),
        form=LetterReplyForm,
        fill=_to_reply,
    ),
}
