"""The service promise: what the limits give a firm, in its words, each with last year's figures beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from .... import clock
from ...rules import limits
from .. import periods
from . import freezing, hiding
from .freezing import CONFIDENTIAL, OPEN
from .hiding import HiddenLine, Year


@dataclass(frozen=True)
class Promise:
    """A sentence with the limits in it, and the figure that proves it."""

    title: LazyString
    words: LazyString
    proof: str = ""
    """A key of `words.FIGURES`; empty where none of them says anything about it."""


PROMISES = (
    Promise(
        _l("First contact"),
        _l("We contact you within %(contact)s of your submission."),
        "response",
    ),
    Promise(
        _l("Acceptance"),
        _l("We decide within %(decide)s whether we accept your case, and say why where we don't."),
        "acceptance",
    ),
    Promise(
        _l("Handling"),
        _l(
            "You have an answer within %(handle_simple)s where the case is simple, %(handle_normal)s where it is"
            " normal, %(handle_complex)s where it is complex, and within %(handle_suggestion)s to a suggestion."
        ),
        "on_time",
    ),
    Promise(
        _l("Longer only once"),
        _l(
            "A case is extended once at most, by %(extend_simple)s, %(extend_normal)s or %(extend_complex)s, and both"
            " dates stay visible to you."
        ),
        "extension",
    ),
    Promise(
        _l("Beyond our powers"),
        _l("What we cannot do, we say within %(beyond)s, with the reason and another way."),
        "clear",
    ),
    Promise(
        _l("News"),
        _l("Where handling takes long, you read every %(progress)s how it stands."),
    ),
    Promise(
        _l("Your rating"),
        _l("You rate the answer within %(rate)s; silence is not taken for satisfaction."),
        "satisfaction",
    ),
    Promise(
        _l("Not solved"),
        _l("If it is not solved, we call you within %(contact)s and handle it again within %(rectify)s."),
        "new_round",
    ),
    Promise(
        _l("Objection"),
        _l("If we do not accept your case, your objection is decided within %(objection_decision)s."),
    ),
    Promise(
        _l("Reopening"),
        _l("Within 30 days of closing you can have it reopened, twice at most: answered in %(reopened)s."),
    ),
)


@dataclass(frozen=True)
class Kept:
    """One promise as it is published, and how it was kept in the year before."""

    title: str
    words: str
    open: HiddenLine | None
    confidential: HiddenLine | None


@dataclass(frozen=True)
class Published:
    """All of them; `year` is the one that the figures are of, `is_proved` whether it has any."""

    promises: tuple[Kept, ...]
    year: int
    is_proved: bool


def published() -> Published:
    """What everybody may read, signed in or not."""
    days: Mapping[str, str] = {
        key: ngettext("%(num)s working day", "%(num)s working days", number) for key, number in limits.current().items()
    }
    last = periods.year(clock.today().year - 1)
    row = freezing.find(last)
    groups = freezing.values_of(row) if row else {}
    is_proved = any(not counts.is_empty for counts in groups.values())
    years = {name: hiding.year(counts) for name, counts in groups.items()} if is_proved else {}
    found = tuple(
        Kept(
            str(one.title),
            str(one.words) % days,
            _proof(years.get(OPEN), one.proof),
            _proof(years.get(CONFIDENTIAL), one.proof),
        )
        for one in PROMISES
    )
    return Published(found, last.first.year, is_proved)


def _proof(year: Year | None, key: str) -> HiddenLine | None:
    return year.line(key) if year and key else None
