from datetime import date

import pytest

from chamber.workdays import services as workdays
from tests.english import english


def cell(page, day: str):
    return page.one(f'.year a[href="/admin/calendar/{day}"]')


def test_a_year_shows_free_made_up_and_provisional_days_by_word_and_class(cast, sign_in, clock):
    browser = english(sign_in(cast.admin))
    page = browser.get("/admin/calendar?year=2026").page
    assert len(page.css(".year table")) == 12
    assert page.texts(".year caption")[::11] == ["January", "December"]
    assert len(page.css(".year a.day")) == 365
    holiday, made_up, weekend, plain = (cell(page, f"2026-{day}") for day in ("10-01", "10-10", "11-01", "11-24"))
    assert "off" in holiday.text() and "day--free" in holiday.attributes["class"]
    assert "National Day" in holiday.text()
    assert "work" in made_up.text() and "day--makeup" in made_up.attributes["class"]
    assert "day--weekend" in weekend.attributes["class"] and "free" in weekend.text()
    assert plain.attributes["class"] == "day" and "working day" in plain.text()
    assert "provisional" not in page.text
    page = browser.get("/admin/calendar?year=2028").page
    assert "provisional" in page.text and len(page.css(".day--provisional")) == 366 + 1
    assert page.heading == "Working days 2028"


def test_a_day_is_changed_with_a_reason_and_counts_at_once(db, cast, sign_in):
    browser = english(sign_in(cast.admin))
    path = "/admin/calendar/2026-11-24"
    answer = browser.post_form(path, {"kind": "free", "reason": "　"})
    assert answer.status_code == 422
    answer = browser.post_form(answer, {"reason": "街道统一放假"})
    assert answer.status_code == 200 and "街道统一放假" in answer.words
    assert "set" in cell(answer.page, "2026-11-24").text()
    assert not workdays.is_workday(date(2026, 11, 24))


def test_who_is_slower_sees_what_was_set_meanwhile(db, cast, sign_in):
    browser = english(sign_in(cast.admin))
    one, two = browser.get("/admin/calendar/2026-11-24"), browser.get("/admin/calendar/2026-11-24")
    assert browser.post_form(one, {"kind": "free", "reason": "先到"}).status_code == 200
    answer = browser.post_form(two, {"kind": "free", "reason": "后到"})
    assert answer.status_code == 409 and "先到" in answer.words
    assert answer.page.one("textarea").text() == "后到"


@pytest.mark.parametrize("day", ["2026-02-31", "9999-12-31", "1999-01-01", "0000-00-00", "morgen"])
def test_days_that_are_none_are_not_found(cast, sign_in, day):
    browser = sign_in(cast.admin)
    assert browser.get(f"/admin/calendar/{day}").status_code == 404
    assert browser.post(f"/admin/calendar/{day}", data={"kind": "free", "reason": "x"}).status_code == 404
    assert browser.get(f"/admin/calendar?year={day[:4]}").status_code in (200, 404)


def test_a_day_without_a_decree_is_said_to_be_assumed(db, cast, sign_in):
    browser = english(sign_in(cast.admin))
    page = browser.get("/admin/calendar/2028-03-06").page
    assert "Monday to Friday count as working days" in page.text and "By the public-holiday schedule" not in page.text
    answer = browser.post_form("/admin/calendar/2028-03-06", {"kind": "free", "reason": "放假"})
    assert (
        "By the public-holiday schedule" not in browser.get("/admin/calendar/2028-03-06").words
        and answer.status_code == 200
    )
    assert "By the public-holiday schedule: a working day." in browser.get("/admin/calendar/2026-11-24").words
