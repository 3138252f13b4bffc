"""After an act a press leads to what stands next in the whole list, of whatever feature; after the last one home."""

from collections.abc import Callable

from chamber.accounts.models import Account
from chamber.notifications import worker
from tests.client import Answer, Client
from tests.conftest import Clock
from tests.factories.cases import RELEASED_STORY, RELEASED_TITLE, Drive

SignIn = Callable[[Account], Client]


def next_of(answer: Answer) -> tuple[str, str]:
    """Words and address of the button on the toast."""
    [link] = answer.page.css("#toasts a")
    return link.text(strip=True), link.attributes["href"] or ""


def test_one_press_after_another_leads_through_the_whole_list_and_home(
    one_of_each: Drive, clock: Clock, sign_in: SignIn
) -> None:
    clock.advance(hours=4)
    worker.write_heartbeat()
    desk = sign_in(one_of_each.cast.secretary)
    to_unit = {
        "lead": str(one_of_each.cast.department.id), "release_title": RELEASED_TITLE, "story": RELEASED_STORY
    }  # fmt: skip
    presses = {
        "Check in at the door": lambda url: desk.post_form(url.removesuffix("/check-in"), action="/done"),
        "See why": lambda url: desk.post_form(url, action="/again"),
        "Accept and assign": lambda url: desk.post_form(url, to_unit),
        "Look at the application": lambda url: desk.post_form(url, action="/admit"),
        "Review the correction": lambda url: desk.post_form(url, press="Mark as dealt with"),
        "Answer": lambda url: desk.post_form(url, {"q1-answer": "九点"}, press="Send the answer"),
    }
    answer = desk.post_form(f"/cases/{one_of_each.reference}/contact", {"text": "已电话联系"})
    places = [link.attributes["href"] or "" for link in desk.get("/").page.css("main .line-act a")]
    seen = []
    while (way := next_of(answer))[1] != "/":
        seen.append(way[1])
        words = way[0].removeprefix("Next: ")
        answer = next(press for word, press in presses.items() if words.startswith(f"{word},"))(way[1])
    assert seen == [place for place in places if "check-in" not in place] + ["/events/1/check-in"], "what stays is last"
    assert way[0] == "Nothing else is waiting: back to the home page"
    assert desk.get("/").page.heading == "All clear for today"


def test_what_still_waits_elsewhere_in_the_same_case_is_not_called_done(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    desk = sign_in(drive.cast.secretary)
    page = desk.post_form(f"/cases/{drive.reference}/contact", {"text": "已电话联系"}).page
    assert not page.css("#toasts a"), "the case itself is what waits"


def test_who_has_other_cards_is_led_on_and_home_as_well(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    unit = sign_in(drive.cast.handler)
    assert not unit.post_form(f"/cases/{drive.reference}", action="/sign").page.css("#toasts a"), "it is not answered"
    answer = unit.post_form(f"/cases/{drive.reference}/draft", {"outcome": "resolved", "answer": "已协调付款。"})
    assert next_of(answer) == ("Nothing else is waiting: back to the home page", "/")


def test_who_has_no_such_list_is_led_nowhere(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    member = sign_in(drive.cast.member)
    assert not member.post_form(f"/cases/{drive.reference}/add", {"text": "补充一句"}).page.css("#toasts a")


def test_looking_for_what_comes_next_takes_few_queries(one_of_each: Drive, sign_in: SignIn, queries: list[str]) -> None:
    desk = sign_in(one_of_each.cast.secretary)
    page = desk.get("/members/1")
    queries.clear()
    desk.post_form(page, press="Mark as dealt with", follow=False)
    assert len([query for query in queries if "UNION ALL" in query and "members" in query]) <= 1
    assert not [query for query in queries if "GROUP BY" in query and "cases" in query], "nothing is counted"
