"""The door list and the sign-in sheet."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook
from sqlalchemy import select

from chamber import extensions
from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.events import registration
from chamber.events.door import check_in, releasing, staying_away
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import make_crowd, make_event


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
    answer = secretary.post_form(f"{url}?show=awaited", {"name": "", "phone": "13"}, action="/walk-in")
    assert answer.status_code == 422
    assert answer.page.texts("#door-chips [aria-current]")[0].startswith("Not here yet")
    assert answer.page.link("Attendance") == f"/events/{event.id}/attendance"
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
    assert "Sign-in%20sheet%202026-09-22.xlsx" in answer.headers["Content-Disposition"].replace(" ", "%20")
    assert secretary.get(f"/events/{event.id}/sign-in-sheet").status_code == 200
    acts = db.session.scalars(select(AuditRow.act).where(AuditRow.act == "event.sheet_read")).all()
    assert len(acts) == 1, "who looks at the sheet has exported nothing"


def test_the_door_shows_who_has_not_come_yet_alone_and_counts_with_each_tick(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    event, crowd, secretary = make_event(staff, capacity=3), make_crowd(4, 1), browse(cast.secretary)
    rows = [registration.register(event.id, actor=staff, contact_id=person.id) for person in crowd]
    db.session.commit()
    clock.set(event.starts_at)
    url = f"/events/{event.id}/check-in?show=awaited"
    page = secretary.get(url).page
    assert page.texts("#door-chips a") == ["All 4", "Not here yet 3", "Here 0", "On the waiting list 1"]
    assert len(page.css("#rows li")) == 3
    ticked = secretary.post(f"/events/{event.id}/check-in/{rows[0].id}?show=awaited", data={}, htmx=True).page
    assert ticked.one("#door-chips").attributes["hx-swap-oob"] == "true"
    assert ticked.texts("#door-chips a") == ["All 4", "Not here yet 2", "Here 1", "On the waiting list 1"]
    page = secretary.post_form(url, action=f"/check-in/{rows[1].id}").page
    assert len(page.css("#rows li")) == 1, "the filter stays without JavaScript too"
    assert page.texts("#count") == ["1 person"]


def test_who_is_here_already_is_not_called_unknown_by_the_filter(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    person = make_crowd(1, 1)[0]
    row = registration.register(event.id, actor=staff, contact_id=person.id)
    db.session.commit()
    clock.set(event.starts_at)
    url = f"/events/{event.id}/check-in"
    secretary.post(f"{url}/{row.id}", data={})
    page = secretary.get(f"{url}?show=awaited&q={person.name}").page
    assert "Nobody of that name" not in page.text
    assert len(secretary.get(page.link("All 1")).page.css("#rows li")) == 1


def test_a_press_renews_the_places_and_buttons_of_the_others_on_the_page_with_as_many_queries(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock, queries: list[str]
) -> None:
    event, secretary = make_event(staff, capacity=2), browse(cast.secretary)
    rows = [registration.register(event.id, actor=staff, contact_id=person.id) for person in make_crowd(6, 1)]
    db.session.commit()
    clock.set(event.starts_at)
    url = f"/events/{event.id}/check-in"
    page = secretary.get(url).page
    seatless = [one.attributes["value"] for one in page.css("#rows [name=seatless]")]
    assert seatless == [str(row.id) for row in rows[2:]]
    assert page.one(f"#tick-{rows[0].id}").parent.attributes["hx-include"] == "#rows [name=seatless]"
    used = []
    for number, sent in ((seatless[0], seatless), (seatless[1], seatless[:2])):
        queries.clear()
        answer = secretary.post(f"{url}/{number}", data={"beside": "1", "seatless": sent}, htmx=True)
        used.append(len(queries))
    assert used[0] == used[1]
    registration.cancel(event.id, registration_id=rows[0].id, actor=staff)
    db.session.commit()
    answer = secretary.post(f"{url}/{rows[4].id}", data={"seatless": [*seatless, "x", "9" * 30]}, htmx=True)
    other = answer.page.one(f"#person-{rows[5].id}")
    assert other.attributes["hx-swap-oob"] == "true"
    assert "waiting, place 1" in other.text() and "Let in" in other.text() and "Seat and check in" not in other.text()
    assert "hx-swap-oob" not in answer.page.one(f"#person-{rows[4].id}").attributes


def test_the_chips_of_the_door_add_up_and_keep_through_releasing_and_moving_up(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    event, secretary = make_event(staff, capacity=4), browse(cast.secretary)
    rows = [registration.register(event.id, actor=staff, contact_id=person.id) for person in make_crowd(6, 1)]
    clock.set(event.starts_at)
    check_in.check_in(rows[0].id, actor=staff)
    staying_away.excuse(rows[1].id, actor=staff)
    db.session.commit()
    clock.advance(minutes=15)
    url = f"/events/{event.id}/check-in?show=awaited"
    answer = secretary.post_form(url, action="/check-in/release")
    chips = ["All 6", "Not here yet 2", "Here 1", "On the waiting list 2", "Excused or substituted 1"]
    assert answer.page.texts("#door-chips a") == chips
    assert answer.page.one("#door-chips [aria-current]").text(strip=True).startswith("Not here yet")
    assert [("Seat released" in one, "Seat and check in" in one) for one in answer.page.texts("#rows li")] == [
        (True, True),
        (True, True),
    ]
    answer = secretary.post_form(answer, action="/check-in/promote")
    assert answer.page.texts("#door-chips a")[1:4] == ["Not here yet 4", "Here 1", "Excused or substituted 1"]
    assert answer.page.one("#door-chips [aria-current]").text(strip=True).startswith("Not here yet")
    away = secretary.get(answer.page.link("does not come …"))
    assert secretary.post_form(away, action="/excuse").page.texts("#door-chips [aria-current]") == ["Not here yet 3"]


def test_who_lost_the_seat_reads_when_and_why_on_the_events_page(
    db: SQLAlchemy,
    cast: Cast,
    actor: Callable[..., Actor],
    staff: Actor,
    browse: Callable[[Account], Client],
    clock: Clock,
) -> None:
    event = make_event(staff)
    registration.register(event.id, actor=actor(cast.member))
    clock.set(event.starts_at + timedelta(minutes=15))
    releasing.release(event.id, actor=staff)
    db.session.commit()
    seat = browse(cast.member).get(f"/events/{event.id}").page.one("#seat").text()
    assert "Seat taken back on Sep 22 10:15, as nobody had come" in " ".join(seat.split())


def test_a_second_guest_of_the_same_name_is_asked_for_and_then_let_in(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    event, secretary, name = make_event(staff), browse(cast.secretary), {"name": "李来宾"}
    clock.set(event.starts_at)
    url = f"/events/{event.id}/check-in"
    secretary.post_form(url, name, action="/walk-in")
    secretary.post_form(url, name, action="/walk-in")
    clock.advance(minutes=5)
    asked = secretary.post_form(url, name, action="/walk-in")
    assert asked.status_code == 422
    assert "A guest of this name is here already: 李来宾, without a firm, since 10:00." in asked.words
    for _twice in range(2):
        secretary.post_form(asked, action="/walk-in", press="This is another person")
    assert secretary.get(url).page.texts("#arrived b") == ["2"]
