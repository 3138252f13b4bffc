"""The rules on what imports what find what breaks them, and are no stricter than the table."""

import pytest

from . import cycles, duties, layers
from .sources import House

THERE = (
    *("chamber/__init__.py", "chamber/text.py", "chamber/errors.py", "chamber/features.py"),
    *("chamber/web/__init__.py", "chamber/web/answers.py"),
    *("chamber/rights.py", "chamber/registry.py", "chamber/language/dates.py", "chamber/members/__init__.py"),
    *(f"chamber/members/{name}.py" for name in ("models", "words", "rights", "industry", "services", "forms")),
    *("chamber/members/pages/contacts.py", "chamber/members/pages/forms.py", "chamber/members/views.py"),
    *(f"chamber/events/{name}.py" for name in ("models", "rights", "seats", "forms", "pages", "feature")),
    *("chamber/audit/services.py", "chamber/cases/models.py", "chamber/cases/rules/limits.py"),
)


def house(path: str, source: str) -> House:
    """A house of empty modules but for this one."""
    return House({**dict.fromkeys(THERE, ""), "chamber/tables/workbooks.py": "import openpyxl", path: source})


IMPORTS = [
    ("chamber/text.py", "from .members.models import Member", "level 0 stands below level 1"),
    ("chamber/language/dates.py", "from ..rights import Actor", "level 0 stands below level 1"),
    ("chamber/rights.py", "from .audit.services import record", "level 1 stands below level 2"),
    ("chamber/rights.py", "from . import registry", "rights stand before the registry"),
    ("chamber/registry.py", "from .members.models import Member", "by string"),
    ("chamber/registry.py", "from .members.services import find", "level 1 stands below level 2"),
    ("chamber/events/models.py", "from ..members.models import Member", "by string"),
    ("chamber/events/words.py", "from ..members.words import Size", "by string"),
    ("chamber/events/rights.py", "from ..members.rights import READ", "by string"),
    ("chamber/events/models_seats.py", "from .seats import count", "level 1 stands below level 2"),
    ("chamber/audit/services.py", "from ..members import services", "audit knows no feature"),
    ("chamber/audit/services.py", "from ..members.models import Member", "audit knows no feature"),
    ("chamber/files/pages.py", "from ..cases.models import Case", "files knows no feature"),
    ("chamber/accounts/acting.py", "from ..members.services import find", "members stands to the right of accounts"),
    ("chamber/accounts/acting.py", "import chamber.members.services", "members stands to the right of accounts"),
    ("chamber/events/seats.py", "from ..cases.rules import limits", "cases stands to the right of events"),
    ("chamber/members/services.py", "from .forms import MemberForm", "level 2 stands below level 3"),
    ("chamber/members/services.py", "from ..web.answers import answer", "level 2 stands below level 4"),
    ("chamber/members/services.py", "from .pages import contacts", "level 2 stands below level 4"),
    ("chamber/events/forms.py", "from .pages import blueprint", "level 3 stands below level 4"),
    ("chamber/events/forms.py", "from ..members.forms import MemberForm", "belong to their feature"),
    ("chamber/events/pages.py", "from ..members.pages.forms import MemberForm", "belong to their feature"),
    ("chamber/events/pages.py", "from ..members import views", "belong to their feature"),
    ("chamber/web/answers.py", "from ..members.pages import contacts", "belong to their feature"),
    ("chamber/events/pages.py", "from .feature import FEATURE", "level 4 stands below level 5"),
    ("chamber/events/pages.py", "from ..features import FEATURES", "level 4 stands below level 6"),
    ("chamber/events/feature.py", "from ..members.services import find", "knows no other"),
    ("chamber/events/feature.py", "from ..web import answers", "by registry and rights alone"),
    ("chamber/events/pages.py", "from chamber import create_app", "from chamber/__init__"),
    ("chamber/events/pages.py", "from .. import create_app", "from chamber/__init__"),
    ("chamber/events/pages.py", "import chamber", "from chamber/__init__"),
    ("chamber/events/seats.py", "def f():\n    import os\n", "at their head"),
    ("chamber/events/seats.py", "class A:\n    def f(self):\n        from ..text import clean\n", "at their head"),
    ("chamber/events/seats.py", "def f():\n    import openpyxl, os\n", "at their head"),
    ("chamber/events/seats.py", "def f():\n    from . import models\n", "at their head"),
    ("chamber/weather/rain.py", "", "see ORDER"),
    ("chamber/help/rain.py", "", "help has no rules"),
    ("chamber/admin/models.py", "", "admin has no models"),
]


@pytest.mark.parametrize(("path", "source", "reason"), IMPORTS)
def test_an_import_against_the_table_is_found(path: str, source: str, reason: str) -> None:
    found = list(layers.find(house(path, source)))
    assert [fault.path for fault in found] == [path]
    assert reason in found[0].why


RIGHT = [
    ("chamber/events/seats.py", "def _f():\n    from openpyxl.cell import WriteOnlyCell\n"),
    ("chamber/events/seats.py", "def _f():\n    from ..tables import workbooks\n"),
    ("chamber/events/seats.py", "from ..members.services import find\nfrom ..cases.models import Case"),
    ("chamber/events/seats.py", "from .. import text\nfrom ..rights import Actor\nfrom . import models, rights"),
    ("chamber/accounts/acting.py", "from ..members import industry\nfrom ..members.words import Size"),
    ("chamber/audit/words.py", "from .. import registry\nfrom ..rights import Role"),
    ("chamber/events/rights.py", "from ..rights import Right\nfrom . import models"),
    ("chamber/events/pages.py", "from ..cases.rules import limits\nfrom .forms import Form\nfrom ..web import answers"),
    ("chamber/events/feature.py", "from ..registry import Feature\nfrom . import pages, rights, seats"),
    ("chamber/admin/feature.py", "from ..members import rights as member_rights"),
    ("chamber/features.py", "from . import registry\nfrom .events.feature import FEATURE"),
    ("chamber/web/answers.py", "from ..members.services import find"),
    ("chamber/help/pages.py", "from ..cases.rules import limits"),
    ("chamber/members/services.py", "import os\nfrom flask import Flask"),
    ("chamber/events/seats.py", "from .. import members"),
    ("chamber/__init__.py", 'def create_app():\n    """App."""\n    from . import web'),
]


@pytest.mark.parametrize(("path", "source"), RIGHT)
def test_no_rule_is_stricter_than_the_table(path: str, source: str) -> None:
    assert [*layers.find(house(path, source)), *duties.find(house(path, source))] == []


DUTIES = [
    ("chamber/events/seats.py", "from flask import request", "touches request"),
    ("chamber/events/seats.py", "import flask\nx = flask.session", "touches session"),
    ("chamber/events/seats.py", "from flask_login import current_user as who", "touches current_user"),
    ("chamber/events/models.py", "from flask import render_template", "touches render_template"),
    ("chamber/events/feature.py", "from flask import request", "touches request"),
    ("chamber/text.py", "from flask import abort", "touches abort"),
    ("chamber/rights.py", "from flask_login import current_user", "touches current_user"),
    ("chamber/events/models.py", "import smtplib", "sends mail"),
    ("chamber/events/words.py", "from email.message import EmailMessage", "sends mail"),
    ("chamber/events/forms.py", "from ..extensions import db\ndb.session.add(1)", "calls session.add"),
    ("chamber/events/pages/door.py", "from ..extensions import db\ndb.session.commit()", "calls session.commit"),
    ("chamber/events/pages.py", "from sqlalchemy import select", "imports sqlalchemy"),
    ("chamber/events/views_door.py", "import sqlalchemy.orm", "imports sqlalchemy"),
    ("chamber/events/seats.py", "def register():\n    return 1", "register has no docstring"),
    ("chamber/events/seats.py", "class Seat:\n    x = 1", "Seat has no docstring"),
]


@pytest.mark.parametrize(("path", "source", "what"), DUTIES)
def test_a_layer_that_does_the_work_of_another_is_found(path: str, source: str, what: str) -> None:
    assert [fault.line for fault in duties.find(house(path, source))] == [f"{path}: {what}"]


def circles(**imports: str) -> list[str]:
    """The parts in a circle, in a house whose modules import those."""
    files = {f"chamber/{name.replace('__', '/')}.py": f"import {what}" for name, what in imports.items()}
    return [fault.line for fault in cycles.find(House({**dict.fromkeys(THERE, ""), **files}))]


def test_rules_of_two_features_that_use_each_other_are_a_circle() -> None:
    found = circles(members__services="chamber.audit.services", audit__services="chamber.members.services")
    assert found == ["chamber/audit: its rules stand in a circle", "chamber/members: its rules stand in a circle"]


def test_a_circle_over_three_parts_is_found() -> None:
    found = circles(
        members__services="chamber.audit.services",
        audit__services="chamber.cases.models",
        cases__models="chamber.members.services",
    )
    assert found == [
        "chamber/audit: its rules stand in a circle",
        "chamber/cases: its words stand in a circle",
        "chamber/members: its rules stand in a circle",
    ]


def test_reading_each_others_models_and_words_is_no_circle() -> None:
    assert not circles(members__services="chamber.cases.models", cases__rules__limits="chamber.members.services")
    assert not circles(audit__services="chamber.members.industry", members__services="chamber.audit.services")
    assert not circles(members__services="chamber.members.models", members__feature="chamber.members.services")
