"""A list of wordings, written by somebody who had not read the code: whom they mean is among the first five."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from chamber.cases.access.naming import Meant, could_be_staff, recognised
from chamber.cases.words import RespondentKind
from chamber.directory.models import DepartmentPerson
from chamber.directory.popular import proposed
from chamber.extensions import db
from chamber.members.models import Office
from chamber.rights import Role
from tests.factories.accounts import make_account, make_contact, make_department, make_member

WRITTEN: dict[str, Any] = tomllib.loads(Path(__file__).with_name("wordings.toml").read_text(encoding="utf-8"))
WORDINGS, INNOCENT = WRITTEN["wording"], WRITTEN["innocent"]
MOST, AT_LEAST, MOST_INNOCENT = 5, 143, 5
PRESIDENT = "yuanzhi"
UNNAMED = {
    "somebody_of_the_street": RespondentKind.LEADER,
    "somebody_of_the_chamber": RespondentKind.SECRETARIAT,
}
"""Who is denied where the office is meant as such."""


@pytest.fixture
def town(app: object) -> dict[tuple[str, int | None], str]:
    """Who is who in the town of the list, by what the rule finds."""
    known = WRITTEN["town"]
    for role, people in (
        (Role.SECRETARIAT, known["secretariat"]),
        (Role.LEADER, [known["leader"]]),
        (Role.SUPERVISOR, [known["supervisor"]]),
    ):
        for one in people:
            make_account(one["username"], one["name"], role)
    found: dict[tuple[str, int | None], str] = {}
    for unit in known["unit"]:
        handlers = [
            make_account(one["username"], one["name"], Role.HANDLER) for one in unit["people"] if one["handler"]
        ]
        row = make_department(unit["name"], *handlers)
        row.short_name, row.popular_names = unit.get("short", ""), proposed(unit["name"])
        for one in unit["people"]:
            if one["public"]:
                db.session.add(DepartmentPerson(department_id=row.id, name=one["name"], title=one["title"]))
        found[RespondentKind.DEPARTMENT, row.id] = f"unit:{unit['key']}"
    for number, firm in enumerate(known["firm"]):
        facts = {"legal_representative": firm.get("legal_representative", ""), "short_name": firm.get("short", "")}
        row = make_member(firm["name"], 100 + number, **facts)
        make_contact(row, firm["contact"]["name"])
        if firm["key"] == PRESIDENT:
            row.office = Office.PRESIDENT
        found[RespondentKind.MEMBER, row.id] = f"firm:{firm['key']}"
    db.session.commit()
    return found


def five_of(text: str, town: dict[tuple[str, int | None], str]) -> list[str]:
    """Whom the question may offer for a text."""
    found: list[Meant] = recognised(text, but=0)[:MOST]
    return [town.get((one.kind, one.department_id or one.member_id), one.kind) for one in found]


def is_right(right: str, text: str, found: list[str]) -> bool:
    """Whether who is meant is among these; a department that nobody can tell is an answer that the question offers."""
    return could_be_staff(text) if right == "somebody_of_a_department" else UNNAMED.get(right, right) in found


def test_whoever_is_meant_is_among_the_first_five(town: dict[tuple[str, int | None], str]) -> None:
    wrong = [
        (one["text"], one["right"], found)
        for one in WORDINGS
        if not all(is_right(right, one["text"], found := five_of(one["text"], town)) for right in one["right"])
    ]
    assert len(WORDINGS) == 150
    assert len(WORDINGS) - len(wrong) >= AT_LEAST, wrong


def test_innocent_texts_name_nobody(town: dict[tuple[str, int | None], str]) -> None:
    wrong = [(one["text"], found) for one in INNOCENT if (found := five_of(one["text"], town))]
    assert len(INNOCENT) == 50
    assert len(wrong) <= MOST_INNOCENT, wrong
