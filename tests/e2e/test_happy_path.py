"""The chamber's main job in one walk: roster in, study session, waiting list, door, complaint, answer, rating."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from chamber import clock
from chamber.accounts.models import Account
from chamber.directory.models import Department
from chamber.language.codes import make_uscc
from tests.browser import Tour
from tests.client import PASSWORD
from tests.factories.accounts import Cast
from tests.factories.cases import make_lists

FIRMS = {"雁荡精密铸造有限公司": "柳工", "松台电气有限公司": "叶工", "飞霞印刷有限公司": "麻工"}
SHOPKEEPER, FIRM, EVENT = "柳工", "雁荡精密铸造有限公司", "《民营经济促进法》学习会"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Three firms as a secretary keeps them, under a title row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["梧桐街道商会会员名册"])
    sheet.append(["企业名称", "统一社会信用代码", "联系人", "手机"])
    for number, (firm, person) in enumerate(FIRMS.items()):
        sheet.append([firm, make_uscc("330302", 500 + number), person, f"1390000{number:04}"])
    book.save(tmp_path / "名册.xlsx")
    return tmp_path / "名册.xlsx"


class Walk:
    """Everybody with a browser of the same kind."""

    def __init__(self, tour: Callable[..., Tour], say: Callable[..., str], **kind: object) -> None:
        self.say = say
        self._open: Callable[[Account | None], Tour] = lambda account: tour(account, **kind)
        self._people: dict[int, Tour] = {}

    def as_(self, account: Account) -> Tour:
        """The browser of this person, opened once."""
        if account.id not in self._people:
            self._people[account.id] = self._open(account)
        return self._people[account.id]

    def stranger(self) -> Tour:
        """A browser that nobody has signed in to."""
        return self._open(None)

    def take_roster_in(self, desk: Tour, roster: Path) -> None:
        """The table is looked at, then written."""
        say = self.say
        desk.go("/members/").follow(say("Import members"))
        desk.fill(say("Table"), roster).press(say("Upload and check"))
        desk.see(FIRM).press(say("Confirm and import"))
        desk.see(say("The roster is imported: %(count)s members.", count=3))

    def call_session(self, desk: Tour, starts: datetime) -> str:
        """A study session with two seats, published; its address."""
        say = self.say
        desk.go("/events/").follow(say("New event"))
        desk.fill(say("Title"), EVENT).fill(say("Kind"), say("Policy-study session"))
        desk.fill(say("Begins"), f"{starts:%Y-%m-%dT%H:%M}")
        desk.fill(say("Ends"), f"{starts + timedelta(hours=2):%Y-%m-%dT%H:%M}")
        desk.fill(say("Place"), "街道三楼会议室").fill(say("Seats"), "2")
        desk.fill(say("Title of the policy"), "《中华人民共和国民营经济促进法》")
        desk.press(say("Save the draft"))
        desk.open(say("Publish")).press(say("Publish")).see(say("The event is published."))
        return desk.path.partition("?")[0]

    def invite(self, desk: Tour, person: str) -> str:
        """The personal link of a contact; its path."""
        desk.go("/members/").follow(FIRM)
        desk.press(self.say("Invite"), within="#contacts")
        link = desk.page.locator("[id^=link-]").inner_text()
        assert link.startswith(("http://", "https://")), link
        return "/" + link.split("/", 3)[3]

    def join(self, link: str) -> Tour:
        """The account of who has the link, set up."""
        say, phone = self.say, self.stranger()
        phone.go(link).fill(say("Mobile number"), "139 0000 0000").fill(say("New password"), PASSWORD)
        phone.press(say("Set up and sign in"))
        assert phone.path == "/"
        return phone

    def fill_seats(self, desk: Tour, event: str, people: list[str]) -> None:
        """Others take the seats on the telephone."""
        say = self.say
        for person in people:
            desk.go(f"{event}?q={person}")
            desk.press(say("Register: %(name)s", name=person), within="#results")
            desk.see(say("%(name)s has a seat.", name=person))

    def promote(self, desk: Tour, phone: Tour, event: str, leaves: str) -> None:
        """Who waits moves up when somebody cancels."""
        say = self.say
        phone.go(event).press(say("Join the waiting list"), within="#seat")
        phone.see(say("Waiting, place %(rank)s", rank=1))
        self.cancel_for(desk, event, leaves)
        phone.go(event).see(say("Registered")).see(say("A seat became free, and you have moved up."))

    def cancel_for(self, desk: Tour, event: str, person: str) -> None:
        """Somebody calls and gives the seat back."""
        desk.go(event)
        line = desk.page.locator("li").filter(has_text=person).filter(has=desk.page.locator("details.ask"))
        line.locator("summary").first.click()
        desk.press(self.say("Cancel registration: %(name)s", name=person))

    def stand_at_door(self, desk: Tour, event: str) -> None:
        """Ticked, undone, ticked again, and somebody who is not on the list."""
        say = self.say
        desk.go(f"{event}/check-in")
        desk.press(say("Check in: %(name)s", name=SHOPKEEPER)).see(say("Undo"))
        desk.press(say("Undo: %(name)s", name=SHOPKEEPER))
        desk.press(say("Check in: %(name)s", name=SHOPKEEPER)).see(say("Undo"))
        desk.open(say("Not on the list: add here"), within="#walk-in")
        box = desk.page.locator("#walk-in")
        box.get_by_label(say("Name")).first.fill("路人甲")
        box.get_by_label(say("Mobile number")).fill("13711112222")
        desk.press(say("Check in"), within="#walk-in")
        desk.see(say("%(name)s is checked in.", name="路人甲"))

    def complain(self, phone: Tour, respondent: Department) -> str:
        """A complaint on the phone, with a photo's place taken by a letter; its address."""
        say = self.say
        phone.go("/cases/new")
        phone.page.locator("a.way").first.click()
        phone.settle()
        phone.fill(say("Who is it about?"), say("A department or public body"))
        phone.fill(say("Which department"), respondent.name)
        phone.fill(say("Category"), "complaint 类").fill(say("Short title"), "验收后一直未付货款")
        phone.fill(say("What happened"), f"{FIRM}供货后一百二十天未收到货款，请联系13900000000。")
        phone.press(say("Submit the complaint")).follow(say("Later"))
        found = re.match(r"/cases/WQ-\d{4}-\w{4}", phone.path)
        assert found, phone.path
        return found.group()

    def accept(self, desk: Tour, case: str, department: Department) -> None:
        """Accepted and assigned in one act; the text that goes out names nobody."""
        say = self.say
        desk.go(case).follow(say("Accept and assign"))
        text = desk.page.get_by_label(say("Text that departments read")).input_value()
        assert FIRM not in text
        assert "13900000000" not in text
        desk.fill(say("Lead department"), department.name).fill(say("Message to the member"), "已受理，正在协调。")
        desk.press(say("Accept and assign")).see(say("Assigned"))

    def handle(self, desk: Tour, case: str) -> None:
        """Signed for, a word on the progress, the answer put up."""
        say = self.say
        desk.go(case)
        assert FIRM not in desk.page.content()
        desk.press(say("Sign for it")).see(say("In progress"))
        desk.follow(say("Record progress")).fill(say("What was done"), "已约双方面谈。")
        desk.fill(say("Show this note to the member"), True).press(say("Save the progress"))
        desk.follow(say("Submit the answer for review")).fill(say("Outcome"), say("Resolved"))
        desk.fill(say("Answer to the member"), "货款已于本周付清。").press(say("Submit the answer for review"))
        desk.see(say("Answer under review"))

    def publish(self, desk: Tour, case: str) -> None:
        """Read through and published."""
        say = self.say
        desk.go(case).follow(say("Publish the answer")).press(say("Publish the answer"))
        desk.see(say("Answered"))

    def rate(self, phone: Tour, case: str) -> None:
        """The member reads the answer and is content."""
        say = self.say
        phone.go(case).see("货款已于本周付清。").see("已约双方面谈。")
        phone.follow(say("Rate this answer")).fill(say("Very satisfied"), True)
        phone.page.get_by_label(say("Yes"), exact=True).check()
        phone.press(say("Submit the rating")).see(say("Closed"))


@pytest.mark.parametrize(
    ("width", "javascript", "language"), [(390, True, "zh_CN"), (1280, True, "en"), (1280, False, "en")]
)
def test_from_the_roster_to_the_rating(
    width: int,
    javascript: bool,
    language: str,
    tour: Callable[..., Tour],
    say_in: Callable[[str], Callable[..., str]],
    roster: Path,
    cast: Cast,
) -> None:
    make_lists()
    walk = Walk(tour, say_in(language), width=width, javascript=javascript, language=language)
    desk = walk.as_(cast.secretary)
    walk.take_roster_in(desk, roster)
    starts = clock.local(clock.now()).replace(hour=14, minute=30) + timedelta(days=7)
    event = walk.call_session(desk, starts)
    phone = walk.join(walk.invite(desk, SHOPKEEPER))
    walk.fill_seats(desk, event, ["叶工", "麻工"])
    walk.promote(desk, phone, event, "叶工")
    walk.cancel_for(desk, event, "麻工")
    walk.stand_at_door(desk, event)
    case = walk.complain(phone, cast.other_department)
    walk.accept(desk, case, cast.department)
    walk.handle(walk.as_(cast.handler), case)
    walk.publish(desk, case)
    walk.rate(phone, case)
