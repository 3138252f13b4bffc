"""How people really type: pasted with quotes and stops, by input methods, from lists of contacts, as they speak."""

import pytest
from sqlalchemy import select

from chamber.cases.themes.models import CaseTheme
from chamber.extensions import db
from chamber.measures.models import Measure
from chamber.search import tokens
from tests.english import english
from tests.factories.members import enter, person
from tests.search.test_page import titles

FIRM = "恒信7号门窗有限公司"


@pytest.fixture
def firm(cast, keeper, desk):
    """A firm with one person, and who searches."""
    person(keeper, enter(keeper, 7), "单明", "13912348000")
    db.session.commit()
    return desk


@pytest.mark.parametrize(
    "q",
    [
        *("heng'xin", "heng’xin", "héngxìn", "HENG XIN", "ｈｅｎｇｘｉｎ"),
        *("「恒信」", "《恒信》门窗", "“恒信”，门窗。", "恒信、门窗", "门窗（恒信）", "恒信;7号"),
    ],
)
def test_a_firm_is_found_however_its_name_is_typed(firm, q):
    assert titles(firm, q) == [FIRM]


@pytest.mark.parametrize(
    "q",
    [
        *("139-1234-8000", "139 1234 8000", "+86 139 1234 8000", "8613912348000", "008613912348000"),
        *("１３９１２３４８０００", "单明，8000", "shàn'míng"),
    ],
)
def test_firm_and_person_are_found_however_a_number_or_name_is_typed(firm, q):
    assert titles(firm, q) == [FIRM, "单明"]


@pytest.mark.parametrize(
    ("q", "meant"),
    [
        *(("单8000", "单 8000"), ("恒xin", "恒 xin"), ("恆信", "恒信"), ("单总", "单"), ("單經理", "单")),
        *(("善明", "单明"), ("sanming", "单明"), ("henxin", FIRM), ("衡信", FIRM)),
    ],
)
def test_what_was_typed_otherwise_is_offered_as_it_would_be_found(firm, q, meant):
    page = firm.get("/search/", query_string={"q": q}).page
    assert "Nothing found." in page.text and page.link(meant).startswith("/search/?q=")
    assert titles(firm, meant)


@pytest.mark.parametrize("q", ["😀", "。。", "《》", "%%", "'", "77777"])
def test_signs_that_are_nowhere_mean_nothing(firm, q):
    page = firm.get("/search/", query_string={"q": q}).page
    assert "Nothing found." in page.text and "Did you mean" not in page.text


def test_no_names_are_offered_that_the_reader_does_not_find(firm, cast, sign_in):
    browser = english(sign_in(cast.member))
    for q in ("善明", "单8000", "单总"):
        assert "单明" not in browser.get("/search/", query_string={"q": q}).page.texts("#results a"), q


@pytest.mark.parametrize("q", ["1,000", "17:58", "a.b", "12月", "A座-3"])
def test_signs_within_words_and_numbers_stay(q):
    assert tokens.asked(q) == [q.lower()]


@pytest.mark.parametrize("shape", ["{}", " {} ", "（{}）", "「{}」。"])
def test_a_measure_and_a_common_problem_are_found_by_the_whole_number(world, sign_in, shape):
    desk = english(sign_in(world.cast.secretary))
    rows = [db.session.scalars(select(model).order_by(model.id).limit(1)).one() for model in (Measure, CaseTheme)]
    for row in rows:
        for typed in (row.reference, row.reference.lower(), row.reference.replace("-", "－")):
            assert titles(desk, shape.format(typed)) == [row.title], typed
