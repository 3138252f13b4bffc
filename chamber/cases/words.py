"""The vocabulary of cases: kinds, states, outcomes and their labels."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Kind(StrEnum):
    """What a firm brings."""

    COMPLAINT = "complaint"
    REQUEST = "request"
    SUGGESTION = "suggestion"
    RETALIATION = "retaliation"


class State(StrEnum):
    """Where a case stands. Suspension, monitoring, implementing and termination join with their features."""

    SUBMITTED = "submitted"
    SUPPLEMENTING = "supplementing"
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    ANSWER_REVIEW = "answer_review"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN_STATES = frozenset(State) - {State.CLOSED, State.WITHDRAWN, State.NOT_ACCEPTED}


WORKED_ON = (State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWER_REVIEW, State.ANSWERED)
"""From acceptance to the rating."""


class Complexity(StrEnum):
    """How hard it is; decides the limit."""

    SIMPLE = "simple"
    NORMAL = "normal"
    COMPLEX = "complex"


class Outcome(StrEnum):
    """What came out."""

    RESOLVED = "resolved"
    PARTLY_RESOLVED = "partly_resolved"
    MEDIATED = "mediated"
    OUT_OF_POWER = "explained_out_of_power"
    NO_BASIS = "explained_no_basis"
    NOT_SUPPORTED = "not_supported"
    REFERRED = "referred"
    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    NOTED = "noted"
    NOT_ADOPTED = "not_adopted"
    ALREADY_DONE = "already_done"


class Channel(StrEnum):
    """How the words reached the chamber."""

    WEB = "web"
    PHONE = "phone"
    WECHAT = "wechat"
    LETTER = "letter"
    VISIT = "visit"
    VISIT_TO_FIRM = "visit_to_firm"
    FORWARDED = "forwarded"


class RespondentKind(StrEnum):
    """Against whom; the first two are run by the supervisor before anyone else reads."""

    SECRETARIAT = "secretariat"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    DEPARTMENT = "department"
    MEMBER = "member"
    OTHER = "other"


SUGGESTION_OUTCOMES = (
    Outcome.ADOPTED,
    Outcome.PARTLY_ADOPTED,
    Outcome.NOTED,
    Outcome.NOT_ADOPTED,
    Outcome.ALREADY_DONE,
)
OTHER_OUTCOMES = tuple(outcome for outcome in Outcome if outcome not in SUGGESTION_OUTCOMES)
NEEDS_REASON = frozenset(
    {Outcome.OUT_OF_POWER, Outcome.NO_BASIS, Outcome.NOT_SUPPORTED, Outcome.REFERRED, Outcome.NOT_ADOPTED}
)
NEEDS_NEXT_PATH = frozenset({Outcome.OUT_OF_POWER, Outcome.NO_BASIS, Outcome.NOT_SUPPORTED, Outcome.REFERRED})
ASKS_SOLVED = frozenset({Outcome.RESOLVED, Outcome.PARTLY_RESOLVED, Outcome.MEDIATED})
"""Of these the member is asked "was it solved?"; of those that need a reason "was it clear?"."""

PREFIXES = {Kind.COMPLAINT: "WQ", Kind.REQUEST: "SQ", Kind.SUGGESTION: "JY", Kind.RETALIATION: "FB"}

KIND_LABELS = {
    Kind.COMPLAINT: _l("Complaint"),
    Kind.REQUEST: _l("Difficulty or request"),
    Kind.SUGGESTION: _l("Suggestion"),
    Kind.RETALIATION: _l("Report of retaliation"),
}
NEUTRAL_TITLES = {
    Kind.COMPLAINT: _l("A member enterprise's complaint"),
    Kind.REQUEST: _l("A member enterprise's request"),
    Kind.SUGGESTION: _l("A member enterprise's suggestion"),
    Kind.RETALIATION: _l("A member enterprise's report of retaliation"),
}
STATE_LABELS = {
    State.SUBMITTED: _l("Submitted"),
    State.SUPPLEMENTING: _l("Supplement awaited"),
    State.NOT_ACCEPTED: _l("Not accepted"),
    State.ACCEPTED: _l("Accepted"),
    State.ASSIGNED: _l("Assigned"),
    State.IN_PROGRESS: _l("In progress"),
    State.ANSWER_REVIEW: _l("Answer under review"),
    State.ANSWERED: _l("Answered"),
    State.CLOSED: _l("Closed"),
    State.WITHDRAWN: _l("Withdrawn"),
}
STATE_TONES = {
    State.SUBMITTED: "blue",
    State.SUPPLEMENTING: "amber",
    State.NOT_ACCEPTED: "neutral",
    State.ACCEPTED: "blue",
    State.ASSIGNED: "blue",
    State.IN_PROGRESS: "blue",
    State.ANSWER_REVIEW: "blue",
    State.ANSWERED: "green",
    State.CLOSED: "neutral",
    State.WITHDRAWN: "neutral",
}
COMPLEXITY_LABELS = {
    Complexity.SIMPLE: _l("Simple"),
    Complexity.NORMAL: _l("Normal"),
    Complexity.COMPLEX: _l("Complex"),
}
JUDGED = frozenset({Kind.COMPLAINT, Kind.REQUEST})
"""Kinds of which somebody judges how complex they are; the others have one limit each."""
OUTCOME_LABELS = {
    Outcome.RESOLVED: _l("Resolved"),
    Outcome.PARTLY_RESOLVED: _l("Partly resolved"),
    Outcome.MEDIATED: _l("Agreed through mediation by the chamber"),
    Outcome.OUT_OF_POWER: _l("Beyond our power, explained"),
    Outcome.NO_BASIS: _l("Reasonable but without a basis, explained"),
    Outcome.NOT_SUPPORTED: _l("Not supported"),
    Outcome.REFERRED: _l("Referred to the body in charge"),
    Outcome.ADOPTED: _l("Adopted"),
    Outcome.PARTLY_ADOPTED: _l("Partly adopted"),
    Outcome.NOTED: _l("Kept for reference"),
    Outcome.NOT_ADOPTED: _l("Not adopted"),
    Outcome.ALREADY_DONE: _l("Covered by a policy already"),
}
CHANNEL_LABELS = {
    Channel.WEB: _l("Web"),
    Channel.PHONE: _l("Phone call"),
    Channel.WECHAT: _l("WeChat message"),
    Channel.LETTER: _l("Letter"),
    Channel.VISIT: _l("Visit to the chamber"),
    Channel.VISIT_TO_FIRM: _l("Visit to the firm"),
    Channel.FORWARDED: _l("Forwarded by the 12345 hotline"),
}
RESPONDENT_LABELS = {
    RespondentKind.DEPARTMENT: _l("A department or public body"),
    RespondentKind.MEMBER: _l("A member of the chamber"),
    RespondentKind.OTHER: _l("Another firm or person"),
    RespondentKind.SECRETARIAT: _l("The secretariat or one of its people"),
    RespondentKind.LEADER: _l("The leader in charge"),
    RespondentKind.SUPERVISOR: _l("The supervisor of the chamber"),
}
GRADE_LABELS = {
    5: _l("Very satisfied"),
    4: _l("Satisfied"),
    3: _l("Fairly satisfied"),
    2: _l("Dissatisfied"),
    1: _l("Very dissatisfied"),
}
LIMIT_LABELS = {
    "contact": _l("First contact"),
    "decide": _l("Accept or not, and assign"),
    "supplement": _l("Member supplies what is missing"),
    "objection": _l("Member objects to not being accepted"),
    "objection_decision": _l("Supervisor decides an objection"),
    "sign": _l("Department signs"),
    "send_back": _l("Department may send back"),
    "progress": _l("Progress note, where the limit is 15 or more"),
    "review": _l("Answer is reviewed"),
    "rate": _l("Member rates"),
    "beyond": _l("Saying that it is beyond our power"),
    "rectify": _l("New round after a bad rating"),
    "reopened": _l("Handling after reopening"),
    "handle_simple": _l("Handling, simple"),
    "handle_normal": _l("Handling, normal"),
    "handle_complex": _l("Handling, complex"),
    "handle_suggestion": _l("Handling a suggestion"),
    "handle_retaliation": _l("Handling a report of retaliation"),
    "extend_simple": _l("Extension, simple"),
    "extend_normal": _l("Extension, normal"),
    "extend_complex": _l("Extension, complex"),
}
PATHS = "path"
"""The list of other paths, beside those of the categories, which go by their kind."""
LIST_LABELS = {**{str(kind): label for kind, label in KIND_LABELS.items()}, PATHS: _l("Other paths")}
