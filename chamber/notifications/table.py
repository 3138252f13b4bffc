"""Who is told what: the one table. An act of the log → recipients → words; the help page draws it."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Kind(StrEnum):
    """What a person may choose the manner of."""

    OWN_CASES = "own_cases"
    WORK = "work"
    LIMITS = "limits"
    EVENTS = "events"
    NOTICES = "notices"
    ACCOUNT = "account"


KIND_LABELS = {
    Kind.OWN_CASES: _l("What becomes of my cases"),
    Kind.WORK: _l("Cases that wait for me"),
    Kind.LIMITS: _l("Limits of cases that I answer for"),
    Kind.EVENTS: _l("Events"),
    Kind.NOTICES: _l("Notices, and questions about them"),
    Kind.ACCOUNT: _l("My account and long jobs"),
}
BOUND = frozenset({Kind.LIMITS})
"""What law asks for: nobody can switch it off."""


class Manner(StrEnum):
    """When a person hears of it outside the product; the bell always rings at once."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    BELL = "bell"


MANNER_LABELS = {
    Manner.AT_ONCE: _l("At once"),
    Manner.DAILY: _l("Once a day, at 08:30"),
    Manner.BELL: _l("Only in the product"),
}


class To(StrEnum):
    """Who is told; the features say which accounts that is."""

    AUTHOR = "author"
    COLLEAGUE = "colleague"
    DESK = "desk"
    LEAD = "lead"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    PERSON = "person"
    ATTENDEES = "attendees"
    MEMBERS = "members"
    RECIPIENTS = "recipients"
    INFORMED = "informed"
    MISSING = "missing"
    ASKER = "asker"
    SECRETARIAT = "secretariat"
    ACTOR = "actor"
    GROUPS = "groups"
    """The groups with a bot: outside of the product, so only what concerns all firms."""


TO_LABELS = {
    To.AUTHOR: _l("who submitted it"),
    To.COLLEAGUE: _l("the colleague named"),
    To.DESK: _l("the secretariat (or the supervisor who runs it)"),
    To.LEAD: _l("the handlers of the lead department"),
    To.LEADER: _l("the leader"),
    To.SUPERVISOR: _l("who decides the objection (the supervisor, or the leader instead)"),
    To.PERSON: _l("the person registered"),
    To.ATTENDEES: _l("everybody registered or waiting"),
    To.MEMBERS: _l("contacts of all member enterprises"),
    To.RECIPIENTS: _l("everybody in the firms that it is for"),
    To.INFORMED: _l("everybody whom it had reached"),
    To.MISSING: _l("everybody in firms whose receipt has not come"),
    To.ASKER: _l("who asked"),
    To.SECRETARIAT: _l("the secretariat"),
    To.ACTOR: _l("who started it"),
    To.GROUPS: _l("groups with a bot, if it concerns all firms"),
}

TIME_LABELS = {
    "time.case_due_soon": _l("A limit comes near"),
    "time.case_overdue": _l("A limit has passed"),
    "time.event_in_3_days": _l("Three working days before the event"),
    "time.event_tomorrow": _l("The day before the event"),
}
"""What time alone causes, which the log has no words for."""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    act: str
    """As the log names it; `time.…` for what time alone causes."""
    to: To
    kind: Kind
    words: LazyString
    """What the bell says; `%(what)s` is the thing as this reader may name it."""
    receipt: bool = False
    """Whoever did it is told too, as a receipt."""
    urgent: bool = False
    """It leaves the machine at once, at night and on days off too; the secretariat has said why."""

    @property
    def name(self) -> str:
        """How a notification remembers its line."""
        return f"{self.act}:{self.to}"


_OWN, _WORK, _LIMITS = Kind.OWN_CASES, Kind.WORK, Kind.LIMITS
_EVENTS, _NOTICES, _ACCOUNT = Kind.EVENTS, Kind.NOTICES, Kind.ACCOUNT

TABLE: tuple[Line, ...] = (
    Line("case.submit", To.AUTHOR, _OWN, _l("The chamber has received %(what)s."), receipt=True),
    Line("case.submit", To.DESK, _WORK, _l("New: %(what)s. Please make the first contact in time.")),
    Line("case.contact", To.AUTHOR, _OWN, _l("The chamber has contacted you about %(what)s.")),
    Line("case.ask_supplement", To.AUTHOR, _OWN, _l("Something is missing in %(what)s. Please supply it.")),
    Line("case.supplement", To.DESK, _WORK, _l("%(what)s was supplemented.")),
    Line("case.lapse", To.AUTHOR, _OWN, _l("%(what)s lapsed because the supplement did not come. You can revive it.")),
    Line("case.not_accept", To.AUTHOR, _OWN, _l("%(what)s was not accepted. You can read why, and object.")),
    Line("case.object", To.SUPERVISOR, _WORK, _l("An objection waits for your decision: %(what)s.")),
    Line("case.recuse", To.DESK, _WORK, _l("From now on you run %(what)s: the secretariat is recused.")),
    Line("case.recuse", To.SUPERVISOR, _WORK, _l("An objection waits for your decision: %(what)s.")),
    Line("case.decide_objection", To.AUTHOR, _OWN, _l("Your objection was decided: %(what)s.")),
    Line("case.decide_objection", To.DESK, _WORK, _l("An objection was decided: %(what)s.")),
    Line("case.accept", To.AUTHOR, _OWN, _l("%(what)s was accepted.")),
    Line("case.assign", To.LEAD, _WORK, _l("Assigned to your department, please sign for it: %(what)s.")),
    Line("case.assign", To.AUTHOR, _OWN, _l("A department works on %(what)s.")),
    Line("case.send_back", To.DESK, _WORK, _l("A department sent %(what)s back.")),
    Line("case.note", To.AUTHOR, _OWN, _l("There is progress in %(what)s.")),
    Line("case.ask_extension", To.DESK, _WORK, _l("A longer limit is asked for: %(what)s.")),
    Line("case.ask_extension", To.LEADER, _WORK, _l("A longer limit waits for your decision: %(what)s.")),
    Line("case.decide_extension", To.LEAD, _WORK, _l("The request for a longer limit was decided: %(what)s.")),
    Line("case.decide_extension", To.AUTHOR, _OWN, _l("The limit of %(what)s was decided anew.")),
    Line("case.draft", To.DESK, _WORK, _l("An answer waits for your review: %(what)s.")),
    Line("case.return", To.LEAD, _WORK, _l("The answer was returned to be worked over: %(what)s.")),
    Line("case.publish", To.AUTHOR, _OWN, _l("%(what)s has been answered. Please say how you find the answer.")),
    Line("case.rate", To.DESK, _WORK, _l("The answer was found wanting: %(what)s. Please see how it goes on.")),
    Line("case.rate", To.LEAD, _WORK, _l("Your answer was found wanting: %(what)s. Please see how it goes on.")),
    Line("case.close_silently", To.AUTHOR, _OWN, _l("%(what)s was closed. You can still have it reopened.")),
    Line("case.reopen", To.DESK, _WORK, _l("%(what)s was reopened.")),
    Line("case.reopen", To.LEAD, _WORK, _l("%(what)s was reopened.")),
    Line("case.withdraw", To.DESK, _WORK, _l("%(what)s was withdrawn.")),
    Line("case.withdraw", To.LEAD, _WORK, _l("%(what)s was withdrawn.")),
    Line("case.add", To.DESK, _WORK, _l("Something was added to %(what)s.")),
    Line("case.name_colleague", To.COLLEAGUE, _OWN, _l("A colleague shares %(what)s with you.")),
    Line("case.ask_consent", To.AUTHOR, _OWN, _l("Your consent is asked for: %(what)s.")),
    Line("case.decide_consent", To.DESK, _WORK, _l("The consent asked for was decided: %(what)s.")),
    Line("time.case_due_soon", To.DESK, _LIMITS, _l("Due soon: %(what)s.")),
    Line("time.case_due_soon", To.LEAD, _LIMITS, _l("Due soon: %(what)s.")),
    Line("time.case_due_soon", To.SUPERVISOR, _LIMITS, _l("Due soon: %(what)s.")),
    Line("time.case_overdue", To.DESK, _LIMITS, _l("Overdue: %(what)s.")),
    Line("time.case_overdue", To.LEAD, _LIMITS, _l("Overdue: %(what)s.")),
    Line("time.case_overdue", To.SUPERVISOR, _LIMITS, _l("Overdue: %(what)s.")),
    Line("time.case_overdue", To.LEADER, _LIMITS, _l("Overdue: %(what)s.")),
    Line("event.published", To.MEMBERS, _EVENTS, _l("You are invited: %(what)s.")),
    Line("event.published", To.GROUPS, _EVENTS, _l("A new event: %(what)s.")),
    Line("event.registered", To.PERSON, _EVENTS, _l("You have a seat: %(what)s."), receipt=True),
    Line("event.waitlisted", To.PERSON, _EVENTS, _l("You are on the waiting list: %(what)s."), receipt=True),
    Line("event.promoted", To.PERSON, _EVENTS, _l("You moved up and have a seat now: %(what)s.")),
    Line("event.seated", To.PERSON, _EVENTS, _l("The secretariat gave you a seat: %(what)s.")),
    Line("event.unregistered", To.PERSON, _EVENTS, _l("Your registration was cancelled: %(what)s.")),
    Line("event.edited", To.ATTENDEES, _EVENTS, _l("Changed, please look at time and place: %(what)s.")),
    Line("event.edited", To.GROUPS, _EVENTS, _l("Changed, please look at time and place: %(what)s.")),
    Line("event.called_off", To.ATTENDEES, _EVENTS, _l("Called off: %(what)s.")),
    Line("event.called_off", To.GROUPS, _EVENTS, _l("Called off: %(what)s.")),
    Line("time.event_in_3_days", To.ATTENDEES, _EVENTS, _l("In three working days: %(what)s.")),
    Line("time.event_tomorrow", To.ATTENDEES, _EVENTS, _l("Tomorrow: %(what)s.")),
    Line("notice.published", To.RECIPIENTS, _NOTICES, _l("A new notice: %(what)s.")),
    Line("notice.published", To.GROUPS, _NOTICES, _l("A new notice: %(what)s.")),
    Line("notice.published_urgently", To.RECIPIENTS, _NOTICES, _l("Urgent: %(what)s."), urgent=True),
    Line("notice.published_urgently", To.GROUPS, _NOTICES, _l("Urgent: %(what)s."), urgent=True),
    Line("notice.corrected", To.INFORMED, _NOTICES, _l("Corrected, please read it again: %(what)s.")),
    Line("notice.corrected", To.GROUPS, _NOTICES, _l("Corrected, please read it again: %(what)s.")),
    Line("notice.withdrawn", To.INFORMED, _NOTICES, _l("Withdrawn, please do not go by it any more: %(what)s.")),
    Line("notice.withdrawn", To.GROUPS, _NOTICES, _l("Withdrawn, please do not go by it any more: %(what)s.")),
    Line("notice.reminded", To.MISSING, _NOTICES, _l("We still wait for your receipt: %(what)s.")),
    Line(
        "notice.held_back", To.SECRETARIAT, _NOTICES, _l("Not published, as it would reach no firm any more: %(what)s.")
    ),
    Line(
        "notice.held_back_late",
        To.SECRETARIAT,
        _NOTICES,
        _l("Not published, as its deadline for answers had passed: %(what)s."),
    ),
    Line("notice.asked", To.SECRETARIAT, _NOTICES, _l("A question waits for your answer: %(what)s.")),
    Line("notice.answered", To.ASKER, _NOTICES, _l("Your question was answered: %(what)s.")),
    Line("account.linked", To.PERSON, _ACCOUNT, _l("Your account acts for an enterprise now.")),
    Line("invitation.issued", To.PERSON, _ACCOUNT, _l("A link to sign in was issued for you. Not yours? Tell us.")),
    Line("job.finished", To.ACTOR, _ACCOUNT, _l("Ready to be fetched: %(what)s."), receipt=True),
    Line("job.failed", To.ACTOR, _ACCOUNT, _l("Not done, please see why: %(what)s."), receipt=True),
    Line("import.confirmed", To.ACTOR, _ACCOUNT, _l("The roster was taken in: %(what)s."), receipt=True),
)
BY_ACT: dict[str, tuple[Line, ...]] = {
    act: tuple(line for line in TABLE if line.act == act) for act in dict.fromkeys(line.act for line in TABLE)
}
BY_NAME = {line.name: line for line in TABLE}
URGENT = frozenset(line.name for line in TABLE if line.urgent)
