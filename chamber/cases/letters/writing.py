"""A coordination letter on its way: proposed to the author, agreed to, sent with a number, and what came back."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from ... import clock
from ...directory.models import Department
from ...documents import numbers
from ...errors import Conflict, DomainError, Repeated
from ...extensions import db
from ...language.text import checked_text, clean
from ...rights import Actor
from ..doing.desk import MOVED_ON, Papers, Which, needed, note, take
from ..doing.releasing import refuse_names
from ..models import Case
from ..papers.declared import LETTER
from ..rules.acts import Act, Audience
from ..rules.hand import Hand
from . import waiting
from .models import CaseLetter

LONGEST = 5_000
"""Characters of a letter: some two pages."""
FAR = timedelta(days=366)


@dataclass(frozen=True)
class Draft:
    """A letter as typed."""

    department_id: int | None
    title: str
    text: str
    answer_by: date | None = None


def propose_letter(which: Which, draft: Draft, *, actor: Actor) -> Case:
    """Put a letter before the author, who reads it as it would go out; nothing leaves the house yet.

    DomainErrors at their fields, also where the text of a case without names tells whose it is.
    """
    hand = take(which, Act.PROPOSE_LETTER, actor=actor)
    department = db.session.get(Department, draft.department_id) if draft.department_id else None
    if department is None:
        raise DomainError(_("Please choose a department."), field="department")
    title = checked_text(draft.title, 120, "title", _("Please say what the letter is about."))
    text = checked_text(draft.text, LONGEST, "text", _("Please write the letter."), lines=True)
    if draft.answer_by and not clock.today() < draft.answer_by <= clock.today() + FAR:
        raise DomainError(_("Please choose a day within the next year."), field="answer_by")
    refuse_names(hand, title=title, text=text)
    letter = CaseLetter(
        case_id=hand.case.id,
        department_id=department.id,
        title=title,
        text=text,
        answer_by=draft.answer_by,
        proposed_at=clock.now(),
    )
    db.session.add(letter)
    hand.case.consent_asked = True
    note(hand, Act.PROPOSE_LETTER, text="\n".join((department.name, title, text)), audience=Audience.AUTHOR)
    return hand.case


def decide_letter(
    which: Which, letter_id: int, agreed: bool, text: str = "", *, actor: Actor, behalf: Papers | None = None
) -> Case:
    """The author agrees to a letter, or refuses it and may say why; on their behalf only with their paper."""
    hand = take(which, Act.DECIDE_LETTER, actor=actor, behalf=behalf)
    letter = _one(waiting.to_decide(hand), letter_id)
    letter.decided_at, letter.agreed = clock.now(), agreed
    hand.case.consent_asked = waiting.asks_author(hand.case)
    note(
        hand,
        Act.DECIDE_LETTER,
        text=clean(text, lines=True),
        audience=Audience.AUTHOR,
        papers=behalf,
        papers_for=Audience.RUNNER,
        agreed=agreed,
    )
    return hand.case


def issue_letter(which: Which, letter_id: int, *, actor: Actor) -> Case:
    """Send a letter that the author agreed to: it gets its number. Conflict where they have not, or it has gone out.

    The step that the author sees has no number: two of them would count the complaints between.
    """
    hand = take(which, Act.ISSUE_LETTER, actor=actor)
    letter = _one(waiting.to_issue(hand), letter_id)
    paper = numbers.take(LETTER, f"case:{hand.case.id}", part=str(letter.id), actor=actor)
    letter.paper_id, letter.issued_at = paper.id, paper.issued_at
    note(hand, Act.ISSUE_LETTER, text=_name(letter), audience=Audience.AUTHOR)
    return hand.case


def reply_letter(which: Which, letter_id: int, text: str, papers: Papers = (), *, actor: Actor) -> Case:
    """Keep what came back: its words for the author, its scan for who runs the case."""
    hand = take(which, Act.REPLY_LETTER, actor=actor)
    text = needed(text, "text", _("Please write what the department answered."))
    _refuse_twice(hand, letter_id)
    _one(waiting.to_reply(hand), letter_id).replied_at = clock.now()
    note(hand, Act.REPLY_LETTER, text=text, audience=Audience.AUTHOR, papers=papers, papers_for=Audience.RUNNER)
    return hand.case


def _refuse_twice(hand: Hand, letter_id: int) -> None:
    """Repeated where the answer to this letter is there already."""
    if any(one.id == letter_id and one.replied_at for one in waiting.letters_of(hand)):
        raise Repeated()


def _one(letters: list[CaseLetter], letter_id: int) -> CaseLetter:
    found = next((one for one in letters if one.id == letter_id), None)
    if found is None:
        raise Conflict(str(MOVED_ON))
    return found


def _name(letter: CaseLetter) -> str:
    return db.session.get_one(Department, letter.department_id).name
