"""The name of a new term is the next after the present one, where that is counted."""

import pytest

from chamber.members.terms.naming import next_name
from chamber.rights import Actor
from tests.client import Client
from tests.factories.members import term


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("第四届", "第五届"),
        ("梧桐街道商会第九届理事会", "梧桐街道商会第十届理事会"),
        ("第十届", "第十一届"),
        ("第十九届", "第二十届"),
        ("第二十九届", "第三十届"),
        ("第九十九届", "第100届"),
        ("第12届（2021–2026）", "第13届（2021–2026）"),
        ("2021–2026", ""),
        ("第零届", ""),
        ("第二三届", ""),
        ("", ""),
    ],
)
def test_the_number_of_a_term_is_counted_on(name: str, suggested: str) -> None:
    assert next_name(name) == suggested


def test_the_form_of_a_new_term_suggests_its_name_and_keeps_what_was_typed_instead(keeper: Actor, desk: Client) -> None:
    assert not desk.get("/members/terms/new").page.form("name").controls["name"].values[0]
    term(keeper, "第四届")
    page = desk.get("/members/terms/new").page
    assert page.form("name").controls["name"].values == ["第五届"]
    wrong = desk.post_form("/members/terms/new", {"name": "换届后", "began_on": "not a day"}, press="Begin the term")
    assert wrong.page.form("name").controls["name"].values == ["换届后"]
