"""From pasted text to a filled form: nothing is saved before the form's own button."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, select

from chamber.accounts.models import Account
from chamber.cases import rights as case_rights
from chamber.cases.models import Case
from chamber.events import rights as event_rights
from chamber.events.models import Event
from chamber.extensions import writing
from chamber.members import rights as member_rights
from chamber.members.models import MemberNote
from chamber.notices.models import Notice
from tests.client import Answer, Client
from tests.committed import committed
from tests.conftest import Clock
from tests.database import queries
from tests.english import english
from tests.factories.accounts import Cast
from tests.factories.cases import make_lists
from tests.factories.events import make_crowd
from tests.wrong import MIXED, TEXTS, send

NOTICE = """关于召开学习会的通知
定于9月24日（周四）下午2:30-4:30在街道三楼会议室召开，请于9月20日前报名，名额30人，每家限2人。"""
CHAT = "单会员 2026/9/14 14:03:22\n瓯新阀门的电被停了\n\n三条线都停"


@pytest.fixture
def desk(cast: Cast, sign_in: Callable[[Account], Client], clock: Clock) -> Client:
    """The secretary in front of a browser, in English."""
    return english(sign_in(cast.secretary))


def read(desk: Client, text: str, firm: str = "") -> Answer:
    """The page after a text was read."""
    return desk.post_form("/paste/", {"text": text, "firm": firm}, press="Recognise the text")


def shown(answer: Answer, *names: str) -> list[str]:
    """What the fields of the form on a page hold."""
    controls = answer.page.form(*names).controls
    return ["".join(controls[name].values) for name in names]


def test_what_was_recognised_is_shown_with_the_text_still_there(desk: Client) -> None:
    answer = read(desk, NOTICE)
    assert answer.status_code == 200
    facts = dict(zip(answer.page.texts("#found dt"), answer.page.texts("#found dd"), strict=True))
    assert facts["Title"] == "关于召开学习会的通知"
    assert facts["When"] == "Sep 24 Thursday 14:30–16:30"
    assert (facts["Place"], facts["Seats"], facts["Seats per firm"]) == ("街道三楼会议室", "30", "2")
    assert facts["Deadline"] == "Sep 20 23:59 Sunday"
    assert shown(answer, "firm", "text") == ["", NOTICE]
    assert "No firm was recognised" in answer.page.text


def test_what_should_be_checked_is_said(desk: Client) -> None:
    assert "The text names another weekday" in read(desk, "9月24日（周五）14:00").page.text
    assert "This time has passed." in read(desk, "9月14日 14:00").page.text
    assert "The text names no time." in read(desk, "9月24日开会").page.text


def test_reading_and_prefilling_write_nothing(desk: Client, db: SQLAlchemy) -> None:
    page = read(desk, NOTICE + "瓯新阀门").page
    with committed() as changed:
        read(desk, NOTICE)
        for button in ("Draft a notice", "Draft an event", "Write a note", "Difficulty or request", "Complaint"):
            answer = desk.post_form(page, press=button)
            assert answer.status_code == 200, button
            assert "From pasted text" in answer.page.text, button
            assert not answer.page.texts(".error, .errors li"), button
    assert changed == set()


def test_an_event_is_made_of_it(desk: Client, db: SQLAlchemy) -> None:
    answer = desk.post_form(read(desk, NOTICE), press="Draft an event")
    assert shown(answer, "title", "starts_at", "ends_at", "registration_closes_at") == [
        "关于召开学习会的通知",
        "2026-09-24T14:30",
        "2026-09-24T16:30",
        "2026-09-20T23:59",
    ]
    answer = desk.post_form(answer, {"place": "二楼"}, press="Save the draft")
    assert "The draft is saved." in answer.page.texts(".toast p")[0]
    made = db.session.scalars(select(Event)).one()
    assert (made.kind, made.state, made.agenda) == ("policy_study", "draft", NOTICE)
    assert (made.place, made.capacity, made.seats_per_member, made.waiting_list) == ("二楼", 30, 2, True)


def test_a_notice_is_made_of_it(desk: Client, db: SQLAlchemy) -> None:
    answer = desk.post_form(read(desk, NOTICE), press="Draft a notice")
    assert shown(answer, "title", "answer_until", "kind", "receipt") == [
        "关于召开学习会的通知",
        "2026-09-20T23:59",
        "notice",
        "read",
    ]
    desk.post_form(answer, press="Save the draft")
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.body, notice.state, notice.answer_until) == (NOTICE, "draft", None)


def test_a_deadline_for_a_form_is_not_lost(desk: Client) -> None:
    text = "各会员企业：\n根据街道要求，请于9月20日前填写自查回执。"
    answer = read(desk, text)
    assert "Please write a title in the next form." in answer.words
    drafted = desk.post_form(answer, press="Draft a notice")
    assert shown(drafted, "title", "answer_until", "receipt") == ["", "2026-09-20T23:59", "form"]
    event = desk.post_form(read(desk, "9月24日14:00举办税收讲座，主讲人：李科长"), press="Draft an event")
    assert shown(event, "speakers") == ["李科长"]


def test_a_note_is_made_of_it(desk: Client, cast: Cast, db: SQLAlchemy) -> None:
    answer = desk.post_form(read(desk, CHAT), press="Write a note")
    assert answer.page.heading == cast.firm.name
    desk.post_form(answer, press="Save the note")
    note = db.session.scalars(select(MemberNote)).one()
    assert (note.member_id, note.text) == (cast.firm.id, "瓯新阀门的电被停了\n\n三条线都停")


def test_a_case_on_behalf_is_made_of_it_and_nothing_else_is_guessed(desk: Client, cast: Cast, db: SQLAlchemy) -> None:
    category = str(make_lists()["complaint"])
    answer = desk.post_form(read(desk, CHAT), press="Complaint")
    person = next(person for person in cast.firm.contacts if person.name == "单会员")
    assert shown(answer, "story", "contact", "channel") == [
        "瓯新阀门的电被停了\n\n三条线都停",
        str(person.id),
        "wechat",
    ]
    assert shown(answer, "respondent", "category", "evidence", "confidential") == ["", "", "", "y"]
    values = {"title": "断电", "category": category, "respondent": "department"}
    answer = desk.post_form(answer, {**values, "respondent_department": str(cast.department.id)})
    assert "Submitted." in answer.page.texts(".toast p")[0]
    case = db.session.scalars(select(Case)).one()
    assert (case.member_id, case.author_contact_id, case.channel, case.title) == (
        cast.firm.id,
        person.id,
        "wechat",
        "断电",
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("瓯新阀门的电被停了", ""),
        ("王总反映断电。瓯新阀门", ""),
        ("电话13800138000一直打不通。瓯新阀门", ""),
        ("永宁-曾对手 2026/9/14 14:03:22\n曾对手这里断电了", ""),
        ("又断电了。瓯新阀门", "又断电了"),
    ],
)
def test_a_title_that_names_somebody_is_not_carried_to_a_case(text: str, title: str, desk: Client) -> None:
    assert shown(desk.post_form(read(desk, text), press="Difficulty or request"), "title") == [title]


def test_a_request_is_not_made_confidential(desk: Client) -> None:
    answer = desk.post_form(read(desk, "停电了", "永宁"), press="Difficulty or request")
    assert shown(answer, "confidential", "story") == ["", "停电了"]
    assert shown(answer, "contact")[0], "the only contact there is"


def test_the_text_of_a_case_stands_in_no_address(desk: Client) -> None:
    page = read(desk, CHAT).page
    addresses = [node.attributes["formaction"] or "" for node in page.css("[formaction]")]
    assert len(addresses) == 6
    assert all("%" not in address and address.isascii() for address in addresses)


def test_keys_and_versions_are_never_taken_from_a_prefill(desk: Client) -> None:
    fixed = {"prefill": "1", "title": "题", "form_key": "0" * 32, "version": "7"}
    form = desk.post("/notices/new", data=fixed).page.form("title", "body")
    assert form.controls["title"].values == ["题"]
    assert form.controls["form_key"].values != ["0" * 32]
    assert form.controls["version"].values != ["7"]


def test_each_choice_needs_its_right(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = read(desk, CHAT).page
    assert {"Draft a notice", "Draft an event", "Write a note", "Complaint"} <= set(everything.texts("#found button"))
    monkeypatch.setattr(event_rights.RUN, "reaches", {})
    monkeypatch.setattr(case_rights.SUBMIT, "reaches", {})
    assert set(read(desk, CHAT).page.texts("#found button")) == {"Draft a notice", "Write a note"}
    monkeypatch.setattr(member_rights.EDIT, "reaches", {})
    assert set(read(desk, CHAT).page.texts("#found button")) == {"Draft a notice"}


@pytest.mark.parametrize("text", ["", "\u3000 ", "a" * 20_001])
def test_a_refused_text_is_still_there(text: str, desk: Client) -> None:
    with committed() as changed:
        answer = desk.post_form("/paste/", {"text": text, "firm": "瓯新"})
    assert (answer.status_code, changed) == (422, set())
    assert answer.page.texts("#text-error")
    assert shown(answer, "firm", "text") == ["瓯新", text]


@pytest.mark.parametrize("value", [*TEXTS, MIXED * 20, "{{ 7*7 }}", "</textarea><script>x()</script>"])
@pytest.mark.parametrize("path", ["/notices/new", "/events/new", "/members/{}/notes", "/cases/new/request?member={}"])
def test_no_prefill_makes_a_form_fail(path: str, value: str, desk: Client, cast: Cast) -> None:
    names = ("title", "text", "starts_at", "ends_at", "closes_at", "place", "capacity", "seats_per_member", "contact")
    more = (
        "channel",
        "kind",
        "receipt",
        "whom",
        "fields",
        "policies",
        "files",
        "confidential",
        "respondent",
        "event_kind",
    )
    data = {**{name: [value] for name in (*names, *more)}, "prefill": ["1"], "csrf_token": [desk.csrf()]}
    with committed() as changed:
        answer = send(desk, path.format(cast.firm.id), data)
    assert (answer.status_code, changed) == (200, set())
    assert "<script>" not in answer.get_data(as_text=True).replace("<script src", "")


def test_the_page_costs_the_same_at_any_size(desk: Client, db: SQLAlchemy) -> None:
    with queries(db) as few:
        read(desk, CHAT)
    make_crowd(40, 2)
    with queries(db) as many:
        read(desk, CHAT)
    # The page is opened, then the text is sent.
    assert len(many) == len(few) <= 2 * 12


def test_the_roster_is_gone_through_in_a_transaction_that_cannot_write(desk: Client, db: SQLAlchemy) -> None:
    began_to_write: list[bool] = []
    found: list[bool] = []

    def begin(_connection: object) -> None:
        began_to_write.append(writing.get())

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "members.bare_name" in statement:
            found.append(began_to_write[-1])

    event.listen(db.engine, "begin", begin)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        read(desk, CHAT)
    finally:
        event.remove(db.engine, "begin", begin)
        event.remove(db.engine, "before_cursor_execute", note)
    assert found and not any(found)


@pytest.mark.parametrize("path", ["/", "/notices/", "/events/"])
def test_the_box_is_one_press_away_for_the_secretariat_alone(
    path: str, desk: Client, cast: Cast, sign_in: Callable[[Account], Client]
) -> None:
    assert desk.get(path).page.link("Paste a text") == "/paste/"
    for account in (cast.member, cast.leader):
        assert "/paste/" not in dict(english(sign_in(account)).get(path).page.links()).values()


def test_a_day_of_this_week_that_has_passed_is_not_taken_over_before_it_was_asked(desk: Client) -> None:
    asked = read(desk, "座谈会\n本周一下午2点到4点，商会会议室，本周一前报名")
    assert "is next week meant?" in asked.page.one("main form[role=alert]").text()
    assert not asked.page.css("#found input[name=starts_at]") and not asked.page.css("#found input[name=closes_at]")
    chosen = desk.post_form(asked.page, press="Yes, next week")
    assert not chosen.page.css("main form[role=alert]")
    form = desk.post_form(chosen.page, press="Draft an event")
    assert shown(form, "starts_at", "ends_at") == ["2026-09-21T14:00", "2026-09-21T16:00"]


def test_the_people_of_a_list_are_shown_with_their_firms_numbers_and_seats(desk: Client) -> None:
    page = read(desk, "#接龙\n学习会报名\n1. 陈国良 瓯新阀门 13800138001\n2. 周敏 永宁电器 3人").page
    rows = [[cell.text().strip() for cell in row.css("th, td")] for row in page.css("#found tbody tr")]
    assert rows == [["陈国良", "瓯新阀门", "138 0013 8001", "1"], ["周敏", "永宁电器", "", "3"]]
    assert "4 seats in all" in page.one("#found").text()


def test_a_number_without_area_code_has_that_of_the_departments(desk: Client, cast: Cast, db: SQLAlchemy) -> None:
    assert "88881234" in read(desk, "联系电话：88881234").page.one("#found").text()
    cast.department.phone, cast.other_department.phone = "+8657788880000", "12345"
    db.session.commit()
    assert "0577 8888 1234" in read(desk, "联系电话：88881234").page.one("#found").text()
