"""The pages of all acts in one table, and what one reader gets of it: buttons, hints, the message afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from ..force import pages as force
from ..letters import pages as letters
from ..lists.listing import SeenLine
from ..models import Case
from ..outside import pages as outside
from ..paths import pages as paths
from ..pausing import pages as pausing
from ..reading.seen import SeenCase
from ..retention import pages as retention
from ..rounds import pages as rounds
from ..rules.acts import Act
from ..rules.workflow import BY_ACT
from ..suggestions import pages_acts as suggestions
from ..thanks import pages as thanks
from ..words import Kind, State
from . import beside, closing, handling, intake, whom
from .act_page import ActPage
from .ladder import acts as slips

PAGES: dict[Act, ActPage] = {
    **intake.ROWS,
    **handling.ROWS,
    **paths.ROWS,
    **letters.ROWS,
    **outside.ROWS,
    **pausing.ROWS,
    **rounds.ROWS,
    **suggestions.ROWS,
    **thanks.ROWS,
    **force.ROWS,
    **closing.ROWS,
    **whom.ROWS,
    **beside.ROWS,
    **slips.ROWS,
    **retention.ROWS,
}
MAIN = sorted((act for act, page in PAGES.items() if page.rank), key=lambda act: PAGES[act].rank)
"""The act that a case waits for, when the reader can do it; the first of these."""
ADDRESSES = {word: act for act in PAGES for word in (act.address, str(act))}
"""Each act by the last part of its address, and by its value, which was its address before."""


@dataclass(frozen=True)
class Button:
    """One act as a button: a link to its page, or the act itself."""

    act: Act
    label: str
    at_once: bool = False


@dataclass(frozen=True)
class Buttons:
    """All acts of a reader by where they stand."""

    main: Button | None
    beside: list[Button]
    menu: list[Button]
    for_department: list[Button]
    for_member: list[Button]


def buttons(seen: SeenCase) -> Buttons:
    """The acts of this reader, sorted into their places."""
    own = [act for act, behalf in seen.acts.items() if not behalf and not PAGES[act].in_card]
    # An answer under review is itself the first word to the member.
    silent = seen.waits_for & {"call", "contact"} and seen.state != State.ANSWER_REVIEW
    first = (Act.CONTACT, *MAIN) if silent and seen.runs else MAIN
    main = next((act for act in first if act in own), None)
    rest = _sorted(act for act in own if act != main)
    behalf = _sorted(act for act, only_behalf in seen.acts.items() if only_behalf)
    return Buttons(
        main=_button(main, seen) if main else None,
        beside=[_button(act, seen) for act in rest if PAGES[act].beside],
        menu=[_button(act, seen) for act in rest if not PAGES[act].beside],
        for_department=[_button(act, seen, True) for act in behalf if BY_ACT[act].for_department],
        for_member=[_button(act, seen, True) for act in behalf if BY_ACT[act].for_author],
    )


def _sorted(acts: Iterable[Act]) -> list[Act]:
    return sorted(acts, key=lambda act: PAGES[act].last)


def label_of(act: Act, seen: SeenCase | SeenLine, behalf: bool = False) -> str:
    """What the button of an act says to this reader."""
    page = PAGES[act]
    of_retaliation = page.retaliation_button if seen.kind == Kind.RETALIATION else None
    of_call = page.call_button if seen.calls else None
    of_again = page.again_button if isinstance(seen, SeenCase) and page.undone_by in seen.acts else None
    label = str((page.runner_button if seen.runs else None) or of_retaliation or of_call or of_again or page.button)
    if not behalf:
        return label
    if BY_ACT[act].for_department:
        return _("%(act)s, for the department", act=label)
    return _("%(act)s, for the member", act=label)


def word_of(line: SeenLine) -> str:
    """What the button of a line in a list says: the act that it opens."""
    return label_of(line.act, line) if line.act else line.step or _("Open")


def place_of(line: SeenLine) -> str:
    """Where that button leads."""
    if line.act is None:
        return url_for("cases.show", reference=line.reference)
    return url_for("cases.act", reference=line.reference, act=line.act.address)


def _button(act: Act, seen: SeenCase, behalf: bool = False) -> Button:
    return Button(act, label_of(act, seen, behalf), at_once=PAGES[act].at_once and not behalf)


def hints(seen: SeenCase) -> list[str]:
    """Why an act that this reader may look for is not there, and which answer should come soon."""
    found = (page.hint(seen) for page in PAGES.values() if page.hint)
    return [one for one in found if one]


def message_after(act: Act, case: Case) -> str:
    """What the page of the case says after an act; more where it went further than its name."""
    page = PAGES[act]
    return (page.done_further(case) if page.done_further else "") or str(page.done)
