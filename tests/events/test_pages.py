"""The pages of events, as people use them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO

import pytest
from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from chamber import extensions
from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.events import check_in, registration, services
from chamber.events.models import Event, Registration
from chamber.permissions import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast, make_contact
from tests.factories.events import details, make_crowd, make_event

Act = Callable[..., Actor]
TYPED = {
    "title": "《民营经济促进法》学习会",
    "kind": "policy_study",
    "starts_at": "2026-09-22T14:30",
    "ends_at": "2026-09-22T16:30",
    "place": "三楼",
    "capacity": "12",
    "seats_per_member": "2",
}


@pytest.fixture
def browse(sign_in: Callable[[Account], Client]) -> Callable[[Account], Client]:
    """A browser of this person, in English."""

    def opened(account: Account) -> Client:
        client = sign_in(account)
        client.get("/events/?lang=en")
        return client

    return opened


@contextmanager
def queries(db: SQLAlchemy) -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SET TRANSACTION")):
            seen.append(statement)

    sqlalchemy_event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    sqlalchemy_event.remove(db.engine, "before_cursor_execute", note)


def only_event(db: SQLAlchemy) -> Event:
    """The one event there is."""
    return db.session.scalars(select(Event)).one()


def test_from_draft_to_done(db: SQLAlchemy, cast: Cast, browse: Callable[[Account], Client], clock: Clock) -> None:
    secretary, member = browse(cast.secretary), browse(cast.member)
    policies = {
        "policies-0-title": "民营经济促进法",
        "policies-0-number": "主席令第四十六号",
        "policies-1-title": "若干措施",
    }
    page = secretary.post_form("/events/new", TYPED | policies, press="Save the draft").page
    event = only_event(db)
    assert page.heading == TYPED["title"]
    assert [policy.title for policy in event.policies] == ["民营经济促进法", "若干措施"]
    assert event.starts_at.isoformat() == "2026-09-22T06:30:00+00:00"
    assert member.get(f"/events/{event.id}").status_code == 404
    assert TYPED["title"] not in member.get("/events/").words
    secretary.post_form(page, press="Publish")
    page = member.get(f"/events/{event.id}").page
    assert "主席令第四十六号" in page.text
    assert "14:30–16:30" in page.one("meta[name=description]").attributes["content"]
    assert TYPED["title"] in member.get("/events/calendar").words
    clock.set(event.starts_at)
    secretary.post_form(f"/events/{event.id}", press="Mark done")
    assert "Over" in member.get(f"/events/{event.id}").words


def test_register_and_cancel_without_javascript(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, member = make_event(staff, capacity=1), browse(cast.member)
    url = f"/events/{event.id}"
    words = member.post(f"{url}/register", data={}, follow=True).text
    assert f"{cast.member.name} has a seat." in words
    colleague = db.session.scalars(select(Registration.contact_id)).one() + 1
    words = member.post(f"{url}/register", data={"contact_id": colleague}, follow=True).text
    assert f"{cast.colleague.name} is number 1 on the waiting list." in words
    assert "Waiting, place 1" in browse(cast.colleague).get(url).words
    assert "Waiting, place 1" in browse(cast.colleague).get("/events/?when=mine").words
    words = member.post(f"{url}/cancel", data={}, follow=True).text
    assert f"{cast.member.name} does not come any more." in words
    words = browse(cast.colleague).get(url).words
    assert "Registered" in words
    assert "you have moved up" in words


def test_the_part_about_seats_is_swapped_alone(cast: Cast, staff: Actor, browse: Callable[[Account], Client]) -> None:
    event, member = make_event(staff, capacity=1), browse(cast.member)
    answer = member.post(f"/events/{event.id}/register", data={}, htmx=True)
    assert answer.status_code == 200
    assert answer.page.css("#seat") and not answer.page.full
    assert "1 of 1 seats taken" in answer.page.text
    assert answer.page.one("#toasts").attributes["hx-swap-oob"] == "beforeend"
    assert "has a seat" not in member.get(f"/events/{event.id}").words
    row = registration.register(event.id, actor=staff)
    assert row.state == "waitlisted"


def test_a_refusal_is_a_sentence_in_its_place(cast: Cast, staff: Actor, browse: Callable[[Account], Client]) -> None:
    event, member = make_event(staff, capacity=1, waiting_list=False), browse(cast.member)
    registration.register(event.id, actor=staff)
    answer = member.post(f"/events/{event.id}/register", data={}, htmx=True)
    assert answer.status_code == 422
    assert answer.page.texts("#seat [role=alert]") == ["All seats are taken, and there is no waiting list."]
    answer = member.post(f"/events/{event.id}/register", data={})
    assert answer.status_code == 422
    assert answer.page.heading == event.title


@pytest.mark.parametrize(
    ("typed", "said"), [("x", "enter a whole number."), ("-1", "from 1 to"), ("1.5", "enter a whole number.")]
)
def test_a_wrong_number_of_seats_gets_one_sentence(
    cast: Cast, browse: Callable[[Account], Client], typed: str, said: str
) -> None:
    answer = browse(cast.secretary).post_form("/events/new", {**TYPED, "capacity": typed, "seats_per_member": typed})
    assert answer.status_code == 422
    shown = answer.page.texts("p.error")
    assert len(shown) == 2 and all(said in one for one in shown), shown


@pytest.mark.parametrize("typed", ["", "　"])
def test_no_number_of_seats_is_no_wrong_number(
    db: SQLAlchemy, cast: Cast, browse: Callable[[Account], Client], typed: str
) -> None:
    assert browse(cast.secretary).post_form("/events/new", {**TYPED, "capacity": typed}).status_code == 200
    assert db.session.scalar(select(Event.capacity)) is None


def test_staff_registers_on_behalf_gives_seats_and_cancels(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff, capacity=2, seats_per_member=1), browse(cast.secretary)
    people = [
        make_contact(cast.firm, name, mobile=f"+861390000000{number}") for number, name in enumerate(("甲一", "甲二"))
    ]
    db.session.commit()
    for person in people:
        page = secretary.get(f"/events/{event.id}?q={person.name}").page
        words = secretary.post_form(page, {"contact_id": person.id}, action="/register").text
        assert person.name in words
    first, second = db.session.scalars(select(Registration).order_by(Registration.turn)).all()
    assert (first.state, second.state) == ("registered", "waitlisted")
    page = secretary.get(f"/events/{event.id}/registrations?state=waitlisted").page
    assert "甲二" in page.text
    secretary.post_form(page, action="/seat")
    assert second.state == "registered"
    page = secretary.get(f"/events/{event.id}/registrations").page
    form = next(
        form for form in page.forms() if form.controls.get("registration_id") and form.action.endswith("/cancel")
    )
    method, path, data = form.send({}, None)
    assert (method, secretary.post(path, data=data, csrf=False).status_code) == ("post", 303)
    assert sorted((first.state, second.state)) == ["cancelled", "registered"]


def test_the_button_says_whom_it_registers_and_that_the_seat_will_wait(
    db: SQLAlchemy, cast: Cast, staff: Actor, actor: Act, browse: Callable[[Account], Client]
) -> None:
    event = make_event(staff, capacity=3, seats_per_member=1)
    make_contact(cast.firm, "甲一", mobile="+8613900000001")
    make_contact(cast.rival_firm, "甲二", mobile="+8613900000002")
    db.session.commit()
    secretary, member = browse(cast.secretary), browse(cast.member)

    def said(client: Client, part: str = "#seat", query: str = "") -> list[str]:
        buttons = client.get(f"/events/{event.id}{query}").page.css(f"{part} button[type=submit]")
        return [button.attributes.get("aria-label") or button.text() for button in buttons if button.attributes]

    assert said(secretary) == ["Register myself"]
    assert said(member)[0] == "Register myself"
    assert f"Register: {cast.colleague.name}" in said(member)
    registration.register(event.id, actor=actor(cast.member))
    assert said(secretary, "#results", "?q=甲") == ["Put on the waiting list: 甲一", "Register: 甲二"]
    assert f"Put on the waiting list: {cast.colleague.name}" in said(member)
    assert said(browse(cast.colleague))[0] == "Put me on the waiting list"
    event.capacity = 1
    assert said(secretary) == ["Put me on the waiting list"]
    assert said(secretary, "#results", "?q=甲") == ["Put on the waiting list: 甲一", "Put on the waiting list: 甲二"]
    event.waiting_list = False
    assert said(secretary) == []


def test_each_thing_of_the_secretarys_page_has_one_name_of_its_own(
    cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    page = secretary.get(f"/events/{event.id}").page
    named = [*page.texts("main a.btn"), *page.texts("main h2"), *page.texts("main button")]
    assert named.count("Call off") == 1
    assert page.link("Check in at the door").endswith("/check-in")
    assert page.link("Sign-in sheet (print, Excel)").endswith("/sign-in-sheet")


def test_what_only_asks_for_an_act_is_not_printed(
    cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    page = secretary.get(f"/events/{event.id}").page
    assert page.texts("section.no-print h2") == ["Register on behalf", "Call off"]
    assert secretary.get(f"/events/{event.id}/check-in").page.css("section.no-print#walk-in")


def test_the_door_list_has_no_accent_button_in_its_lines(
    cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event = make_event(staff)
    for person in make_crowd(3, 1):
        registration.register(event.id, actor=staff, contact_id=person.id)
    page = browse(cast.secretary).get(f"/events/{event.id}/check-in").page
    assert page.texts("#rows button") == ["Check in"] * 3 and not page.css("#rows .btn--primary")


def test_the_door_list_says_before_the_day_that_the_event_has_not_begun(
    cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    row = registration.register(event.id, actor=staff, contact_id=make_crowd(1, 1)[0].id)
    extensions.db.session.commit()
    url = f"/events/{event.id}/check-in"
    answer = secretary.get(url)
    assert "This event has not begun" in answer.words
    assert "Here 10:00" in secretary.post_form(answer, {}, action=f"/check-in/{row.id}").words
    clock.set(event.starts_at - timedelta(hours=2))
    assert "has not begun" not in secretary.get(url).words


def test_who_moved_up_because_of_more_seats_reads_nothing_of_a_seat_given_back(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event = make_event(staff, capacity=1)
    registration.register(event.id, actor=staff, contact_id=make_crowd(1, 1)[0].id)
    registration.register(event.id, actor=actor(cast.member))
    services.edit(event.id, details(capacity=2), version=event.version, actor=staff)
    extensions.db.session.commit()
    words = browse(cast.member).get(f"/events/{event.id}").words
    assert "A seat has become free, and you have moved up." in words and "given back" not in words


def test_nobody_but_staff_reads_names_of_others(cast: Cast, staff: Actor, browse: Callable[[Account], Client]) -> None:
    event, crowd = make_event(staff, capacity=2), make_crowd(3, 1)
    for person in crowd:
        registration.register(event.id, actor=staff, contact_id=person.id)
    check_in.check_in(1, actor=staff)
    names = [person.name for person in crowd]
    for name in ("member", "handler", "leader", "president", "supervisor", "rival"):
        client = browse(getattr(cast, name))
        for path in (
            "",
            "?q=张",
            "/attendance",
            "/event.ics",
            "/registrations",
            "/check-in",
            "/sign-in-sheet",
            "/sign-in-sheet.xlsx",
        ):
            answer = client.get(f"/events/{event.id}{path}")
            staff_only = path.startswith(("/reg", "/check", "/sign"))
            assert answer.status_code == (403 if staff_only else 200), (name, path)
            assert not any(word in answer.text for word in names), (name, path)
    assert all(word in browse(cast.secretary).get(f"/events/{event.id}").text for word in names)


def test_ids_of_others_are_not_there(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, draft = make_event(staff), make_event(staff, published=False)
    theirs = registration.register(event.id, actor=staff, contact_id=make_crowd(1, 1)[0].id)
    db.session.commit()
    member = browse(cast.member)
    url = f"/events/{event.id}"
    for path, data in (
        (f"{url}/register", {"contact_id": theirs.contact_id}),
        (f"{url}/register", {"account_id": cast.leader.id}),
        (f"{url}/cancel", {"registration_id": theirs.id}),
        (f"{url}/cancel", {}),
        (f"/events/{draft.id}/register", {}),
        *(
            (f"{url}/register", {"contact_id": wrong})
            for wrong in ("0", "-1", "x", "1.5", "2147483648", "9" * 400, "１x")
        ),
        ("/events/0/register", {}),
        ("/events/2147483648/register", {}),
        ("/events/99/register", {}),
    ):
        assert member.post(path, data=data).status_code == 404, (path, data)
    assert theirs.state == "registered"


def test_two_people_edit(db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    page = secretary.get(f"/events/{event.id}/edit").page
    same = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    services.edit(event.id, details(place="二楼会议室", **same), version=event.version, actor=staff)
    answer = secretary.post_form(page, {"place": "四楼露台", "speakers": "李教授"}, press="Save")
    assert answer.status_code == 409
    table = " ".join(answer.page.texts("#stale td"))
    assert "二楼会议室" in table and "四楼露台" in table and "李教授" in table
    assert event.place == "二楼会议室"
    answer = secretary.post_form(answer, press="Save")
    assert answer.status_code == 200
    assert (event.place, event.speakers) == ("四楼露台", "李教授")


def test_an_edit_of_what_was_called_off_meanwhile_shows_what_was_typed(
    cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    page = secretary.get(f"/events/{event.id}/edit").page
    services.call_off(event.id, reason="停电", actor=staff)
    answer = secretary.post_form(page, {"place": "四楼露台", "agenda": "一、开场"}, press="Save")
    assert answer.status_code == 409
    assert "called off meanwhile" in answer.page.one("#stale").text()
    typed = " ".join(answer.page.texts("#stale td"))
    assert "四楼露台" in typed and "一、开场" in typed and event.place == "街道三楼会议室"
    assert "四楼露台" in answer.page.one("#place").attributes["value"]
    assert not answer.page.css("main form button"), "nothing can be saved any more"
    assert secretary.get(f"/events/{event.id}/edit").status_code == 409


def test_more_rows_keep_what_was_typed(db: SQLAlchemy, cast: Cast, browse: Callable[[Account], Client]) -> None:
    secretary = browse(cast.secretary)
    rows = {f"policies-{number}-title": f"政策{number}" for number in range(3)}
    answer = secretary.post_form("/events/new", {"title": "学习会", **rows}, press="More rows")
    assert answer.status_code == 200
    form = answer.page.form("title")
    assert "政策2" in answer.text
    assert "policies-5-title" in form.controls
    assert db.session.scalar(select(Event.id)) is None


def test_enter_in_a_field_saves_instead_of_adding_rows(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    # Without a button named, the client sends a form as Enter does: by its first button.
    secretary.post_form(f"/events/{event.id}/edit", {"place": "四楼露台"})
    assert event.place == "四楼露台"
    form = secretary.get("/events/new").page.form("title")
    reached = [button for button in form.buttons() if button.attributes.get("tabindex") != "-1"]
    assert [button.text() for button in reached] == ["More rows", "Save the draft"]
    heard = [button for button in form.buttons() if button.attributes.get("aria-hidden") != "true"]
    assert heard == reached


def test_a_wrong_form_says_what_and_keeps_all(db: SQLAlchemy, cast: Cast, browse: Callable[[Account], Client]) -> None:
    secretary = browse(cast.secretary)
    wrong = {
        "title": "学习会<b>",
        "starts_at": "2026-02-31T10:00",
        "ends_at": "",
        "capacity": "-5",
        "seats_per_member": "两个",
        "policies-0-number": "主席令",
    }
    answer = secretary.post_form("/events/new", wrong, press="Save the draft")
    assert answer.status_code == 422
    page = answer.page
    linked = {link.attributes["href"] for link in page.css("#errors a")}
    assert {"#starts_at", "#ends_at", "#capacity", "#seats_per_member"} <= linked
    for kept in ("学习会&lt;b&gt;", "2026-02-31T10:00", "-5", "两个", "主席令"):
        assert kept in answer.text
    assert "<b>" not in answer.text.split("<main")[1].split("学习会")[0]
    assert db.session.scalar(select(Event.id)) is None


def test_calling_off_by_the_page(cast: Cast, staff: Actor, browse: Callable[[Account], Client]) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    answer = secretary.post_form(f"/events/{event.id}", {"reason": "　"}, action="/call-off")
    assert (answer.status_code, event.state) == (422, "published")
    secretary.post_form(answer, {"reason": "台风"}, action="/call-off")
    assert event.state == "cancelled"
    assert "This event was called off: 台风" in browse(cast.member).get(f"/events/{event.id}").words
    assert secretary.get(f"/events/{event.id}/edit").status_code == 409


def test_the_door_by_htmx_and_without(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    event, crowd, secretary = make_event(staff, capacity=2), make_crowd(3, 1), browse(cast.secretary)
    rows = [registration.register(event.id, actor=staff, contact_id=person.id) for person in crowd]
    db.session.commit()
    clock.set(event.starts_at)
    url = f"/events/{event.id}/check-in"
    answer = secretary.post(f"{url}/{rows[0].id}", data={}, htmx=True)
    assert answer.page.texts("#arrived b") == ["1"]
    assert answer.page.one("#arrived").attributes["hx-swap-oob"] == "true"
    assert "Here 10:00" in answer.page.texts(f"#person-{rows[0].id}")[0]
    answer = secretary.post(f"{url}/{rows[1].id}", data={})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{url}#person-{rows[1].id}")
    answer = secretary.post(f"{url}/{rows[2].id}", data={}, htmx=True)
    assert answer.status_code == 409
    assert "All seats are taken" in answer.page.texts(f"#person-{rows[2].id} [role=alert]")[0]
    answer = secretary.post(f"{url}/{rows[2].id}", data={})
    assert (answer.status_code, answer.page.heading) == (409, "Check in at the door")
    page = secretary.get(url).page
    assert page.texts("#arrived b") == ["2"]
    assert "no seat free" in page.text
    secretary.post_form(page, action=f"/{rows[0].id}/undo")
    assert rows[0].checked_in_at is None
    answer = secretary.post_form(url, {"name": "", "phone": "13"}, action="/walk-in")
    assert answer.status_code == 422
    assert "open" in answer.page.one("#walk-in details").attributes
    registration.cancel(event.id, registration_id=rows[0].id, actor=staff)
    assert "Seat and check in" in secretary.get(url).words
    answer = secretary.post_form(url, {"name": "赵来客", "phone": "13700001234"}, action="/walk-in")
    assert "赵来客 is checked in." in answer.text


def test_the_sheet_says_what_it_is_prints_on_a4_and_is_logged(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff, title="=学习/会*?"), browse(cast.secretary)
    registration.register(event.id, actor=staff, contact_id=make_crowd(1, 1)[0].id)
    answer = secretary.get(f"/events/{event.id}/sign-in-sheet.xlsx")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [
        f"Sign-in sheet: {event.title}",
        "Time: Sep 22, 2026 Tuesday 10:00–12:00",
        "Place: 街道三楼会议室",
        "Host: 梧桐街道商会",
    ]
    assert [cell.value for cell in sheet[6]][:4] == [1, "张1号1", "众安第1有限公司", "0000"]
    assert sheet.print_title_rows == "$5:$5" and sheet.freeze_panes == "A6"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert (sheet.oddHeader.left.text, sheet.oddFooter.center.text) == ("梧桐街道商会", "Page &P of &N")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert secretary.get(f"/events/{event.id}/sign-in-sheet").status_code == 200
    acts = db.session.scalars(select(AuditRow.act).where(AuditRow.act == "event.sheet_read")).all()
    assert len(acts) == 2


def test_own_events_stand_nearest_first_then_the_past_ones_newest_first(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    for days in (1, 2, 40, 20, 30):
        at = clock.now + timedelta(days=days)
        event = make_event(staff, title=f"第{days:02}天", starts_at=at, ends_at=at + timedelta(hours=1))
        registration.register(event.id, actor=actor(cast.member))
    make_event(staff, title="别人的")
    extensions.db.session.commit()
    clock.advance(days=10)
    page = browse(cast.member).get("/events/?when=mine").page
    assert page.texts("#rows .line-text > a") == ["第20天", "第30天", "第40天", "第02天", "第01天"]


def test_pages_of_ones_past_events_do_not_repeat_the_coming_ones(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    for days in range(1, 65):
        at = clock.now + timedelta(days=days)
        event = make_event(staff, title=f"第{days:02}天", starts_at=at, ends_at=at + timedelta(hours=1))
        registration.register(event.id, actor=actor(cast.member))
    extensions.db.session.commit()
    clock.advance(days=62, hours=2)
    client, address, seen = browse(cast.member), "/events/?when=mine", []
    while address:
        page = client.get(address).page
        seen += page.texts("#rows .line-text > a")
        address = page.css("#more a")[0].attributes["href"] if page.css("#more a") else ""
    assert seen == ["第63天", "第64天", *(f"第{days:02}天" for days in range(62, 0, -1))]


def test_what_was_called_off_says_so_and_its_numbers_to_the_secretariat_alone(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event = make_event(staff, capacity=1)
    for who in (cast.member, cast.colleague):
        registration.register(event.id, actor=actor(who))
    services.call_off(event.id, reason="台风", actor=staff)
    extensions.db.session.commit()
    for address in ("/events/", f"/events/{event.id}"):
        for who, told in ((cast.member, False), (cast.leader, False), (cast.secretary, True)):
            page = browse(who).get(address).page
            assert "Called off" in page.texts(".badge"), address
            assert ("1 had registered · 1 had been waiting" in page.text) == told, address
            for words in ("seats taken", "colleague registered", "Seats taken", "1 waiting", "Who has a seat"):
                assert words not in page.html, (address, words)


def test_a_called_off_event_stays_on_the_home_of_who_was_registered_until_its_day(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    for days in range(1, 5):
        at = clock.now + timedelta(days=days)
        make_event(staff, title=f"第{days}天", starts_at=at, ends_at=at + timedelta(hours=1))
    event = make_event(staff, title="取消的")
    registration.register(event.id, actor=actor(cast.member))
    services.call_off(event.id, reason="场地停电", actor=staff)
    extensions.db.session.commit()
    member, rival = browse(cast.member), browse(cast.rival)
    page = member.get("/").page
    assert "取消的" in page.text and page.texts(".badge").count("Called off") == 1
    assert "取消的" not in rival.get("/").text
    clock.set(event.ends_at)
    assert "取消的" not in member.get("/").text


def test_paging_goes_through_all(cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock) -> None:
    for number in range(65):
        at = clock.now + timedelta(days=1 + number // 3)
        make_event(staff, title=f"第{number:02}场", starts_at=at, ends_at=at + timedelta(hours=1))
    member, url, seen = browse(cast.member), "/events/", []
    for _page in range(5):
        page = member.get(url).page
        seen += page.texts("#rows .line-text > a")
        more = page.css("#more a")
        if not more:
            break
        url = more[0].attributes["href"] or ""
    assert seen == [f"第{number:02}场" for number in range(65)]
    for wrong in ("x", "1~2", "2026-09-15~1", "2026-09-15T00:00:00+00:00~99999999999", "\0~\0", "~"):
        assert member.get("/events/", query_string={"after": wrong}).status_code == 200


def test_few_queries_at_any_size(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    crowd = make_crowd(20, 2)
    for _number in range(4):
        event = make_event(staff, capacity=20)
        for person in crowd:
            registration.register(event.id, actor=staff, contact_id=person.id)
    db.session.commit()
    allowed = {
        "member": (
            ("/events/", 6),
            ("/events/calendar", 2),
            (f"/events/{event.id}", 7),
            (f"/events/{event.id}/attendance", 3),
        ),
        "secretary": (
            ("/events/", 6),
            (f"/events/{event.id}", 9),
            (f"/events/{event.id}?q=z", 11),
            (f"/events/{event.id}/check-in", 6),
            (f"/events/{event.id}/registrations", 6),
            (f"/events/{event.id}/sign-in-sheet", 10),
        ),
    }
    for name, pages in allowed.items():
        client = browse(getattr(cast, name))
        for path, most in pages:
            with queries(db) as seen:
                client.get(path)
            assert len(seen) <= most, f"{name} {path}: {len(seen)} queries\n" + "\n".join(seen)
