"""The vocabulary of cases: kinds, states, outcomes and their labels."""

from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..language.labelled import Labelled


class Circle(StrEnum):
    """Who finds a case by its words (`search.tokens`)."""

    FULL = "cf"
    """Its author, who runs it, and who decides an objection: by all that the member wrote."""
    OWN = "co"
    """Its author and who runs it: by whom it is about, and who is asked to be told or written to."""
    INSIDE = "ci"
    """Who runs it: by what they write for themselves, and all that follows where nobody may learn whose it is."""
    WORK = "cw"
    """Departments at work and the leader: by what is written for both."""
    UNITS = "cu"
    """Departments at work: by what is written for them."""
    MEETINGS = "cm"
    """Who sits in its task force: by what is written of meetings."""
    LEADER = "cl"
    """The leader: by the numbers of supervision slips."""
    RELEASED = "cr"
    """Everybody else who sees it: by its reference and what was released."""
    FIRM = "cn"
    """Those of them who read whose it is, where it has a name."""
    PUBLISHED = "cp"
    """Everybody who reads published suggestions: by the text of the chamber."""


class Kind(Labelled):
    """The kinds of cases that a firm can submit."""

    COMPLAINT = "complaint", _l("Complaint")
    REQUEST = "request", _l("Difficulty or request")
    SUGGESTION = "suggestion", _l("Suggestion")
    RETALIATION = "retaliation", _l("Report of retaliation")


class State(Labelled):
    """The states of a case, as the workflow moves it from one to another."""

    SUBMITTED = "submitted", _l("Submitted")
    SUPPLEMENTING = "supplementing", _l("Waiting for missing information")
    NOT_ACCEPTED = "not_accepted", _l("Not accepted")
    ACCEPTED = "accepted", _l("Accepted")
    ASSIGNED = "assigned", _l("Assigned")
    IN_PROGRESS = "in_progress", _l("In progress")
    SUSPENDED = "suspended", _l("Suspended")
    ANSWER_REVIEW = "answer_review", _l("Answer under review")
    ANSWERED = "answered", _l("Answered")
    MONITORING = "monitoring", _l("Answered, kept under review")
    IMPLEMENTING = "implementing", _l("Being put into practice")
    CLOSED = "closed", _l("Closed")
    WITHDRAWN = "withdrawn", _l("Withdrawn")
    TERMINATED = "terminated", _l("Ended: before a court")


ENDED = (State.CLOSED, State.WITHDRAWN, State.TERMINATED)
OPEN_STATES = frozenset(State) - {*ENDED, State.NOT_ACCEPTED}


WORKED_ON = (
    *(State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS, State.SUSPENDED, State.ANSWER_REVIEW, State.ANSWERED),
    *(State.MONITORING, State.IMPLEMENTING),
)
"""From acceptance to the rating."""


class Pause(Labelled):
    """The only reasons for which a case may be suspended."""

    MEMBER = "member", _l("Waiting for the member")
    OTHER_STEP = "other_step", _l("Waiting for an expert opinion, an audit or a court step")
    FORCE_MAJEURE = "force_majeure", _l("Force majeure")


PAUSED = (State.SUSPENDED, State.MONITORING, State.IMPLEMENTING)
"""It waits for something that others do; whoever runs the case reviews it regularly."""


class Forum(Labelled):
    """Before whom the same matter is, so that the chamber's work on it ends."""

    COURT = "court", _l("A court")
    ARBITRATION = "arbitration", _l("Arbitration")


class CallResult(Labelled):
    """What the member says when the secretariat calls before a new round."""

    AGAIN = "again", _l("Still not solved, please handle it again")
    SETTLED = "settled", _l("Solved in the meantime")
    OTHER = "other", _l("Something else is wanted now")


class Lacking(Labelled):
    """What a member may tick under a poor grade."""

    NOT_SOLVED = "not_solved", _l("The problem is not solved")
    SLOW = "slow", _l("It took too long")
    UNCLEAR = "unclear", _l("The explanation is unclear")
    NOT_ASKED = "not_asked", _l("Nobody talked to us")
    PASSED_ROUND = "passed_round", _l("We were sent from one office to another")
    RUDE = "rude", _l("The tone was not right")


class Sender(Labelled):
    """Another body that has the same matter and wants a reply."""

    HOTLINE = "hotline", _l("12345 hotline")
    PETITION = "petition", _l("Petition office")
    LETTER = "letter", _l("A letter to another office")
    OTHER = "other", _l("Another body")


class PathResult(Labelled):
    """What a firm says about another path that an answer named."""

    WORKED = "yes", _l("It worked")
    NO = "no", _l("It did not work")
    NOT_TRIED = "not_tried", _l("They did not try it and no longer wish to")
    NOT_REACHED = "not_reached", _l("Not reached, ask again")


class Complexity(Labelled):
    """How complex a case is; the handling limit depends on it."""

    SIMPLE = "simple", _l("Simple")
    NORMAL = "normal", _l("Normal")
    COMPLEX = "complex", _l("Complex")


class Outcome(Labelled):
    """The result of handling a case."""

    RESOLVED = "resolved", _l("Resolved")
    PARTLY_RESOLVED = "partly_resolved", _l("Partly resolved")
    MEDIATED = "mediated", _l("Agreed with the chamber's help")
    OUT_OF_POWER = "explained_out_of_power", _l("Outside our powers, explained")
    NO_BASIS = "explained_no_basis", _l("Reasonable but without a basis, explained")
    NOT_SUPPORTED = "not_supported", _l("Not supported")
    REFERRED = "referred", _l("Referred to the body in charge")
    ADOPTED = "adopted", _l("Adopted")
    PARTLY_ADOPTED = "partly_adopted", _l("Partly adopted")
    NOTED = "noted", _l("Kept for reference")
    NOT_ADOPTED = "not_adopted", _l("Not adopted")
    ALREADY_DONE = "already_done", _l("Covered by a policy already")


class Channel(Labelled):
    """How a case reached the chamber."""

    WEB = "web", _l("Web")
    PHONE = "phone", _l("Phone call")
    WECHAT = "wechat", _l("WeChat message")
    LETTER = "letter", _l("Letter")
    VISIT = "visit", _l("Visit to the chamber")
    VISIT_TO_FIRM = "visit_to_firm", _l("Visit to the firm")
    FORWARDED = "forwarded", _l("Forwarded by the 12345 hotline")


class RespondentKind(Labelled):
    """Whom a case is about; if it is the secretariat or the leader, the supervisor runs it from the start."""

    DEPARTMENT = "department", _l("A department or public body")
    SOME_DEPARTMENT = "some_department", _l("Someone in a department, name unknown")
    MEMBER = "member", _l("A member of the chamber")
    OTHER = "other", _l("Another firm or person")
    SECRETARIAT = "secretariat", _l("The secretariat or one of its people")
    SOME_CHAMBER = "some_chamber", _l("Someone in the chamber, name unknown")
    LEADER = "leader", _l("The leader in charge")
    SOME_STREET = "some_street", _l("Someone in the street office, name unknown")
    SUPERVISOR = "supervisor", _l("The supervisor of the chamber")
    UNKNOWN = "unknown", _l("Not yet known")


TYPED = (RespondentKind.MEMBER, RespondentKind.OTHER)
"""Respondents known by the words that somebody typed."""
NAME_UNKNOWN = (RespondentKind.SOME_DEPARTMENT, RespondentKind.SOME_CHAMBER, RespondentKind.SOME_STREET)
"""Respondents of whom only the unit is known, until somebody says who it is."""
TO_CHOOSE = tuple(choice for choice in RespondentKind.choices() if choice[0] != RespondentKind.UNKNOWN)
"""What forms offer; that nobody knows is never chosen."""
OPEN_KINDS = (*NAME_UNKNOWN, RespondentKind.UNKNOWN)
"""Respondents of whom somebody has yet to say who they are."""
ASKED, AGAIN = "asked", "again"
"""The author is asked whom they mean; again where nobody else could say."""
SUPERVISOR_RUNS = frozenset(
    {RespondentKind.SECRETARIAT, RespondentKind.SOME_CHAMBER, RespondentKind.LEADER, RespondentKind.SOME_STREET}
)
"""Of these the supervisor runs the case instead of the secretariat."""


SUGGESTION_OUTCOMES = (
    Outcome.ADOPTED,
    Outcome.PARTLY_ADOPTED,
    Outcome.NOTED,
    Outcome.NOT_ADOPTED,
    Outcome.ALREADY_DONE,
)
OTHER_OUTCOMES = tuple(outcome for outcome in Outcome if outcome not in SUGGESTION_OUTCOMES)
PRACTISED = frozenset({Outcome.ADOPTED, Outcome.PARTLY_ADOPTED})
"""Of these outcomes something is done afterwards."""
NEEDS_REASON = frozenset(
    {Outcome.OUT_OF_POWER, Outcome.NO_BASIS, Outcome.NOT_SUPPORTED, Outcome.REFERRED, Outcome.NOT_ADOPTED}
)
NEEDS_NEXT_PATH = frozenset({Outcome.OUT_OF_POWER, Outcome.NO_BASIS, Outcome.NOT_SUPPORTED, Outcome.REFERRED})
ASKS_SOLVED = frozenset({Outcome.RESOLVED, Outcome.PARTLY_RESOLVED, Outcome.MEDIATED})
"""Of these the member is asked "was it solved?"; of those that need a reason "was it clear?"."""

PREFIXES = {Kind.COMPLAINT: "WQ", Kind.REQUEST: "SQ", Kind.SUGGESTION: "JY", Kind.RETALIATION: "FB"}

NEUTRAL_TITLES = {
    Kind.COMPLAINT: _l("A member enterprise's complaint"),
    Kind.REQUEST: _l("A member enterprise's request"),
    Kind.SUGGESTION: _l("A member enterprise's suggestion"),
    Kind.RETALIATION: _l("A member enterprise's report of retaliation"),
}
STATE_TONES = {
    **dict.fromkeys(State, "neutral"),
    **dict.fromkeys(OPEN_STATES, "blue"),
    State.SUPPLEMENTING: "amber",
    State.SUSPENDED: "amber",
    State.MONITORING: "amber",
    State.ANSWERED: "green",
}
JUDGED = frozenset({Kind.COMPLAINT, Kind.REQUEST})
"""Kinds of which somebody judges how complex they are; the others have one limit each."""
GRADE_LABELS = {
    5: _l("Very satisfied"),
    4: _l("Satisfied"),
    3: _l("Fairly satisfied"),
    2: _l("Dissatisfied"),
    1: _l("Very dissatisfied"),
}
LIMITS = {
    "contact": (1, _l("First contact")),
    "clarify": (1, _l("Supervisor identifies the respondent")),
    "decide": (2, _l("Decide on acceptance, and assign")),
    "supplement": (10, _l("Member supplies what is missing")),
    "objection": (10, _l("Member objects to not being accepted")),
    "objection_decision": (5, _l("Supervisor decides an objection")),
    "sign": (1, _l("Department signs")),
    "send_back": (2, _l("Department may send back")),
    "progress": (5, _l("Progress note, where the limit is 15 or more")),
    "review": (1, _l("Answer is reviewed")),
    "look_through": (1, _l("Text that may identify someone is reviewed")),
    "extension_decision": (2, _l("Extension is decided")),
    "force_decision": (3, _l("Task force is decided on")),
    "suspension_review": (20, _l("Suspended case is reviewed")),
    "monitoring_review": (20, _l("Case kept under review is reviewed")),
    "implementing_review": (20, _l("Suggestion being put into practice is reviewed")),
    "implementing_close": (2, _l("Closing a suggestion once its measures are confirmed")),
    "rate": (5, _l("Member rates")),
    "follow_up": (20, _l("Asking whether the other option worked")),
    "beyond": (5, _l("Notice that it is outside our powers")),
    "rectify": (15, _l("Handling again after a poor rating")),
    "reopened": (15, _l("Handling after reopening")),
    "handle_simple": (5, _l("Handling, simple")),
    "handle_normal": (15, _l("Handling, normal")),
    "handle_complex": (30, _l("Handling, complex")),
    "handle_suggestion": (15, _l("Handling a suggestion")),
    "handle_retaliation": (5, _l("Handling a report of retaliation")),
    "extend_simple": (5, _l("Extension, simple")),
    "extend_normal": (15, _l("Extension, normal")),
    "extend_complex": (30, _l("Extension, complex")),
    "level_1": (1, _l("Overdue, level 1: the department's head handler gets a supervision slip")),
    "level_2": (3, _l("Overdue, level 2: the head of the secretariat")),
    "level_3": (5, _l("Overdue, level 3: the leader")),
    "level_4": (10, _l("Overdue, level 4: the supervisor")),
}
"""The limits by their keys: the working days that a new chamber begins with, and the label."""
LIMIT_LABELS = {key: label for key, (_days, label) in LIMITS.items()}
LEVELS = {level: f"level_{level}" for level in (1, 2, 3, 4)}
"""How far what is late has climbed, with the limit after which it gets there: working days past the date."""
TOP_LEVEL = max(LEVELS)
LEVEL_LABELS = {
    1: _l("level 1, the department"),
    2: _l("level 2, the head of the secretariat"),
    3: _l("level 3, the leader"),
    4: _l("level 4, the supervisor"),
}
PATHS = "path"
"""The list of other paths, beside those of the categories, which go by their kind."""
LIST_LABELS = {**Kind.labels(), PATHS: _l("Other options")}


def rating_words(grade: int | None, solved: bool | None, clear: bool | None) -> list[str]:
    """A rating in words: the grade, and the answer to the question beside it."""
    found = [str(GRADE_LABELS[grade])] if grade else []
    if solved is not None:
        found.append(_("solved") if solved else _("not solved"))
    if clear is not None:
        found.append(_("explained clearly") if clear else _("not explained clearly"))
    return found
