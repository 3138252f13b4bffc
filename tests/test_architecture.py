"""No module breaks the rules of tests/architecture.py, and each of those rules finds what breaks it."""

import pytest

from chamber.config import ROOT
from tests.architecture import MODULE, MODULES, TEMPLATE, faults, sources


def test_modules_keep_the_rules() -> None:
    found = [fault for path in sources() for fault in faults(path.relative_to(ROOT).as_posix(), path.read_text())]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(("files", "most"), [("templates/**/*.html", TEMPLATE), ("tests/**/*.py", MODULE)])
def test_templates_and_modules_of_tests_are_short(files: str, most: int) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {lines} lines, {most} at most"
        for path in sorted(ROOT.glob(files))
        if (lines := path.read_text().count("\n")) > most
    ]
    assert not found, "\n" + "\n".join(found)


def test_no_module_for_leftovers() -> None:
    named = [path for path in sources() if path.stem in ("utils", "util", "helpers", "common", "misc")]
    assert not named, f"a module is named for what it does: {named}"


BAD = [
    ("chamber/text.py", "from .members.models import Member", "level 0 stands below level 1"),
    ("chamber/members/models.py", "from .services import find", "level 1 stands below level 2"),
    ("chamber/events/models.py", "from ..members.models import Member", "by string"),
    ("chamber/audit/services.py", "from ..members import services", "members stands to the right of audit"),
    ("chamber/accounts/hats.py", "from ..members.services import find", "members stands to the right of accounts"),
    ("chamber/accounts/hats.py", "import chamber.members.services", "members stands to the right of accounts"),
    ("chamber/rights.py", "from .audit.services import record", "level 1 stands below level 2"),
    ("chamber/members/services.py", "from .forms import MemberForm", "level 2 stands below level 3"),
    ("chamber/members/services.py", "from ..web import answer", "level 2 stands below level 4"),
    ("chamber/events/views.py", "from ..members.forms import MemberForm", "belong to their feature"),
    ("chamber/events/views.py", "from ..members import views", "belong to their feature"),
    ("chamber/events/views_door.py", "from sqlalchemy import select", "a view with a query"),
    ("chamber/events/views.py", "from chamber import create_app", "from chamber/__init__"),
    ("chamber/events/views.py", "from .. import create_app", "from chamber/__init__"),
    ("chamber/events/views.py", "import chamber", "nothing is imported from chamber/__init__"),
    ("chamber/events/services.py", "def f():\n    import os\n", "import inside f"),
    ("chamber/events/services.py", "from flask import request", "touches request"),
    ("chamber/events/services.py", "import flask\nx = flask.session", "touches session"),
    ("chamber/events/services.py", "from flask_login import current_user", "touches current_user"),
    ("chamber/events/models.py", "from flask import render_template", "touches render_template"),
    ("chamber/events/models.py", "import smtplib", "sends mail"),
    ("chamber/events/forms.py", "from ..extensions import db\ndb.session.add(1)", "forms call session.add"),
    ("chamber/events/views.py", "from ..extensions import db\ndb.session.commit()", "views call session.commit"),
    ("chamber/events/views.py", "from sqlalchemy import select", "a view with a query"),
    ("chamber/events/services.py", "x = 1\n" * 301, "301 lines"),
    ("chamber/events/services.py", "def _f():\n" + "    x = 1\n" * 50, "_f has 51 lines"),
    ("chamber/events/views.py", "@b.get('/')\ndef f():\n" + "    x = 1\n" * 25, "f has 26 lines, 25 at most"),
    ("chamber/events/views/door.py", "@b.get('/')\ndef f():\n" + "    x = 1\n" * 25, "f has 26 lines, 25 at most"),
    ("chamber/events/services.py", "def register():\n    return 1", "register has no docstring"),
    ("chamber/events/services.py", "class Seat:\n    x = 1", "Seat has no docstring"),
]


@pytest.mark.parametrize(("path", "source", "reason"), BAD)
def test_each_rule_finds_what_breaks_it(path: str, source: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"chamber", "chamber.web", "chamber.rights", "chamber.audit.services"}
    there |= {f"chamber.members.{name}" for name in ("models", "services", "forms", "views")}
    monkeypatch.setattr("tests.architecture.MODULES", MODULES | there)
    assert any(reason in fault for fault in faults(path, source)), faults(path, source)


GOOD = [
    ("chamber/events/services.py", "from ..members.services import find\nfrom ..cases.models import Case"),
    ("chamber/events/services.py", "from .. import clock\nfrom ..rights import Actor\nfrom . import seats"),
    (
        "chamber/events/views.py",
        "from ..cases.services import due\nfrom .forms import EventForm\nfrom ..web import answer",
    ),
    ("chamber/__init__.py", 'def create_app():\n    """App."""\n    from . import web'),
]


@pytest.mark.parametrize(("path", "source"), GOOD)
def test_no_rule_is_stricter_than_the_table(path: str, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("members.services", "cases.models", "cases.services", "events.seats", "events.forms")
    monkeypatch.setattr("tests.architecture.MODULES", MODULES | {f"chamber.{name}" for name in names})
    assert faults(path, source) == []
