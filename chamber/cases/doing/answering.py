"""Whom an unclear complaint is about: what its author answers, and the supervisor, who is given a few words of it."""

from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError
from ...extensions import db
from ...members.models import Member
from ...rights import Actor
from .. import rights
from ..access import eligible, naming, recognising, respondents
from ..access.respondents import Respondent
from ..models import Case, CaseRecusal, CaseRespondent
from ..reading import whom
from ..reading.whom import NAMED, NOBODY_OF_OURS, NONE
from ..rules import waiting
from ..rules.acts import Act, Audience, Party
from ..rules.hand import Hand, load
from ..words import AGAIN, NAME_UNKNOWN, TYPED, RespondentKind
from .closing import lapse
from .desk import Papers, Which, note, take
from .routing import end_work
from .whom import settle

MAY_BE_ME = "me"
"""The supervisor: that may be me, or a person or firm of mine."""


def name_respondent(
    which: Which, answer: str, department_id: int | None = None, *, actor: Actor, behalf: Papers | None = None
) -> Case:
    """The author says whom they mean: one of those offered, another one, or one of the other answers.

    Whoever was offered and is not meant is kept out no longer, unless the program was sure. DomainError for another
    answer, and where nobody would be left to run it.
    """
    hand = take(which, Act.NAME_RESPONDENT, actor=actor, behalf=behalf)
    case = hand.case
    offered = whom.offered(case, actor)
    answers = dict(whom.answers(case, actor))
    if answer not in answers:
        raise DomainError(_("Please choose one of the answers."), field="whom")
    author_sees = eligible.author_sees(case)
    chosen = next((row for row in offered if whom.key_of(row) == answer), None)
    one = Respondent(answer, department_id=department_id) if chosen is None and answer in set(RespondentKind) else None
    named = chosen or one
    if chosen is not None:
        chosen.found_in, chosen.unsure = "", False
    elif one is not None:
        _write(case, (one,))
    if answer not in (*NAME_UNKNOWN, NONE) and (not hand.on_behalf or case.entered_by_id is not None):
        rows = [row for row in offered if row.unsure and (answer != NAMED or row.found_in == "story")]
        others = recognising.beside_chosen(whom.typed(case), named, but=case.member_id) if named else []
        _let_in([row for row in rows if not any(recognising.is_same(row, other) for other in others)])
    if named is not None and named.kind == RespondentKind.DEPARTMENT:
        # Who says which department it is has said what the name of nobody was meant for.
        there = respondents.respondents_of(case)
        _let_in([row for row in there if row.kind == RespondentKind.SOME_DEPARTMENT and not row.found_in])
    _close_or_open(case, answer, of_offered=chosen is not None or answer == NAMED)
    settle(hand, Act.NAME_RESPONDENT)
    if author_sees and not eligible.author_sees(case):
        raise DomainError(_("You are one of them and could no longer see your own case."), field="whom")
    said = whom.name_of(named) if named else answers[answer]
    note(hand, Act.NAME_RESPONDENT, text=said, audience=Audience.AUTHOR)
    return case


def _close_or_open(case: Case, answer: str, *, of_offered: bool) -> None:
    """What nobody knew is known now; or the author says that it is none of those whom the program knows.

    Where several were written of, one of those offered says nothing of the one whom nobody knew.
    """
    unknown = [row for row in respondents.respondents_of(case) if row.kind == RespondentKind.UNKNOWN]
    typed = [row.text for row in respondents.respondents_of(case) if row.kind in TYPED and row.text]
    one_of_several = of_offered and case.question != AGAIN
    case.question = ""
    if answer != NONE:
        _let_in([row for row in unknown if not one_of_several or row.text in typed])
    elif not unknown and any(naming.could_be_staff(text) for text in typed):
        respondents.write_respondents(case, (Respondent(RespondentKind.UNKNOWN, text=typed[0], found_in="words"),))


def _write(case: Case, named: tuple[Respondent, ...]) -> None:
    respondents.check(named[0], db.session.get_one(Member, case.member_id))
    respondents.write_respondents(case, respondents.beside(respondents.respondents_of(case), named))


def _let_in(rows: list[CaseRespondent]) -> None:
    for row in rows:
        db.session.delete(row)
    db.session.flush()


def answer_words(ticket: str, answer: str, one: Respondent | None = None, *, actor: Actor) -> None:
    """The supervisor says of a few words whom they mean: `one`, nobody of ours, or perhaps the supervisor.

    NotFound where these words wait for nobody, or not for this person; DomainError for another answer.
    """
    rights.CLARIFY.demand(actor, rights.OPEN_WORDS)
    row = whom.find_words(ticket, actor, lock=True)
    case = db.session.get_one(Case, row.case_id, with_for_update=True, populate_existing=True)
    hand = load(case, None)
    hand.actor, hand.parties = actor, frozenset({Party.RUNNER})
    if answer == MAY_BE_ME:
        why = _("It may be about the supervisor.")
        db.session.add(
            CaseRecusal(
                case_id=case.id, account_id=actor.account_id, reason=why, by_id=actor.account_id, at=clock.now()
            )
        )
        ask_whom_again(hand)
        return
    if one is not None:
        _write(case, recognising.resolved((one,), but=case.member_id))
    elif answer != NOBODY_OF_OURS:
        raise DomainError(_("Please choose one of the answers."), field="kind")
    _let_in([row])
    settle(hand, Act.CLARIFY)
    said = whom.name_of(one) if one else _("no one from the chamber, the street office or a department")
    note(hand, Act.CLARIFY, text=said, audience=Audience.AUTHOR)


def ask_whom_again(hand: Hand) -> None:
    """The supervisor said nothing in time, or may be meant: the author is asked again, and shown the ways outside."""
    hand.case.question = AGAIN
    waiting.wait_for_author(hand.case)
    note(hand, Act.ASK_WHOM_AGAIN)


def nobody_said(hand: Hand) -> None:
    """Nobody has said in time whom it is about: the author is asked again; where they are not there, it lapses."""
    if hand.case.question != AGAIN:
        ask_whom_again(hand)
        return
    end_work(hand, clock.now())
    hand.case.own_desk, hand.case.lead_department_id, hand.case.owner_id = False, None, None
    lapse(hand)
