"""Suggestions in public."""

from collections.abc import Mapping
from datetime import date

from chamber import clock
from chamber.cases.lists import finding
from chamber.cases.suggestions import implementing, publishing
from chamber.cases.suggestions.implementing import Plan
from chamber.cases.suggestions.models import PublishedSuggestion
from chamber.cases.words import Kind, Outcome
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.factories.cases import Drive
from tests.factories.measures import case_of
from tests.factories.things import MISSING, Thing

PLAN, FIRST = "石竹计划记号", "桔梗首项记号"


def suggestions_of_world(things: Mapping[str, Thing]) -> dict[str, Thing]:
    """A text that is published over the world's request, so that no further case comes into it."""
    about = case_of(things["request"].parts["reference"])
    row = PublishedSuggestion(
        case_id=about.id, title="公开的题", text="公开的话", fate="", published_at=clock.now(), published_by_id=1
    )
    db.session.add(row)
    finding.put_suggestion(row)
    db.session.commit()
    readers = frozenset({"member", "colleague", "rival"})
    return {
        "suggestion": Thing({"suggestion_id": row.id}, readers),
        "no suggestion": Thing({"suggestion_id": MISSING}, frozenset()),
    }


def adopted(drive: Drive, outcome: str = Outcome.ADOPTED, *, desk: bool = False, **words: object) -> None:
    """A suggestion, all the way to its published answer."""
    drive.submit(Kind.SUGGESTION, **words)
    drive.accept(desk=desk)
    if not desk:
        drive.sign()
    drive.draft(outcome, by="secretary" if desk else "handler")
    drive.publish()


def put_up(drive: Drive, title: str = "窗口时间", text: str = "石榴提早开门", fate: str = "白果照办") -> int:
    """Publish this of the case, or correct it; its number."""
    row = publishing.publish_suggestion(drive.reference, title, text, fate, actor=drive.who("secretary"))
    db.session.commit()
    return row.id


def due(days: int = 10) -> date:
    """So many working days from today."""
    return workdays.add(clock.today(), days).day


def begin(drive: Drive, days: int = 10, *, desk: bool = False) -> str:
    """Put the suggestion into practice; the reference of its first measure."""
    unit = None if desk else drive.cast.department.id
    implementing.implement(drive.reference, Plan(PLAN, FIRST, due(days), unit), actor=drive.who("secretary"))
    db.session.commit()
    return implementing.going_on(drive.case.id)[0]
