"""A new case of which it is not clear whom it is about: hidden first, then the author and the supervisor are asked."""

from ... import clock
from ...members.models import Contact
from ...rights import Actor, Role
from ...workdays import services as workdays
from ..access import eligible, locking, recognising, respondents
from ..access.respondents import Respondent
from ..models import Case
from ..rules import waiting
from ..rules.limits import DEFAULTS
from ..words import AGAIN, ASKED, TYPED, Kind, RespondentKind
from .entry import Words


def all_meant(kind: Kind, words: Words, contact: Contact, actor: Actor, *, on_behalf: bool) -> tuple[Respondent, ...]:
    """Whom a new case is about: as the form has it, and beside that all whom its words may mean."""
    firm = contact.member_id
    found = recognising.resolved(words.respondents, but=firm)
    if kind in (Kind.COMPLAINT, Kind.RETALIATION) and found:
        spoken_of = recognising.mentioned(f"{words.title}\n{words.story}\n{words.evidence}", but=firm)
        found = (*found, *respondents.beside(found, spoken_of))
    if not on_behalf:
        found = recognising.without(actor, found)
    said = recognising.nobody_known(words.respondents, but=firm)
    if not said and respondents.nobody_left(found) and not on_behalf:
        typed = next((one.text for one in words.respondents if one.kind in TYPED), "")
        return (*found, Respondent(RespondentKind.UNKNOWN, text=typed, found_in="words"))
    return (*found, Respondent(RespondentKind.UNKNOWN, text=said, found_in="words")) if said else found


def ask(case: Case) -> None:
    """Ask the author whom they mean where the program is not sure; where it knows nobody, all others wait for that."""
    rows = respondents.respondents_of(case)
    if any(row.kind == RespondentKind.UNKNOWN for row in rows):
        begin_waiting(case, by_office=case.entered_by_id is not None)
    elif any(row.unsure for row in rows):
        case.question = ASKED


def ask_about(case: Case, said: str) -> None:
    """Let all wait until somebody says whom these words mean too, which nobody knows."""
    respondents.write_respondents(case, (Respondent(RespondentKind.UNKNOWN, text=said, found_in="words"),))
    if case.open_since is None or case.open_for_office:
        begin_waiting(case)
        locking.close_to_office(case, by_author=True)


def begin_waiting(case: Case, *, by_office: bool = False) -> None:
    """From now on nobody but the author sees it; the supervisor is given the words about the respondent alone.

    `by_office`: the secretariat has written these words down itself, sees it and finds out who is meant.
    """
    if case.open_since is None:
        waiting.begin(case)
    if waiting.nobody_began(case):
        case.supervisor_runs = False
    case.open_for_office, case.lacks_name = by_office, case.lacks_name or by_office
    free = by_office or (eligible.holders(Role.SUPERVISOR) and eligible.is_free(Role.SUPERVISOR, case))
    days = case.limits.get("clarify", DEFAULTS["clarify"])
    case.question = ASKED if free else AGAIN
    waiting.wait_until(case, workdays.deadline(clock.now(), days) if free else None)
