"""The shapes of messages: who is told of what, in which words, and what features say of the things told about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from .language.labelled import Labelled
from .rights import Actor, Role


class To(str):
    """Who is told; the feature that has the subject says which accounts that is."""

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


To.PERSON = To("person", _l("the person registered"))
To.ACTOR = To("actor", _l("who started it"))
To.GROUPS = To("groups", _l("groups with a bot, if it concerns all firms"))


class Manner(Labelled):
    """When a person hears of it outside the product; the bell always rings at once."""

    AT_ONCE = "at_once", _l("At once")
    DAILY = "daily", _l("Once a day, at 08:30")
    BELL = "bell", _l("Only in the product")


class Topic(str):
    """What a person may choose the manner of being told of."""

    label: LazyString
    concerns: frozenset[Role]
    stands_for: LazyString
    bound: bool

    def __new__(
        cls, word: str, label: LazyString, *, concerns: Iterable[Role], stands_for: LazyString, bound: bool = False
    ) -> "Topic":
        """`word`: as the database keeps it; `concerns`: the roles that ever hear of it; `stands_for`: what stands for
        the thing on the help page; `bound`: asked for by law, so that nobody can switch it off."""
        made = super().__new__(cls, word)
        made.label, made.concerns, made.stands_for, made.bound = label, frozenset(concerns), stands_for, bound
        return made


@dataclass(frozen=True)
class Tell:
    """Who is told of an act, in which words."""

    to: To
    words: LazyString
    """What the bell says; `%(what)s` is the thing as this reader may name it."""
    topic: Topic | None = None
    """None: the only topic of the feature."""
    receipt: bool = False
    """Whoever did it is told too, as a receipt."""
    urgent: bool = False
    """It leaves the machine at once, at night and on days off too; the secretariat has said why."""


@dataclass(frozen=True)
class Line:
    """One line of the table of who is told what."""

    act: str
    to: To
    topic: Topic
    words: LazyString
    receipt: bool = False
    urgent: bool = False

    @property
    def name(self) -> str:
        """How a notification remembers its line."""
        return f"{self.act}:{self.to}"


@dataclass(frozen=True)
class Happened:
    """An act, or what time alone caused, before anybody is told."""

    act: str
    subject_id: int
    why: str
    """Makes the key: the place in the subject's log, or the date that was reached."""
    at: datetime
    doer_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """A subject as one reader may name it, and where it stands."""

    what: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """Of the address: its parts."""


@dataclass(frozen=True)
class Source:
    """What a feature says of its subjects to those who tell people of them; rights are its own."""

    recipients: Callable[[Happened, To], Iterable[int]]
    """The accounts that the table's word means, only those that may see the subject now."""
    shown: Callable[[Actor, Sequence[int]], Mapping[int, Shown]]
    """These subjects as this person may name them; what it may not see (any more) is missing."""
    can_see: Callable[[int, To, int], bool]
    """Whether an account, told as this, may still see the subject: asked again before something leaves the machine."""
    is_news: Callable[[Happened], bool] = lambda _happened: True
    """Whether anybody is told of it at all."""
    outside: Callable[[int], str] | None = None
    """How a message that leaves the machine names the subject, in its reader's language; none: never, as of cases."""
    public: Callable[[str, int], str] | None = None
    """Where a subject is read of which an act (the first argument) is news for all firms, empty where it is not, or not
    any more: asked when it happened and again before a group is told; none: never, as of cases."""
    known: Callable[[Actor], Any] | None = None
    """The ids of the subjects that this person may know of, as a query; none: no subject is a secret to the office."""
