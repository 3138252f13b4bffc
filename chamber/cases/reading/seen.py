"""The values that templates get of a case: only what the reader may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ...workdays import services as workdays
from ..force.seen import SeenForce
from ..paths.cards import PathCard
from ..rules.acts import Act, Party
from ..rules.limits import REOPEN_DAYS
from ..rules.workflow import TABLE
from ..words import PAUSED, State

READS_ALL = frozenset({Party.AUTHOR, Party.COLLEAGUE, Party.RUNNER, Party.ARBITER})
OUTSIDE = frozenset({Party.AUTHOR, Party.COLLEAGUE, Party.PRESIDENT})
"""Who learns that a step is late, but nothing of what is done about it inside."""
BEGINS_PAUSE = frozenset({Act.SUSPEND, Act.MONITOR, Act.IMPLEMENT, Act.TERMINATE})
SAYS_WHY = BEGINS_PAUSE | {Act.KEEP_SUSPENDED, Act.KEEP_IMPLEMENTING}
"""Not the review of what waits for a condition: that stays the same."""
STANDS = (*PAUSED, State.TERMINATED)
OF_DEPARTMENTS = frozenset(line.act for line in TABLE if line.for_department)


@dataclass(frozen=True)
class SeenEvent:
    """One line of the timeline."""

    key: str
    act: str
    label: str
    at: datetime
    who: str
    text: str
    audience: str
    on_behalf: str
    """In whose name the secretariat or the supervisor entered it; empty where it is their own act."""
    round_number: int
    data: dict[str, Any]
    can_release: bool
    released: bool
    waits: bool
    """Its words are held back until whoever runs the case has looked them through; who wrote them is not told."""
    for_others: str
    """To who runs the case: what others read of words that were held back."""


@dataclass(frozen=True)
class SeenFile:
    """A file that this person may have."""

    key: str
    name: str
    media_type: str
    size: int
    event: str
    """The key of the step with which it came; empty where it came with none."""
    answers_round: int | None
    """The round whose answer it belongs to; none for any other file."""
    can_release: bool
    released: bool
    kept: bool
    """Only its author and those who run the case have it."""
    passed_on: bool
    """To its author: others have it too, and nothing takes that back."""
    may_mark: bool
    """The reader may say who gets it."""
    can_pass_on: bool = False
    """To who runs the case: it is of a department, and others have what was passed on."""
    waits: bool = False
    """Nobody has said yet whether others have it."""
    is_passed: bool = False
    """Others have it, or a copy."""

    @property
    def is_picture(self) -> bool:
        """Whether it may go out as it is; anything else only as a redacted copy."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True)
class SeenSlip:
    """A supervision slip that was issued to a department for its delay."""

    key: str
    number: str
    department: str
    issued_at: datetime
    due_at: datetime
    """By when the step was due."""
    received_at: datetime | None
    replied_at: datetime | None
    is_over: bool
    """Another department has the case now: nobody waits for a reply."""


@dataclass(frozen=True)
class SeenRound:
    """One round: its dates for everybody, its answer only for those who may read it already."""

    number: int
    began_at: datetime
    original_due_at: datetime
    due_at: datetime
    outcome: str
    answer: str
    reason: str
    next_path: str
    path: PathCard | None
    """What is known of that other path."""
    is_draft: bool
    answered_at: datetime | None
    grade: int | None
    solved: bool | None
    clear: bool | None
    extended: bool


@dataclass(frozen=True)
class SeenOutside:
    """The case with another body."""

    sender: str
    number: str
    until: date | None
    replied_at: datetime | None


@dataclass(frozen=True)
class SeenCase:
    """What one person may know of one case."""

    reference: str
    kind: str
    kind_label: str
    title: str
    confidential: bool
    state: str
    state_label: str
    outcome: str
    complexity: str
    channel: str
    category: str
    colour: str
    disputed: bool
    was_overdue: bool
    level: int
    """To those who work on it or watch it: the highest level that a delay of it was reported to; 0 for none."""
    round_number: int
    desk: str
    """Who runs it, as part of a sentence."""
    holder: str
    next_step: str
    due_at: datetime | None
    progress_due_at: datetime | None
    words_due_at: datetime | None
    """To who runs it: until when what was held back is to be looked through."""
    author_due_at: datetime | None
    """To who runs it: until when to say who goes on for an author who is not there any more."""
    nameless: bool
    limit_days: int | None
    limits: Mapping[str, int]
    """The limits that it started with, in working days."""
    reopened: int
    """How often the member has had it taken up again."""
    submitted_at: datetime
    closed_at: datetime | None
    story: str
    story_is_released: bool
    evidence: str
    wish: str
    firm: str
    firm_id: int | None
    author: str
    author_phone: str
    parties: frozenset[Party]
    acts: dict[Act, bool]
    events: tuple[SeenEvent, ...]
    slips: tuple[SeenSlip, ...]
    force: SeenForce | None
    rounds: tuple[SeenRound, ...]
    files: tuple[SeenFile, ...]
    files_wait: frozenset[str]
    """The keys of steps with files that this reader gets, or not, once whoever runs the case has looked at them."""
    waits_for: frozenset[str]
    """`call` before a new round, `contact`: the first word to the member, `extension` to be decided, `pressed`: a word
    with the author, `reader`'s next step, `consent`: the reader's yes or no, `handler`: somebody who can act on it,
    `words`: what was held back is to be looked through, `author`: somebody who goes on for them, `account`: as they
    have none to answer with."""
    has_released_text: bool

    @property
    def masks_phone(self) -> bool:
        """Whether who runs the case gets the whole number only by a press, which the log notes."""
        return "*" in self.author_phone

    @property
    def days_left(self) -> int | None:
        """Working days until the next step is due; below 0 where it is late."""
        return workdays.remaining(self.due_at) if self.due_at else None

    @property
    def back_until(self) -> datetime | None:
        """Until when the author may have an ended case taken up again; none where it is too late or not theirs."""
        open_again = self.is_author and self.closed_at and self.acts.keys() & {Act.REVIVE, Act.REOPEN}
        return self.closed_at + timedelta(days=REOPEN_DAYS) if open_again and self.closed_at else None

    @property
    def is_author(self) -> bool:
        """Whether the reader wrote it."""
        return Party.AUTHOR in self.parties

    @property
    def waits_for_others(self) -> bool:
        """Whether its author has nothing to do: that a step of somebody else is due soon is not for them."""
        return self.is_author and "reader" not in self.waits_for

    @property
    def runs(self) -> bool:
        """Whether the reader runs it (the secretariat, or the supervisor instead)."""
        return Party.RUNNER in self.parties

    @property
    def calls(self) -> bool:
        """Whether a new round waits for the call of whoever runs it."""
        return "call" in self.waits_for

    @property
    def outside(self) -> list[SeenOutside]:
        """What other bodies have of it, as far as the reader sees these steps; each reply goes to the oldest."""
        noted = [event for event in self.events if event.act == Act.NOTE_OUTSIDE]
        replied = [event.at for event in self.events if event.act == Act.REPLY_OUTSIDE]
        ends = [*replied, *[None] * len(noted)]
        days = [date.fromisoformat(event.data["until"]) if event.data["until"] else None for event in noted]
        parts = zip(noted, days, ends, strict=False)
        return [SeenOutside(one.data["sender"], one.text, day, end) for one, day, end in parts]

    @property
    def pause(self) -> SeenEvent | None:
        """Why it stands still, as it was said last; none while it does not."""
        said = (event for event in reversed(self.events) if event.act in SAYS_WHY)
        return next(said, None) if self.state in STANDS else None

    @property
    def pause_began(self) -> SeenEvent | None:
        """The step by which it came to stand still."""
        began = (event for event in reversed(self.events) if event.act in BEGINS_PAUSE)
        return next(began, None) if self.state in STANDS else None

    @property
    def reads_all(self) -> bool:
        """Whether names and evidence are readable."""
        return bool(self.parties & READS_ALL)

    @property
    def story_files(self) -> list[SeenFile]:
        """The files of the submission, and of steps that this reader does not see, but those kept back."""
        return [file for file in self._first_files if not file.kept]

    @property
    def kept_files(self) -> list[SeenFile]:
        """The files of the submission that only those who run the case have."""
        return [file for file in self._first_files if file.kept]

    @property
    def _first_files(self) -> list[SeenFile]:
        steps = {event.key for event in self.events if event.act != Act.SUBMIT}
        return [file for file in self.files if file.answers_round is None and file.event not in steps]

    @property
    def asked_files(self) -> list[SeenFile]:
        """All files but those of answers and of departments."""
        theirs = {event.key for event in self.events if event.act in OF_DEPARTMENTS}
        return [file for file in self.files if file.answers_round is None and file.event not in theirs]

    def files_at(self, event: SeenEvent) -> list[SeenFile]:
        """The files of this later step that belong to no answer; those of a returned draft are among them."""
        answers = {file for one in self.rounds for file in self.enclosures(one)}
        here = event.act != Act.SUBMIT
        return [file for file in self.files if here and file.event == event.key and file not in answers]

    def enclosures(self, round_: SeenRound) -> list[SeenFile]:
        """The files that go with the answer of this round: those of its last draft, or the published ones."""
        drafts = [event.key for event in self.events if event.act == Act.DRAFT and event.round_number == round_.number]
        last = drafts[-1] if drafts and round_.is_draft else None
        mine = (file for file in self.files if file.answers_round == round_.number)
        return [file for file in mine if file.released or file.event == last]

    @property
    def evidence_files(self) -> list[SeenFile]:
        """The files of the last draft that are for the review only."""
        draft = next((event for event in reversed(self.events) if event.act == Act.DRAFT), None)
        return self.files_at(draft) if draft else []

    @property
    def held_files(self) -> int:
        """How many of the author's files nobody but who runs the case can have yet."""
        return sum(file.can_release and not file.released for file in self.files)
