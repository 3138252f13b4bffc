"""The rules on import time, states, the list of features, rights and rooms find what breaks them, and only that."""

import pytest

from . import features, importing, rights, rooms, states
from .sources import House

FILES = {
    "chamber/registry.py": "",
    "chamber/rights.py": "class Right: ...",
    "chamber/cases/models.py": "class Case: ...",
    "chamber/events/models.py": "class Event: ...\nclass Registration: ...",
}


def lines(rule: object, path: str, source: str, **others: str) -> list[str]:
    """What a rule finds wrong with one module in a small house."""
    found = rule.find(House({**FILES, **others, path: source}))  # type: ignore[attr-defined]
    return [fault.line.removeprefix(f"{path}: ") for fault in found if fault.path == path]


EAGER = [
    ("from flask_babel import gettext as _\nA = _('Event')", "translates at import: Event"),
    ("from flask_babel import ngettext\nclass A:\n    x = ngettext('one', 'two', 2)", "translates at import: one"),
    ("from flask_babel import pgettext\ndef f(x=pgettext('a', 'b')): ...", "translates at import: a"),
    ("import flask_babel\n@door(flask_babel.gettext('a'))\ndef f(): ...", "translates at import: a"),
    ("from flask_babel import gettext as _\nA = {1: [_('a') for x in y]}", "translates at import: a"),
    ("from flask_babel import gettext as _\nf = lambda x=_('a'): x", "translates at import: a"),
    ("from .. import registry\nACTS = registry.acts()", "asks registry.acts at import"),
    ("from ..registry import subjects as s\nclass Form:\n    kinds = list(s())", "asks registry.subjects at import"),
]


@pytest.mark.parametrize(("source", "what"), EAGER)
def test_what_must_not_run_at_import_is_found(source: str, what: str) -> None:
    assert lines(importing, "chamber/events/words.py", source) == [what]


LATER = [
    "from flask_babel import gettext as _\ndef f():\n    return _('a')",
    "from flask_babel import gettext as _\nf = lambda: _('a')",
    "from flask_babel import lazy_gettext as _l\nA = _l('a')",
    "from .. import registry\ndef f():\n    return registry.acts()",
    "from ..registry import Act\nA = Act('event.made')",
    "from .. import registry\nASK = registry.acts",
]


@pytest.mark.parametrize("source", LATER)
def test_what_runs_later_may_translate_and_ask(source: str) -> None:
    assert lines(importing, "chamber/events/words.py", source) == []


def test_the_list_of_features_fills_the_registry_at_import() -> None:
    assert lines(importing, "chamber/features.py", "from . import registry\nregistry.fill(())") == []
    assert lines(importing, "chamber/cli.py", "from . import registry\nregistry.fill(())")


SET = [
    ("def accept(case):\n    case.state = 1", "accept sets a state"),
    ("def accept(hand):\n    hand.case.state, x = 1, 2", "accept sets a state"),
    ("def accept(case):\n    case.state = 1\n    case.state = 2", "accept sets a state in 2 places"),
    ("def accept(case):\n    def now():\n        case.state = 1", "now sets a state"),
    ("def accept(case):\n    setattr(case, 'state', 1)", "accept sets a state"),
    ("def f(case):\n    for k, v in {'state': 1}.items():\n        setattr(case, k, v)", "f sets a state"),
    ("def f(q):\n    q.values(state=1)", "f sets a state"),
    ("def f(q):\n    q.values({'state': 1})", "f sets a state"),
    ("def f(q):\n    q.update({Case.state: 1})", "f sets a state"),
    ("class A:\n    def move(self, case):\n        case.state = 1", ""),
]


@pytest.mark.parametrize(("source", "what"), SET)
def test_a_state_set_by_hand_is_found(source: str, what: str) -> None:
    assert lines(states, "chamber/cases/doing/intake.py", source) == ([what] if what else [])


def test_one_function_of_a_feature_moves() -> None:
    move = "def move(case):\n    case.state = 1"
    assert lines(states, "chamber/cases/desk.py", move) == []
    assert lines(states, "chamber/cases/pages.py", move) == ["move sets a state"]
    assert lines(states, "chamber/cases/more.py", move, **{"chamber/cases/desk.py": move}) == ["a second move"]


def test_only_who_knows_cases_events_or_notices_is_looked_at_elsewhere() -> None:
    source = "from ..cases.models import Case\ndef f(case):\n    case.state = 1"
    assert lines(states, "chamber/demo/seed.py", source) == ["f sets a state"]
    assert lines(states, "chamber/jobs/running.py", "def f(job):\n    job.state = 1") == []


def test_reading_a_state_and_other_fields_are_no_business_of_the_rule() -> None:
    source = (
        "def f(case, form):\n    x = case.state\n    case.title = 1\n    for k in form:\n        setattr(case, k, 1)"
    )
    assert lines(states, "chamber/cases/intake.py", source) == []


def test_a_thing_is_made_in_a_state_in_one_place() -> None:
    make = "from .models import Case\ndef submit():\n    return Case(state=1)"
    assert lines(states, "chamber/cases/intake.py", make) == []
    found = lines(states, "chamber/cases/entry.py", make, **{"chamber/cases/intake.py": make})
    assert found == ["submit makes a Case in a state"]
    assert lines(states, "chamber/demo/seed.py", make.replace(".models", "..cases.models"))


def test_what_has_tables_or_pages_declares_itself() -> None:
    blueprint = "from flask import Blueprint\nblueprint = Blueprint('visits', __name__)"
    house = House({"chamber/visits/pages.py": blueprint, "chamber/files/models.py": "", "chamber/paste/chats.py": ""})
    assert features.undeclared(house) == ["files", "visits"]
    assert features.undeclared(House({**house.files, "chamber/visits/feature.py": ""})) == ["files"]


LISTED = [
    ("chamber/web/navigation.py", "from ..events.feature import FEATURE", "imports chamber.events.feature"),
    ("tests/events/test_pages.py", "from chamber.events.feature import FEATURE", "imports chamber.events.feature"),
    ("chamber/cli.py", "X = ['members', 'events', 'cases', 'notices', 'jobs']", "lists features"),
    ("tests/routes.py", "X = {'members': 1, 'events': 2, 'cases': 3, 'notices': 4, 'help': 5}", "lists features"),
    ("chamber/cli.py", "X = (*('members', 'events', 'cases'), *('notices', 'jobs'))", "lists features"),
]


@pytest.mark.parametrize(("path", "source", "what"), LISTED)
def test_a_second_list_of_the_features_is_found(path: str, source: str, what: str) -> None:
    assert lines(features, path, source, **{"chamber/events/feature.py": ""}) == [what]


def test_a_module_that_imports_the_pages_of_five_features_lists_them() -> None:
    names = ("members", "events", "cases", "notices", "jobs")
    source = "\n".join(f"from .{name} import pages as {name}_pages" for name in names)
    others = {f"chamber/{name}/pages.py": "" for name in names}
    assert lines(features, "chamber/cli.py", source, **others) == ["imports the pages of many features"]
    assert lines(features, "chamber/features.py", source, **others) == []


def test_four_features_or_other_words_are_no_list() -> None:
    assert lines(features, "chamber/cli.py", "X = ['members', 'events', 'cases', 'notices', 'member', 'cases']") == []


DEFINES = "from ..rights import Right\nREAD = Right('Events: read')\nRUN: Right = Right('Events: run')\nALL = 1"
DEMANDS = "from . import rights\ndef f(actor):\n    rights.READ.demand(actor)\n    return rights.RUN.demand(actor)"
REQUIRES = "from ..web import requires\nfrom .rights import READ\nfrom . import rights\n@requires(READ)\ndef f(): ...\n"


def test_a_right_that_holds_nobody_back_is_found() -> None:
    assert lines(rights, "chamber/events/rights.py", DEFINES) == [
        "READ is demanded by no rule",
        "READ is required on no page",
        "RUN is demanded by no rule",
        "RUN is required on no page",
    ]


def test_a_right_is_demanded_by_a_rule_and_required_on_a_page() -> None:
    files = {"chamber/events/seats.py": DEMANDS, "chamber/events/pages.py": REQUIRES, "chamber/web.py": ""}
    assert lines(rights, "chamber/events/rights.py", DEFINES, **files) == ["RUN is required on no page"]
    files["chamber/members/pages/all.py"] = "from ...events import rights as r\nx = web.requires\n" + (
        "from ... import web\n@web.requires(r.RUN)\ndef f(): ..."
    )
    assert lines(rights, "chamber/events/rights.py", DEFINES, **files) == []


def test_a_right_of_a_row_of_the_workflow_is_demanded_and_required() -> None:
    row = "from .. import rights\nfrom .acts import Transition\nROW = Transition(right=rights.READ)"
    files = {"chamber/cases/rules/intake.py": row, "chamber/cases/rules/acts.py": "class Transition: ..."}
    assert lines(rights, "chamber/cases/rights.py", "from ..rights import Right\nREAD = Right('')", **files) == []


def test_a_reach_that_no_code_reads_is_found() -> None:
    reaches = "from ..rights import Reach\nSOME = Reach('some')\nNONE: Reach = Reach('none')"
    reads = "from . import rights\ndef f(actor):\n    return rights.READ.of(actor) is rights.SOME"
    found = lines(rights, "chamber/events/rights.py", reaches, **{"chamber/events/seats.py": reads})
    assert found == ["NONE is a reach that no code reads"]


def test_a_page_that_demands_does_not_spare_the_rule() -> None:
    found = lines(rights, "chamber/events/rights.py", DEFINES, **{"chamber/events/pages.py": DEMANDS})
    assert "READ is demanded by no rule" in found


SHORT = "    x = 1\n"
ROOMS = [
    ("chamber/events/seats.py", "x = 1\n" * 301, "is too long"),
    ("tests/events/test_seats.py", "x = 1\n" * 301, "is too long"),
    ("templates/events/index.html", "<p>\n" * 121, "is too long"),
    ("chamber/events/seats.py", "def f():\n" + SHORT * 50, "f is too long"),
    ("chamber/events/seats.py", "class A:\n  def f(self):\n" + SHORT * 50, "f is too long"),
    ("chamber/events/views.py", "@b.get('/')\ndef f():\n" + SHORT * 25, "f is too long"),
    ("chamber/events/pages/door.py", "@b.get('/')\ndef f():\n" + SHORT * 25, "f is too long"),
    ("chamber/events/helpers.py", "", "is called helpers"),
    ("chamber/common/text.py", "", "is called common"),
    ("chamber/events/pages_more.py", "", "is called pages_more"),
    ("chamber/events/second.py", "", "is called second"),
    ("tests/events/test_pages_2.py", "", "is called test_pages_2"),
]


@pytest.mark.parametrize(("path", "source", "what"), ROOMS)
def test_what_is_too_long_or_named_for_nothing_is_found(path: str, source: str, what: str) -> None:
    assert lines(rooms, path, source) == [what]


def test_what_fits_is_left_alone() -> None:
    fits = "@b.get('/')\ndef f():\n" + SHORT * 24
    assert lines(rooms, "chamber/events/pages.py", fits) == []
    assert lines(rooms, "chamber/events/seats.py", "x = 1\n" * 300) == []
    assert lines(rooms, "chamber/migrations/versions/0001_ground.py", "x = 1\n" * 400) == []
    assert lines(rooms, "tests/admin/test_first_accounts.py", "") == []


def test_a_room_holds_fifteen_modules_besides_what_it_declares() -> None:
    full = {f"chamber/cases/m{letter}.py": "" for letter in "abcdefghijklmno"}
    aside = {f"chamber/cases/{name}.py": "" for name in ("__init__", "feature", "rights", "pages/a", "pages/b")}
    assert not list(rooms.find(House({**full, **aside})))
    over = list(rooms.find(House({**full, "chamber/cases/mp.py": ""})))
    assert [fault.line for fault in over] == ["chamber/cases: holds too many modules"]


def test_the_top_level_holds_ten_modules() -> None:
    top = {f"chamber/m{letter}.py": "" for letter in "abcdefghi"} | {"chamber/__init__.py": ""}
    assert not list(rooms.find(House(top)))
    assert [fault.path for fault in rooms.find(House({**top, "chamber/mj.py": ""}))] == ["chamber"]
