"""Each text that a page shows to somebody is found by them; what it does not show finds nothing, changes no count."""

import pytest

from chamber.directory import services as directory
from chamber.events.details import PolicyDetails
from chamber.extensions import db
from tests.english import english
from tests.factories.events import make_event
from tests.factories.notices import make_notice, named

WHO = ("secretary", "member", "rival", "handler", "leader", "president", "supervisor", "admin")
EVENT = {"title": "琥珀讲", "place": "翡翠厅", "host": "玛瑙所", "speakers": "珍珠", "agenda": "先说**砗磲**再说水晶"}
POLICY = PolicyDetails(title="琉璃条例", number="青瓷第 7 号", text="紫砂要点")
NOTICE = {"title": "白玉通知", "body": "请带**墨晶**\n\n- 孔雀"}
PERSON = directory.Person("单石绿", "朱砂员", "雄黄事")
OFFICE = directory.Details(name="辰砂办", duties="螺钿证", address="贝叶路", hours="逢双日", people=(PERSON,))
MARKS = (
    *("琥珀", "翡翠", "玛瑙", "珍珠", "砗磲", "水晶", "琉璃", "青瓷", "紫砂"),
    *("白玉", "墨晶", "孔雀", "石绿", "朱砂员", "雄黄", "辰砂", "螺钿", "贝叶", "双日"),
)


@pytest.fixture(params=[True, False], ids=["out", "drafts"])
def addresses(cast, keeper, request) -> list[str]:
    """An event, a notice for one firm and a department, each of whose texts has a word of its own."""
    event = make_event(keeper, published=request.param, policies=(POLICY,), **EVENT)
    notice = make_notice(keeper, published=request.param, audience=named(cast.firm.name), **NOTICE)
    office = directory.create(OFFICE, actor=keeper)
    db.session.commit()
    return [f"/events/{event.id}", f"/notices/{notice.id}", f"/directory/{office.id}"]


@pytest.mark.parametrize("who", WHO)
def test_what_a_page_shows_is_found_and_what_it_does_not_show_is_not(cast, addresses, sign_in, who):
    browser = english(sign_in(getattr(cast, who)))
    shown = "".join(answer.page.text for place in addresses if (answer := browser.get(place)).status_code == 200)
    nothing = browser.get("/search/", query_string={"q": "鸂鶒"}).page.text
    for mark in MARKS:
        page = browser.get("/search/", query_string={"q": mark}).page
        found = [str(link.attributes["href"]) for link in page.css("#results li a")]
        assert [one.partition("?")[0] in addresses for one in found] == [True] * (mark in shown), (mark, found)
        assert found or page.text == nothing, mark
