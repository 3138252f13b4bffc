"""The timeline of a case: the steps that are done, the one under way, and those to come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from ... import clock
from ...language.dates import local_date, local_time
from ...members.standing import reading as standing
from ...workdays import services as workdays
from ..force.pages import began
from ..reading.seen import SeenCase, SeenEvent
from ..rules.acts import Act
from ..words import (
    ENDED,
    GRADE_LABELS,
    JUDGED,
    LEVEL_LABELS,
    NEEDS_NEXT_PATH,
    PAUSED,
    STATE_TONES,
    Channel,
    Complexity,
    Forum,
    Kind,
    Outcome,
    Pause,
    Sender,
    State,
    rating_words,
)
from .acts import PAGES, word_of


def labels() -> dict[str, Any]:
    """Labels for the templates of cases."""
    return {
        "states": State.labels(),
        "state_tones": STATE_TONES,
        "outcomes": Outcome.labels(),
        "complexities": Complexity.labels(),
        "judged": JUDGED,
        "channels": Channel.labels(),
        "pauses": Pause.labels(),
        "senders": Sender.labels(),
        "forums": Forum.labels(),
        "grades": GRADE_LABELS,
        "levels": LEVEL_LABELS,
        "needs_path": sorted(NEEDS_NEXT_PATH),
        "rating_words": rating_words,
        "word_of": word_of,
        "may_mediate": standing.may_mediate,
    }


@dataclass(frozen=True)
class Step:
    """One step of the timeline; `event` where it has happened."""

    state: str
    title: str
    notes: tuple[str, ...] = ()
    text: str = ""
    event: SeenEvent | None = None
    held: bool = False


def steps(seen: SeenCase) -> list[Step]:
    """All steps of a case, for its reader."""
    found = [_done(event, seen) for event in seen.events]
    if seen.state in ENDED:
        return found
    if seen.state == State.NOT_ACCEPTED and not seen.holder:
        may = (_("by %(when)s", when=_until(seen.due_at)),)
        return [*found, Step("now", _("The member may object"), may)] if Act.RAISE_OBJECTION in seen.acts else found
    working = seen.state in (State.IN_PROGRESS, State.ANSWER_REVIEW, State.SUPPLEMENTING, *PAUSED) or not seen.next_step
    title = seen.state_label if working else seen.next_step
    notes = [seen.next_step] if working and seen.next_step else []
    if seen.due_at and seen.holder:
        notes.append(_("by %(when)s", when=_until(seen.due_at)))
    if seen.progress_due_at and seen.state == State.IN_PROGRESS and not seen.waits_for & {"call", "extension"}:
        late = seen.progress_due_at < clock.now()
        words = _("progress note missing since %(day)s") if late else _("next progress note by %(day)s")
        notes.append(words % {"day": _until(seen.progress_due_at, local_date)})
    found.append(Step("now", title, tuple(notes)))
    return found + [Step("next", title, (note,)) for title, note in _to_come(seen)]


def _done(event: SeenEvent, seen: SeenCase) -> Step:
    notes = [local_time(event.at), *([event.who] if event.who else []), *_facts(event, seen.kind)]
    if event.on_behalf:
        notes.append(_("on behalf of %(whom)s", whom=event.on_behalf))
    if event.act == Act.REPORT_PROGRESS and not seen.is_author:
        notes.append(_("the member can read it") if event.data.get("public") else _("internal"))
    held = event.audience == "words" and seen.nameless and not (seen.reads_all or event.released or event.text)
    return Step("done", event.label, tuple(notes), _text(event), event, held and event.act != Act.SUBMIT)


def _text(event: SeenEvent) -> str:
    """The text of an event; where its data names each line (`lines`), as a sentence in the reader's language."""
    lines = dict(zip(event.data.get("lines", ()), event.text.split("\n"), strict=False))
    if not lines:
        return event.text
    asked = _("%(recipient)s, for: %(purpose)s", recipient=lines["recipient"], purpose=lines["purpose"])
    return "\n".join([asked, *([lines["legal_duty"]] if "legal_duty" in lines else [])])


def _facts(event: SeenEvent, kind: str) -> list[str]:
    """The plain facts of an event in words."""
    data = event.data
    found = [str(Channel(data["channel"]).label)] if event.act == Act.SUBMIT else []
    page = PAGES.get(Act(event.act))
    if page and page.facts:
        found += page.facts(data, kind)
    if event.act == Act.LOCK and "by" not in data:
        found.append(_("they open it with a code from now on, which stands on the page “Name a colleague”"))
    elif event.act == Act.LOCK:
        found.append(_("someone signed in with a link issued by %(name)s", name=data.get("by") or _("the system")))
    if event.act == Act.OPEN_AGAIN:
        if data.get("colleague"):
            return [*found, _("with the code passed on")]
        found.append(_("by the receipt code") if data.get("how") == "code" else _("after a call"))
    if event.act == Act.BEGIN_TASK_FORCE:
        found += began(data)
    if event.act == Act.CLIMB:
        found.append(str(LEVEL_LABELS[data["level"]]))
    if data.get("raised_on"):
        found.append(local_date(date.fromisoformat(data["raised_on"])))
    if data.get("slip"):
        found.append(data["slip"])
    if data.get("due"):
        found.append(_("due %(when)s", when=_until(datetime.fromisoformat(data["due"]))))
    return found


def _until(due: datetime | None, write: Callable[[Any], str] = local_time) -> str:
    """The end of a limit in words; it may still move where no decree says yet which days are free."""
    when = write(due)
    return _("%(when)s (provisional)", when=when) if workdays.is_provisional(due) else when


def _to_come(seen: SeenCase) -> list[tuple[str, str]]:
    inside, limits = seen.kind == Kind.RETALIATION, seen.limits
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
        State.SUSPENDED: 2,
        State.ANSWER_REVIEW: 3,
        State.ANSWERED: 4,
    }
    return way[passed.get(State(seen.state), len(way)) :]


def _within(days: int) -> str:
    return ngettext("within %(num)s working day", "within %(num)s working days", days)
