"""The shapes of the workflow: `Party`, `Act`, `Audience`, and `Transition`, one row of its table."""

from collections.abc import Callable, Collection
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from ...language.labelled import Labelled
from ...messages import Tell
from ...rights import Right
from .. import rights
from ..words import State

if TYPE_CHECKING:
    from .hand import Hand


class Party(Labelled):
    """What a person is to one case, in the acting role."""

    AUTHOR = "author", _l("the member who submitted")
    COLLEAGUE = "colleague", _l("a colleague named by the member")
    RUNNER = "runner", _l("the secretariat")
    HANDLER = "handler", _l("a handler of the lead department")
    LEAD = "lead", _l("the head handler of the lead department")
    HELPER = "helper", _l("a handler of a helping department")
    LEADER = "leader", _l("the leader")
    PRESIDENT = "president", _l("the president")
    ARBITER = "arbiter", _l("the supervisor")
    BLIND_ARBITER = "blind_arbiter", _l("the supervisor, for a case kept open without its author's name")
    """Decides the objection, and learns as little whose the case is as anybody else."""
    WATCHER = "watcher", _l("the supervisor, for cases late at the last step")
    TIME = "time", _l("automatically, by deadline")
    KEY = "key", _l("anyone with the key: a sign-in link or a receipt code")
    ROSTER = "roster", _l("the roster or the list of accounts, when someone has left")
    SHARED = "shared", _l("automatically, for all cases of a common problem")


class Act(StrEnum):
    """Everything that can be done to a case, named as the function that does it; the value is what the log keeps."""

    SUBMIT = "submit"
    CONTACT = "contact"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    LAPSE = "lapse"
    REVIVE = "revive"
    NOT_ACCEPT = "not_accept"
    RAISE_OBJECTION = "object"
    DECIDE_OBJECTION = "decide_objection"
    ACCEPT = "accept"
    RELEASE = "release"
    ASSIGN = "assign"
    TAKE_TO_DESK = "take"
    SIGN = "sign"
    SIGN_SILENTLY = "sign_silently"
    SEND_BACK = "send_back"
    REASSIGN = "reassign"
    CHANGE_HELPERS = "change_helpers"
    ISSUE_HANDLING_SLIP = "issue_handling_slip"
    ISSUE_ANSWER = "issue_answer"
    PROPOSE_TASK_FORCE = "propose_task_force"
    DECIDE_TASK_FORCE = "decide_task_force"
    BEGIN_TASK_FORCE = "begin_task_force"
    CHANGE_TASK_FORCE = "change_task_force"
    END_TASK_FORCE = "end_task_force"
    CALL_MEETING = "call_meeting"
    NOTE_MEETING = "note_meeting"
    CALL_OFF_MEETING = "call_off_meeting"
    REPORT_PROGRESS = "note"
    ASK_EXTENSION = "ask_extension"
    TAKE_BACK_EXTENSION = "take_back_extension"
    DECIDE_EXTENSION = "decide_extension"
    SUSPEND = "suspend"
    KEEP_SUSPENDED = "keep_suspended"
    RESUME = "resume"
    DRAFT = "draft"
    RETURN_ANSWER = "return"
    PUBLISH = "publish"
    MONITOR = "monitor"
    KEEP_MONITORING = "keep_monitoring"
    TELL_MONITORED = "tell_monitored"
    TAKE_UP = "take_up"
    CLOSE_MONITORED = "close_monitored"
    IMPLEMENT = "implement"
    KEEP_IMPLEMENTING = "keep_implementing"
    CLOSE_IMPLEMENTED = "close_implemented"
    FOLLOW_UP = "follow_up"
    TERMINATE = "terminate"
    COME_BACK = "come_back"
    TRY_CALL = "try_call"
    PROPOSE_LETTER = "propose_letter"
    DECIDE_LETTER = "decide_letter"
    ISSUE_LETTER = "issue_letter"
    REPLY_LETTER = "reply_letter"
    NOTE_OUTSIDE = "note_outside"
    REPLY_OUTSIDE = "reply_outside"
    THANK = "thank"
    RATE = "rate"
    CLOSE_SILENTLY = "close_silently"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    CONTACT_PRESSED = "contact_pressed"
    KEEP_OPEN = "keep_open"
    ADD = "add"
    MARK_FILE = "mark_file"
    NAME_COLLEAGUE = "name_colleague"
    ASK_CONSENT = "ask_consent"
    DECIDE_CONSENT = "decide_consent"
    RECUSE = "recuse"
    NAME_RESPONDENT = "respondent"
    ASK_WHOM_AGAIN = "ask_again"
    ADD_RESPONDENT = "add_respondent"
    REMOVE_RESPONDENT = "remove_respondent"
    CLARIFY = "clarify"
    MAKE_CONFIDENTIAL = "make_confidential"
    LOOK_THROUGH = "look_through"
    PUBLISH_SUGGESTION = "publish_suggestion"
    TAKE_DOWN = "take_down"
    LOCK = "lock"
    OPEN_AGAIN = "open_again"
    AUTHOR_LEFT = "author_left"
    AUTHOR_BACK = "author_back"
    TAKE_OVER = "take_over"
    HAND_ON = "hand_on"
    GO_ON_WITHOUT = "go_on_without"
    CLIMB = "climb"
    RECEIVE_SLIP = "receive_slip"
    REPLY_SLIP = "reply_slip"
    ANSWER_SHARED = "answer_shared"
    RAISE_SHARED = "raise_shared"
    HOLD_IDENTITY = "hold_identity"
    END_HOLD = "end_hold"
    ERASE_IDENTITY = "erase_identity"

    @property
    def address(self) -> str:
        """The last part of the address of its page."""
        return self.name.lower().replace("_", "-")


class Audience:
    """Who may read the text of an event or have a file."""

    ALL = "all"
    WORDS = "words"
    """A member's own words: of a confidential case others read the released copy only."""
    AUTHOR = "author"
    """Read by the author and by who runs the case, as the evidence field is; never passed on."""
    UNIT = "unit"
    ANSWER = "answer"
    """What goes with an answer: the unit's and the review's until it is published, then the member's too."""
    RUNNER = "runner"


@dataclass(frozen=True)
class Fork:
    """The target of an act that can lead to several states; `choose` decides after its facts are written."""

    ends: tuple[State, ...]
    choose: Callable[["Hand"], State]


@dataclass(frozen=True)
class Transition:
    """One row of the table: what an act needs, where it leads, what the log and messages say of it."""

    act: Act
    label: LazyString
    _: KW_ONLY
    sources: Collection[State]
    target: State | Fork | None = None
    """None: the state stays."""
    who: Collection[Party]
    right: Right | None = None
    """What whoever does it must be allowed to do; None: time alone does it."""
    limit: str = ""
    """Key of the limit in working days that the act must keep."""
    may: Callable[["Hand"], bool] | None = None
    """A condition on the case beside its state."""
    paper: bool = False
    """On behalf of the author only with the paper."""
    rule: LazyString
    logged: LazyString
    """The log's words; they follow the name of who did it."""
    tells: tuple[Tell, ...] = ()
    own_words: bool = False
    """Its text is a member's own: of a confidential case nobody outside reads it before its release."""
    inside: bool = False
    """Neither the member nor the president is shown that it happened."""
    private: bool = False
    """Between the author and who runs the case: nobody else is shown that it happened."""
    of_force: bool = False
    """Between who runs the case and the people of its task force: nobody else is shown that it happened."""
    for_leader: bool = False
    """The leader, who grants long extensions, reads this note between unit and secretariat too."""
    lets_go: bool = False
    """Who does it may not see the case then, but it counts for them all the same."""

    @property
    def for_author(self) -> bool:
        """Whether who runs the case may enter it on behalf of the author, from a call, letter or visit."""
        return self.right in (rights.SUBMIT, rights.AMEND)

    @property
    def for_department(self) -> bool:
        """Whether who runs the case may enter it on behalf of the department, with its paper."""
        return self.right is rights.HANDLE

    @property
    def ends(self) -> tuple[State, ...]:
        """The states that it can lead to; none where the state stays."""
        if isinstance(self.target, Fork):
            return self.target.ends
        return (self.target,) if self.target else ()

    def leads_to(self, hand: "Hand") -> State | None:
        """The state after it, now that its facts are written; none where the state stays."""
        return self.target.choose(hand) if isinstance(self.target, Fork) else self.target
