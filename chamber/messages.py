"""The shapes in which features declare who is notified of which act, how, and in which words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from .language.labelled import Labelled
from .rights import Actor, Role


class To(str):
    """Whom a message goes to; the feature of the subject says which accounts those are (`Source.recipients`)."""

    label: LazyString
    PERSON: ClassVar["To"]
    ACTOR: ClassVar["To"]
    GROUPS: ClassVar["To"]
    """The groups with a bot: outside of the product, so only what concerns all firms."""

    def __new__(cls, word: str, label: LazyString) -> "To":
        """`word`: as the database keeps it."""
        made = super().__new__(cls, word)
        made.label = label
        return made


To.PERSON = To("person", _l("the person concerned"))
To.ACTOR = To("actor", _l("who started it"))
To.GROUPS = To("groups", _l("groups with a bot, if it concerns all firms"))


class Manner(Labelled):
    """When a message is mailed; on the bell it always appears at once."""

    AT_ONCE = "at_once", _l("At once")
    DAILY = "daily", _l("Once a day, at 08:30")
    BELL = "bell", _l("Only in this system")


class Topic(str):
    """A group of messages for which a person chooses one `Manner`."""

    label: LazyString
    concerns: frozenset[Role]
    stands_for: LazyString
    by_law: bool
    in_office_hours: bool

    def __new__(
        cls,
        word: str,
        label: LazyString,
        *,
        concerns: Iterable[Role],
        stands_for: LazyString,
        by_law: bool = False,
        in_office_hours: bool = False,
    ) -> "Topic":
        """`word`: as the database keeps it; `concerns`: the roles that ever get one; `stands_for`: the placeholder for
        the thing on the help page; `by_law`: required by law, so that nobody can switch it off; `in_office_hours`:
        mailed until 18:00 only, though others may be until 20:00."""
        made = super().__new__(cls, word)
        made.label, made.concerns, made.stands_for = label, frozenset(concerns), stands_for
        made.by_law, made.in_office_hours = by_law, in_office_hours
        return made


@dataclass(frozen=True)
class Tell:
    """Who is notified of an act, in which words."""

    to: To
    words: LazyString
    """What the bell says; `%(what)s` is the thing as this reader may name it."""
    topic: Topic | None = None
    """None: the only topic of the feature."""
    receipt: bool = False
    """Whether who did it is notified too, as a receipt."""
    urgent: bool = False
    """Sent at once, at night and on days off too; the secretariat has given the reason."""


@dataclass(frozen=True)
class Line:
    """One `Tell` with its act and topic: a line of the table on the help page."""

    act: str
    to: To
    topic: Topic
    words: LazyString
    receipt: bool = False
    urgent: bool = False

    @property
    def name(self) -> str:
        """The key that a notification stores."""
        return f"{self.act}:{self.to}"

    def about(self, what: str) -> str:
        """The sentence with the thing as its reader may name it."""
        return str(self.words) % {"what": what}


@dataclass(frozen=True)
class Happened:
    """An act, or what time alone caused, of which people are to be notified."""

    act: str
    subject_id: int
    why: str
    """Makes the key: the place in the subject's log, or the date that was reached."""
    at: datetime
    doer_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    """What the facts were before."""
    reason: str = ""


@dataclass(frozen=True)
class Shown:
    """A subject as one reader may name it, and the page of it."""

    what: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """Of the address: its parts."""


@dataclass(frozen=True)
class Outside:
    """A subject as a message names it that leaves the product."""

    what: str
    path: str
    """Of its page, below the address of the product."""
    until: str = ""
    """Its deadline as a sentence; empty where it has none, or not any more."""


@dataclass(frozen=True)
class Source:
    """What a feature provides so that people can be notified of its subjects; it checks its own rights."""

    recipients: Callable[[Happened, To], Iterable[int]]
    """The accounts that `To` means, only those that may see the subject now."""
    shown: Callable[[Actor, Sequence[int]], Mapping[int, Shown]]
    """These subjects as this person may name them; what it may not see (any more) is missing."""
    can_see: Callable[[int, To, int], bool]
    """Whether an account, notified as `To`, may still see the subject: checked again before mail is sent."""
    is_news: Callable[[Happened], bool] = lambda _happened: True
    """Whether anybody is notified of it at all."""
    outside: Callable[[int], Outside | None] | None = None
    """How a message that leaves the machine names the subject, in its reader's language; none: never, as of cases."""
    public: Callable[[str, int], str] | None = None
    """Where a subject is read of which an act (the first argument) is news for all firms, empty where it is not, or not
    any more: checked when it happened and again before a group gets it; none: never, as of cases."""
    kept: Callable[[Happened], Mapping[str, Any]] | None = None
    """What a message keeps of its day, so that it says the same after the subject has changed; none: nothing."""
    recalled: Callable[[Mapping[str, Any]], str] | None = None
    """The subject as a message names it that kept this, in its reader's language."""
    headline: Callable[[Mapping[str, Any]], str] | None = None
    """The subject of a mail, short, where the message kept this; empty: the whole sentence."""
    known: Callable[[Actor], Any] | None = None
    """The ids of the subjects that this person may know of, as a query; none: no subject is a secret to the office."""

    def named(self, kept: Mapping[str, Any] | None, now: str) -> str:
        """The subject as a message names it: as kept with it, else as it is `now`."""
        return self.recalled(kept) if kept and now and self.recalled else now

    @classmethod
    def of_owner(
        cls,
        owner: Callable[[int], int | None],
        shown: Callable[[Actor, Sequence[int]], Mapping[int, Shown]],
        is_news: Callable[[Happened], bool] = lambda _happened: True,
        outside: Callable[[int], Outside | None] | None = None,
    ) -> "Source":
        """Of subjects that concern one account only; `owner` finds it."""
        return cls(
            lambda happened, _to: filter(None, [owner(happened.subject_id)]),
            shown,
            lambda account_id, _to, subject_id: owner(subject_id) == account_id,
            is_news,
            outside,
        )
