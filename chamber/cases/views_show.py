"""The page of one case: which buttons stand where, and its whole way as steps done, now and next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from .. import clock
from ..dates import local_date, local_time
from ..workdays import services as workdays
from .acts import Act, Party
from .seen import SeenCase, SeenEvent
from .views_acts import PAGES
from .words import (
    CHANNEL_LABELS,
    COMPLEXITY_LABELS,
    GRADE_LABELS,
    JUDGED,
    OUTCOME_LABELS,
    STATE_LABELS,
    STATE_TONES,
    Channel,
    Complexity,
    Kind,
    Outcome,
    State,
)
from .workflow import BY_ACT

PARTY_LABELS = {
    Party.AUTHOR: _l("the member who submitted"),
    Party.COLLEAGUE: _l("a colleague named by the member"),
    Party.RUNNER: _l("the secretariat"),
    Party.HANDLER: _l("a handler of the lead department"),
    Party.LEAD: _l("the head handler of the lead department"),
    Party.HELPER: _l("a handler of a helping department"),
    Party.LEADER: _l("the leader"),
    Party.PRESIDENT: _l("the president"),
    Party.ARBITER: _l("the supervisor"),
    Party.TIME: _l("time alone"),
}
MAIN = (
    Act.DECIDE_OBJECTION,
    Act.SUPPLEMENT,
    Act.RATE,
    Act.ACCEPT,
    Act.ASSIGN,
    Act.TAKE_TO_DESK,
    Act.PUBLISH,
    Act.DECIDE_EXTENSION,
    Act.SIGN,
    Act.DRAFT,
    Act.REVIVE,
)
"""The act that a case waits for, when the reader can do it; the first of these."""
BESIDE = frozenset(
    {
        Act.CONTACT,
        Act.ASK_SUPPLEMENT,
        Act.NOT_ACCEPT,
        Act.RAISE_OBJECTION,
        Act.TAKE_TO_DESK,
        Act.RETURN_ANSWER,
        Act.REPORT_PROGRESS,
        Act.DRAFT,
        Act.ADD,
        Act.REOPEN,
    }
)
"""Acts with a button of their own; all others stand in the menu."""
LAST = frozenset({Act.WITHDRAW, Act.RECUSE})
"""Acts that nobody should press because they come first."""
IN_CARDS = frozenset({Act.DECIDE_CONSENT, Act.ASK_CONSENT})
READS_FIRST = frozenset(
    {
        Act.ASK_SUPPLEMENT,
        Act.NOT_ACCEPT,
        Act.DECIDE_OBJECTION,
        Act.ACCEPT,
        Act.RELEASE,
        Act.ASSIGN,
        Act.DRAFT,
        Act.PUBLISH,
        Act.PUBLISH_SUGGESTION,
    }
)
"""Acts before which one reads the member's words and files again: they stand beside the form."""
READS_ANSWER = frozenset({Act.RATE, Act.RETURN_ANSWER, Act.REOPEN})
"""Acts before which one reads the answer again, with what was enclosed."""
AT_ONCE = frozenset({Act.SIGN, Act.TAKE_TO_DESK})
"""Acts that need no words: the button itself carries them out."""


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


def labels() -> dict[str, Any]:
    """Words that every page of cases may need."""
    return {
        "states": STATE_LABELS,
        "state_tones": STATE_TONES,
        "outcomes": OUTCOME_LABELS,
        "complexities": COMPLEXITY_LABELS,
        "judged": JUDGED,
        "channels": CHANNEL_LABELS,
        "grades": GRADE_LABELS,
        "rating_words": rating_words,
    }


def buttons(seen: SeenCase) -> Buttons:
    """The acts of this reader in their places."""
    own = [act for act, behalf in seen.acts.items() if not behalf and act not in IN_CARDS]
    first = (Act.CONTACT, *MAIN) if "call" in seen.waits_for and seen.runs else MAIN
    main = next((act for act in first if act in own), None)
    rest = [act for act in own if act != main]
    behalf = [act for act, only_behalf in seen.acts.items() if only_behalf]
    return Buttons(
        main=_button(main, seen) if main else None,
        beside=[_button(act, seen) for act in rest if act in BESIDE],
        menu=[_button(act, seen) for act in sorted(rest, key=lambda act: act in LAST) if act not in BESIDE],
        for_department=[_button(act, seen, True) for act in behalf if BY_ACT[act].for_department],
        for_member=[
            _button(act, seen, True) for act in sorted(behalf, key=lambda act: act in LAST) if BY_ACT[act].for_author
        ],
    )


def label_of(act: Act, seen: SeenCase, behalf: bool = False) -> str:
    """What the button of an act says to this reader."""
    label = str(PAGES[act].button)
    if act == Act.ACCEPT and seen.kind == Kind.RETALIATION:
        label = _("Accept")
    if act == Act.RELEASE and seen.kind == Kind.RETALIATION:
        label = _("Let the leader read a masked text")
    if act == Act.REOPEN and seen.runs:
        label = _("Reopen it")
    if act == Act.RECUSE and seen.runs:
        label = _("Have somebody step back")
    if not behalf:
        return label
    if BY_ACT[act].for_department:
        return _("%(act)s, for the department", act=label)
    return _("%(act)s, for the member", act=label)


def _button(act: Act, seen: SeenCase, behalf: bool = False) -> Button:
    return Button(act, label_of(act, seen, behalf), at_once=act in AT_ONCE and not behalf)


@dataclass(frozen=True)
class Step:
    """One step of the way of a case; `event` where it has happened."""

    state: str
    title: str
    notes: tuple[str, ...] = ()
    text: str = ""
    event: SeenEvent | None = None
    held: bool = False


def steps(seen: SeenCase, limits: Mapping[str, int], progress_due_at: datetime | None) -> list[Step]:
    """What happened, where the case stands, and what is still to come."""
    found = [_done(event, seen) for event in seen.events]
    if seen.state in (State.CLOSED, State.WITHDRAWN):
        return found
    if seen.state == State.NOT_ACCEPTED and not seen.holder:
        may = (_("by %(when)s", when=_until(seen.due_at)),)
        return [*found, Step("now", _("The member may object"), may)] if Act.RAISE_OBJECTION in seen.acts else found
    working = seen.state in (State.IN_PROGRESS, State.ANSWER_REVIEW, State.SUPPLEMENTING) or not seen.next_step
    title = seen.state_label if working else seen.next_step
    notes = [seen.next_step] if working and seen.next_step else []
    if seen.due_at and seen.holder:
        notes.append(_("by %(when)s", when=_until(seen.due_at)))
    if progress_due_at and seen.state == State.IN_PROGRESS:
        late = progress_due_at < clock.now()
        words = _("progress note missing since %(day)s") if late else _("next progress note by %(day)s")
        notes.append(words % {"day": _until(progress_due_at, local_date)})
    found.append(Step("now", title, tuple(notes)))
    return found + [Step("next", title, (note,)) for title, note in _to_come(seen, limits)]


def _done(event: SeenEvent, seen: SeenCase) -> Step:
    notes = [local_time(event.at), *([event.who] if event.who else []), *_facts(event, seen.kind)]
    if event.on_behalf:
        notes.append(_("on behalf of %(whom)s", whom=event.on_behalf))
    if event.act == Act.REPORT_PROGRESS and not seen.is_author:
        notes.append(_("the member can read it") if event.data.get("public") else _("internal"))
    held = event.audience == "words" and seen.nameless and not seen.reads_all and not event.released
    return Step("done", event.label, tuple(notes), _said(event), event, held and event.act != Act.SUBMIT)


def _said(event: SeenEvent) -> str:
    """The words of an event; where `lines` names what each line of them is, as a sentence for this reader."""
    said = dict(zip(event.data.get("lines", ()), event.text.split("\n"), strict=False))
    if not said:
        return event.text
    asked = _("%(recipient)s, for: %(purpose)s", recipient=said["recipient"], purpose=said["purpose"])
    return "\n".join([asked, *([said["legal_duty"]] if "legal_duty" in said else [])])


def _facts(event: SeenEvent, kind: str) -> list[str]:
    """The plain facts of an event in words."""
    data, found = event.data, []
    match event.act:
        case Act.SUBMIT:
            found.append(str(CHANNEL_LABELS[Channel(data["channel"])]))
        case Act.ACCEPT if kind in JUDGED:
            found.append(str(COMPLEXITY_LABELS[Complexity(data["complexity"])]))
        case Act.ASSIGN:
            found.append(_(", ").join(data["departments"]))
        case Act.SEND_BACK:
            found.append(_("proposes %(department)s", department=data["proposed"]))
        case Act.DECIDE_EXTENSION | Act.DECIDE_CONSENT:
            found.append(_("granted") if data.get("granted") else _("refused"))
        case Act.DECIDE_OBJECTION:
            found.append(_("upheld") if data.get("upheld") else _("not upheld"))
        case Act.PUBLISH:
            found.append(str(OUTCOME_LABELS[Outcome(data["outcome"])]))
            found.append(_("said later than it should be") if data.get("slow") else "")
        case Act.RATE:
            found += rating_words(data.get("grade"), data.get("solved"), data.get("clear"))
    if data.get("due"):
        found.append(_("due %(when)s", when=_until(datetime.fromisoformat(data["due"]))))
    return [one for one in found if one]


def _until(due: datetime | None, write: Callable[[Any], str] = local_time) -> str:
    """The end of a limit in words; it may still move where no decree says yet which days are free."""
    said = write(due)
    return _("%(when)s (provisional)", when=said) if workdays.is_provisional(due) else said


def rating_words(grade: int | None, solved: bool | None, clear: bool | None) -> list[str]:
    """A rating in words: the grade, and the answer to the question beside it."""
    found = [str(GRADE_LABELS[grade])] if grade else []
    if solved is not None:
        found.append(_("solved") if solved else _("not solved"))
    if clear is not None:
        found.append(_("explained clearly") if clear else _("not explained clearly"))
    return found


def _to_come(seen: SeenCase, limits: Mapping[str, int]) -> list[tuple[str, str]]:
    inside = seen.kind == Kind.RETALIATION
    handled = _("the department signs within %(count)s working day", count=limits["sign"])
    if inside:
        handled = _("A report of retaliation is never given to a department.")
    elif seen.limit_days:
        # It waits to be signed for: that step stands above already.
        handled = _within(seen.limit_days)
    way = [
        (_("Accepted") if inside else _("Accepted and assigned"), _within(limits["decide"])),
        (_("Handled"), handled),
        (_("Answer under review"), _within(limits["review"])),
        (_("Answer and rating"), _("if dissatisfied, %(desk)s calls and a new round begins", desk=seen.desk)),
        (_("Closed"), _("with the rating, or after %(count)s working days without one", count=limits["rate"])),
    ]
    passed = {
        State.SUBMITTED: 0,
        State.SUPPLEMENTING: 0,
        State.ACCEPTED: 1,
        State.ASSIGNED: 1,
        State.IN_PROGRESS: 2,
        State.ANSWER_REVIEW: 3,
        State.ANSWERED: 4,
    }
    return way[passed.get(State(seen.state), len(way)) :]


def _within(days: int) -> str:
    return ngettext("within %(num)s working day", "within %(num)s working days", days)
