"""Whom a case is about, said after it came in: somebody more, somebody by mistake, or who of a unit it is."""

from collections.abc import Iterable

from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError, Forbidden, Repeated
from ...extensions import db
from ...members.models import Member
from ...rights import Actor, Role
from .. import rights
from ..access import eligible, locking, recognising, respondents
from ..access.respondents import NOBODY_FREE, Respondent
from ..models import Case, CaseRespondent
from ..pausing import dates
from ..reading import whom
from ..rules import waiting
from ..rules.acts import Act, Audience, Party
from ..rules.hand import Hand
from ..words import NAME_UNKNOWN, OPEN_KINDS, SUPERVISOR_RUNS, RespondentKind, State
from . import unclear
from .desk import NOT_YOURS, Which, note, take
from .routing import end_extension, end_work, take_away

AT_WORK = (State.ASSIGNED, State.IN_PROGRESS, State.SUSPENDED, State.ANSWER_REVIEW)
"""A department has it, and loses it when it is named."""


def add_respondent(which: Which, one: Respondent, *, actor: Actor) -> Case:
    """Name somebody more whom the case is about: they lose sight of it at once, and it goes to who may have it.

    Where the author names somebody whom nobody knows, all wait until that is clear, whatever was done before.
    Raises DomainError where the author's own firm is named, or where nobody would be left to run the case; Repeated
    where it is about them already.
    """
    hand = take(which, Act.ADD_RESPONDENT, actor=actor)
    author_sees = eligible.author_sees(hand.case)
    respondents.check(one, db.session.get_one(Member, hand.case.member_id))
    case = hand.case
    fresh = respondents.beside(respondents.respondents_of(case), recognising.resolved((one,), but=case.member_id))
    if not fresh:
        raise Repeated(_("They are already a respondent."))
    respondents.write_respondents(hand.case, fresh)
    keep_out(hand, Act.ADD_RESPONDENT)
    said = recognising.nobody_known((one,), but=case.member_id)
    if said and Party.AUTHOR in hand.parties:
        unclear.ask_about(case, said)
    if author_sees and not eligible.author_sees(hand.case):
        raise DomainError(_("The author is one of them and could no longer see the case."), field="kind")
    note(hand, Act.ADD_RESPONDENT, text=whom.name_of(one), audience=Audience.AUTHOR)
    return hand.case


def keep_out(hand: Hand, act: Act) -> None:
    """Take the case from whoever must not have it now; DomainError where nobody is left to run it."""
    case, now, rows = hand.case, clock.now(), respondents.respondents_of(hand.case)
    kinds = {row.kind for row in rows if row.found_in != "story" or case.entered_by_id is None}
    if kinds & SUPERVISOR_RUNS and not case.supervisor_runs:
        if not eligible.is_free(Role.SUPERVISOR, case):
            raise DomainError(str(NOBODY_FREE), field="kind")
        case.supervisor_runs, case.owner_id = True, None if case.own_desk else case.owner_id
    if not eligible.hand_over(case):
        raise DomainError(str(NOBODY_FREE), field="kind")
    respondents.find_arbiter(case)
    concerned = {row.department_id for row in rows}
    anybody = bool(kinds & respondents.OF_ALL_DEPARTMENTS)
    locking.close_to_office(case, by_author=Party.AUTHOR in hand.parties)
    lost = [one for one in hand.assignments if anybody or one.department_id in concerned]
    if hand.lead not in lost:
        for one in lost:
            one.ended_at = now
    elif case.state in AT_WORK:
        dates.go_on(hand)
        take_away(hand, act)
        end_extension(hand, now, _("The department is now a respondent, so its request for an extension has ended."))
    else:
        end_work(hand, now)


def settle(hand: Hand, act: Act) -> None:
    """See anew who runs a case of which somebody has just said whom it is about, and let its clocks run."""
    case = hand.case
    rows = respondents.respondents_of(case)
    case.lacks_name = any(row.kind in NAME_UNKNOWN for row in rows)
    if any(row.kind == RespondentKind.UNKNOWN for row in rows):
        if case.open_since is None:
            unclear.begin_waiting(case, by_office=case.entered_by_id is not None)
            locking.close_to_office(case, by_author=Party.AUTHOR in hand.parties)
        return
    if case.open_since is not None:
        waiting.end(hand)
    if waiting.nobody_began(case):
        case.supervisor_runs = False
    keep_out(hand, act)


def _forget(rows: Iterable[CaseRespondent]) -> None:
    for row in rows:
        db.session.delete(row)
    db.session.flush()


def remove_respondent(which: Which, key: str, *, actor: Actor) -> Case:
    """The author takes back somebody named by mistake; the row stays, and goes on keeping them out."""
    hand = take(which, Act.REMOVE_RESPONDENT, actor=actor)
    row = _row(hand.case, key)
    if row is None:
        raise DomainError(_("Please choose the wrong respondent."), field="respondent")
    row.removed_at = clock.now()
    note(hand, Act.REMOVE_RESPONDENT, text=whom.name_of(row), audience=Audience.AUTHOR)
    return hand.case


def _row(case: Case, key: str) -> CaseRespondent | None:
    there = respondents.respondents_of(case)
    return next((row for row in there if whom.key_of(row) == key and row.removed_at is None), None)


def clarify(which: Which, one: Respondent | None, *, actor: Actor) -> Case:
    """Say who it is of whom only the unit was known; None: nobody of it.

    DomainError where that still names nobody; Forbidden for the secretariat where it may be one of them.
    """
    hand = take(which, Act.CLARIFY, actor=actor)
    case = hand.case
    still_open = [row for row in respondents.respondents_of(case) if row.kind in OPEN_KINDS]
    of_departments = {row.kind for row in still_open} <= {RespondentKind.SOME_DEPARTMENT, RespondentKind.UNKNOWN}
    if rights.CLARIFY.of(actor) is rights.OF_DEPARTMENTS and not of_departments:
        raise Forbidden(str(NOT_YOURS))
    if one is not None and one.kind in NAME_UNKNOWN:
        raise DomainError(_("Please say who it is, or that it is none of them."), field="kind")
    _forget(still_open)
    case.lacks_name = False
    if one is not None:
        respondents.check(one, db.session.get_one(Member, case.member_id))
        # Whoever says who it is means nobody else of that unit, whatever its words may mean.
        meant = [row for row in recognising.resolved((one,), but=case.member_id) if row.kind not in NAME_UNKNOWN]
        respondents.write_respondents(case, respondents.beside(respondents.respondents_of(case), meant))
    settle(hand, Act.CLARIFY)
    said = whom.name_of(one) if one else _("none of them")
    note(hand, Act.CLARIFY, text=said, audience=Audience.AUTHOR)
    return case
