"""A common problem is found by each text of its page, its category and its department too, by who reads it there."""

from functools import partial

import pytest
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.cases.lists import categories
from chamber.cases.models_lists import CaseCategory
from chamber.cases.themes import keeping, listing
from chamber.cases.themes.keeping import Wording
from chamber.cases.themes.models import CaseTheme
from chamber.cases.words import Kind
from chamber.directory import services as directory
from chamber.extensions import db
from chamber.rights import Actor
from tests.english import english
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive
from tests.factories.finds import found_by
from tests.factories.themes import ANSWER, TEXT, TITLE, answered, make_theme, several

OFFICE, SHORT = "鸢尾中心", "木槿办"
WHO = ("secretary", "member", "rival", "handler", "other_handler", "leader", "president", "supervisor")


@pytest.fixture
def category(drive: Drive) -> CaseCategory:
    """A category of requests."""
    return db.session.scalars(select(CaseCategory).where(CaseCategory.kind == Kind.REQUEST)).first()


def rename(keeper: Actor, cast: Cast, name: str, short: str = "") -> None:
    """The department of the cast is called so."""
    office = cast.department
    directory.edit(office.id, directory.Details(name=name, short_name=short), version=office.version, actor=keeper)
    db.session.commit()


def finds(account: Account, row: CaseTheme, word: str) -> bool:
    """Whether this person finds it by a word."""
    one = select(CaseTheme.id).where(CaseTheme.id == row.id, listing.found(actor_as(account), word))
    return db.session.scalar(one) is not None


@pytest.mark.parametrize("until", ["prepared", "shown", "answered"])
def test_what_its_page_shows_is_found_by_each_who_reads_it_and_by_nobody_else(
    cast, drive, sign_in, keeper, category, until
):
    rename(keeper, cast, OFFICE, SHORT)
    of = {"department_id": cast.department.id, "category_id": category.id}
    make = answered if until == "answered" else partial(make_theme, shown=until == "shown")
    row = make(keeper, several(drive), **of)
    words, readers = (TITLE, TEXT[-12:], ANSWER[:10], category.name, SHORT), set()
    address = f"/cases/themes/{row.reference}"
    for who in WHO:
        browser = english(sign_in(getattr(cast, who)))
        answer = browser.get(address)
        shown = answer.page.text if answer.status_code == 200 else ""
        for word in words:
            hits = browser.get("/search/", query_string={"q": word}).page.css("#results li a")
            assert (address in [one.attributes["href"] for one in hits]) == (word in shown), (who, word)
        readers |= {who} if category.name in shown and SHORT in shown else set()
    expected = {
        "prepared": {"secretary"},
        "shown": {"secretary", "handler", "leader", "president", "supervisor"},
        "answered": {*WHO} - {"other_handler"},
    }
    assert readers == expected[until]


def test_a_category_or_a_department_that_is_renamed_is_found_by_its_name_of_now(cast, drive, keeper, category):
    row = make_theme(keeper, category_id=category.id, department_id=cast.department.id, shown=False)
    names = (category.name, cast.department.name)
    assert all(finds(cast.secretary, row, name) for name in names)
    categories.change_entry(Kind.REQUEST, category.id, "凌霄类", 1, was=category.name, actor=keeper)
    db.session.commit()
    assert [finds(cast.secretary, row, name) for name in (*names, "凌霄类")] == [False, True, True]
    rename(keeper, cast, OFFICE, SHORT)
    assert not any(finds(cast.secretary, row, name) for name in names)
    assert all(finds(cast.secretary, row, name) for name in ("凌霄类", OFFICE, SHORT))
    assert set(keeping.docs([row.id])[row.id].split()) == found_by("theme", row.id)


def test_one_that_gets_another_category_is_found_by_that(cast, drive, keeper, category):
    row = make_theme(keeper, category_id=category.id, department_id=cast.department.id, shown=False)
    keeping.edit(row.reference, Wording(TITLE, TEXT), version=row.version, actor=keeper)
    db.session.commit()
    assert [finds(cast.secretary, row, name) for name in (category.name, cast.department.name)] == [False, False]
