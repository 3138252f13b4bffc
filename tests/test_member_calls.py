"""Every service that a page calls with an actor, called as a plain member: it refuses before it writes."""

import inspect
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import Enum
from importlib import import_module
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from chamber.errors import Forbidden, NotFound
from chamber.extensions import db
from tests.factories.accounts import actor_as
from tests.factories.world import World
from tests.house.places import Place
from tests.house.sources import house
from tests.routes import PLAUSIBLE

MAY = """
accounts.acting.act_as accounts.joining.merging.take_over
accounts.services.change_password accounts.services.set_preferences
cases.access.opening.open_again cases.access.opening.say_lost cases.access.receipts.make
cases.access.visibility.find cases.reading.seeing.find_with_facts cases.doing.intake.submit
cases.doing.intake.raise_objection cases.doing.intake.revive cases.doing.intake.supplement cases.doing.closing.rate
cases.thanks.thanking.thank cases.answers.book.listed
cases.doing.closing.reopen cases.doing.closing.withdraw cases.doing.sharing.add
cases.suggestions.publishing.listed cases.suggestions.supporting.support
cases.doing.sharing.mark_file
cases.letters.writing.decide_letter
cases.doing.sharing.decide_consent cases.doing.sharing.name_colleague cases.doing.releasing.make_confidential
cases.doing.answering.name_respondent cases.doing.whom.add_respondent cases.doing.whom.remove_respondent
directory.services.departments directory.services.find search.finding.everything search.finding.meant
events.door.attendance.attended_by events.registration.cancel events.registration.register
members.record.corrections.ask members.record.corrections.of_firm members.record.people.listed
members.standing.consenting.decide members.standing.reading.shown
jobs.services.under_way_at jobs.services.seen jobs.services.cancel jobs.services.result
notices.answers.filling.fill_in notices.answers.questions.ask notices.answers.receiving.open_notice
notices.answers.receiving.confirm measures.doing.report measures.doing.finish
notifications.choices.choose notifications.services.open_line notifications.services.mark_seen
notifications.services.unread_of files.holding.hold files.holding.held
"""
"""What a member may do by itself, for itself and for its firm."""
CHANGES = ("INSERT", "UPDATE", "DELETE")


def called_by_pages() -> Iterator[str]:
    """The services with an actor that pages name, as `feature.module.function`."""
    found = set()
    for module in house().product.values():
        if Place.of(module.dotted).kind == "pages":
            found |= {module.meant(node) for node in module.nodes}
    for dotted in sorted(name for name in found if name and name.startswith("chamber.")):
        where, _dot, name = dotted.rpartition(".")
        if where in house().product and Place.of(where).kind == "rules":
            function = getattr(import_module(where), name, None)
            if inspect.isfunction(function) and _kind_of_actor(function) == inspect.Parameter.KEYWORD_ONLY:
                yield dotted.removeprefix("chamber.")


def _kind_of_actor(function: Callable[..., Any]) -> object:
    actor = inspect.signature(function).parameters.get("actor")
    return actor.kind if actor else None


def plausible(name: str, hint: Any, known: dict[str, Any]) -> Any:
    """What somebody who knows our services would send as this argument."""
    if name in known:
        return known[name]
    origin, inner = get_origin(hint) or hint, get_args(hint)
    if origin in (Union, UnionType):
        return None if type(None) in inner else plausible(name, inner[0], known)
    if inspect.isclass(origin) and issubclass(origin, Enum):
        return next(iter(origin))
    simple = {str: PLAUSIBLE.get(name, "闯入者的话"), int: 1, bool: True, date: date(2026, 9, 15)}
    if origin in simple:
        return simple[origin]
    if origin is datetime:
        return datetime.fromisoformat("2026-09-20T09:00+08:00")
    if hasattr(origin, "__dataclass_fields__"):
        return _whole(origin, known)
    return {} if "Mapping" in str(origin) else () if "Sequence" in str(origin) or origin is tuple else frozenset()


def _whole(made: Any, known: dict[str, Any]) -> Any:
    hints = get_type_hints(made)
    needed = {name: one for name, one in inspect.signature(made).parameters.items() if one.default is one.empty}
    return made(**{name: plausible(name, hints[name], known) for name in needed})


@pytest.mark.parametrize("dotted", [one for one in called_by_pages() if one not in MAY.split()])
def test_a_service_refuses_a_plain_member_before_it_writes(dotted: str, world: World, queries: list[str]) -> None:
    where, _dot, name = f"chamber.{dotted}".rpartition(".")
    service, known = getattr(import_module(where), name), known_of(world)
    hints = get_type_hints(service)
    parameters = inspect.signature(service).parameters
    given = {name: plausible(name, hints[name], known) for name, one in parameters.items() if one.default is one.empty}
    actor = given["actor"] = actor_as(world.cast.member)
    assert actor.member_id == world.cast.firm.id
    queries.clear()
    with pytest.raises((Forbidden, NotFound)):
        service(**given)
    assert not [one for one in queries if one.startswith(CHANGES)], "refused, but had begun to write"
    db.session.rollback()


def known_of(world: World) -> dict[str, Any]:
    """The world's things by the names under which services ask for them."""
    names = (
        "firm",
        "contact",
        "office",
        "term",
        "roster",
        "event",
        "notice",
        "question",
        "department",
        "account",
        "bot",
    )
    known: dict[str, Any] = {}
    for name in (*names, "seat", "failed message", "failed bot message", "complaint", "words", "complaint file"):
        known |= {part: value for part, value in world.things[name].parts.items() if part not in known}
    known |= {"which": known["reference"], "key": "contact", "shelf": "path", "entry_id": 1, "version": 1}
    return known | {"day": date(2026, 9, 21)}


def test_what_a_member_may_do_is_called_by_pages() -> None:
    assert set(MAY.split()) <= set(called_by_pages())
