"""Several words in the search box, in any order: what has them all is found, in each list."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.models import Account
from chamber.events import registration
from chamber.rights import Actor
from tests.client import Client
from tests.factories.accounts import Cast, make_contact, make_member
from tests.factories.events import make_event


@pytest.mark.parametrize("words", ["学习 三楼", "三楼 学习", "三楼  xuexi"])
def test_events_are_found_by_words_in_any_order(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client], words: str
) -> None:
    make_event(staff, title="个税学习会", place="三楼会议室")
    make_event(staff, title="个税学习会二", place="五楼")
    db.session.commit()
    page = browse(cast.member).get("/events/", query_string={"q": words}).page
    assert page.texts("#rows a") == ["个税学习会"]
    assert not browse(cast.member).get("/events/", query_string={"q": "三楼 没有"}).page.css("#rows")


def test_people_at_the_door_are_found_by_name_and_firm_together(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event = make_event(staff)
    for number, firm in enumerate(("佛山陶瓷有限公司", "恒信门窗有限公司")):
        person = make_contact(make_member(firm, 70 + number), "王敏", mobile=f"+861380000602{number}")
        registration.register(event.id, actor=staff, contact_id=person.id)
    db.session.commit()
    page = browse(cast.secretary).get(f"/events/{event.id}/check-in", query_string={"q": "wang foshan"}).page
    assert len(page.css("#rows > li")) == 1 and "佛山陶瓷" in page.text
