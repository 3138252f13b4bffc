"""Late answers that the secretariat enters, whole numbers of people, and what a printed list leaves empty."""

import io
from collections.abc import Callable
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from chamber.accounts.models import Account
from chamber.errors import Conflict, DomainError
from chamber.extensions import db
from chamber.language.phones import show_phone
from chamber.members.models import Contact
from chamber.notices.answers import by_secretariat, filling, receipts
from chamber.notices.models import NoticeField
from chamber.notices.writing import publishing
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast, actor_as, make_member
from tests.factories.notices import make_form, reply

Browse = Callable[[Account], Client]


def test_after_the_deadline_the_secretariat_enters_an_answer_that_is_marked_late(
    cast: Cast, staff: Actor, browse: Browse, clock: Clock
) -> None:
    form = make_form(staff)
    filling.fill_in(form.id, reply(form, "3", "需要"), actor=actor_as(cast.rival))
    db.session.commit()
    clock.advance(days=4)
    with pytest.raises(Conflict):
        filling.fill_in(form.id, reply(form, "2", "需要"), actor=actor_as(cast.member))
    desk = browse(cast.secretary)
    path = f"/notices/{form.id}/firms/{cast.firm.id}"
    page = desk.get(path).page
    assert "marked as late" in page.text
    number, choice = (filling.input_name(field.id) for field in form.fields[:2])
    page = desk.post_form(
        page, {number: "2", choice: "需要", "channel": "phone"}, press="Enter these answers for the firm"
    ).page
    rows = {row.css("th")[0].text().strip(): row.text() for row in page.css("#rows tr")}
    assert "late" in rows[cast.firm.name] and "late" not in rows[cast.rival_firm.name]
    words = browse(cast.member).get(f"/notices/{form.id}").page.one("#reply").text()
    assert "Entered late for your firm by the secretariat" in words and "after the deadline" in words
    assert "late" not in browse(cast.rival).get(f"/notices/{form.id}").page.one("#reply").text().replace("later", "")


def test_the_workbook_marks_what_came_late(cast: Cast, staff: Actor, clock: Clock) -> None:
    form = make_form(staff)
    filling.fill_in(form.id, reply(form, "3", "需要"), actor=actor_as(cast.rival))
    clock.advance(days=4)
    by_secretariat.enter(form.id, cast.firm.id, reply(form, "2", "需要"), "phone", actor=staff)
    sheet = load_workbook(io.BytesIO(receipts.workbook(form, staff))).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    late = {row[0]: row[head.index("Late")] for row in rows}
    assert late == {cast.firm.name: "late", cast.rival_firm.name: None}


@pytest.mark.parametrize(
    ("label", "typed", "stored"),
    [
        ("参加人数", "2.5", ""),
        ("几人到会", "0.5", ""),
        ("Number of people", "1.25", ""),
        ("参加人数", "2.0", "2"),
        ("参加人数", "12", "12"),
        ("用电量（万度）", "2.5", "2.5"),
        ("人均产值", "2.5", "2.5"),
    ],
)
def test_numbers_of_people_are_whole(label: str, typed: str, stored: str) -> None:
    field = NoticeField(id=1, label=label, kind="number", is_required=True, choices=[])
    if stored:
        assert filling.parse(field, typed) == stored
    else:
        with pytest.raises(DomainError, match="whole number"):
            filling.parse(field, typed)


def test_the_input_for_people_takes_whole_numbers(cast: Cast, staff: Actor, browse: Browse) -> None:
    form = make_form(staff)
    page = browse(cast.member).get(f"/notices/{form.id}").page
    assert page.one(f"#{filling.input_name(form.fields[0].id)}").attributes["step"] == "1"


def test_on_paper_what_was_not_answered_is_empty(cast: Cast, staff: Actor, browse: Browse) -> None:
    form = make_form(staff)
    filling.fill_in(form.id, reply(form, "3", "需要"), actor=actor_as(cast.member))
    db.session.commit()
    page = browse(cast.secretary).get(f"/notices/{form.id}/receipts").page
    for row in page.css("#rows tr"):
        for node in row.css(".no-print"):
            node.decompose()
    said = {
        row.css("th")[0].text().strip(): [cell.text().strip() for cell in row.css("td")] for row in page.css("#rows tr")
    }
    assert said[cast.rival_firm.name][:3] == ["not opened", "", ""], "what is known, and room to write"
    assert all(said[cast.firm.name][:3])


def test_the_workbook_says_the_state_of_each_firm_and_whom_to_call(cast: Cast, staff: Actor, browse: Browse) -> None:
    form = make_form(staff)
    filling.fill_in(form.id, reply(form, "3", "需要"), actor=actor_as(cast.member))
    db.session.commit()
    answer = browse(cast.secretary).get(f"/notices/{form.id}/receipts.xlsx")
    assert quote(form.title) in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert len(set(head)) == len(head)
    states = {row[0]: row[head.index("State")] for row in rows}
    assert states == {cast.firm.name: "filled in", cast.rival_firm.name: "not opened"}
    contact = db.session.query(Contact).filter_by(account_id=cast.member.id).one()
    row = next(row for row in rows if row[0] == cast.firm.name)
    assert (row[head.index("Contact")], row[head.index("Phone")]) == (contact.name, show_phone(contact.mobile) or None)


def test_all_firms_come_on_one_page_to_print(cast: Cast, staff: Actor, browse: Browse) -> None:
    for number in range(40):
        make_member(f"第{number:02}阀门有限公司", 100 + number)
    db.session.commit()
    form = make_form(staff)
    db.session.commit()
    page = browse(cast.secretary).get(f"/notices/{form.id}/receipts").page
    assert len(page.css("#rows tr")) == 30 and not page.css("[data-print]")
    every = browse(cast.secretary).get(page.link("All on one page, to print") or "").page
    assert len(every.css("#rows tr")) == 42 and every.css("[data-print]")


def test_after_the_deadline_the_list_and_the_pages_say_that_it_is_over(
    cast: Cast, staff: Actor, browse: Browse, clock: Clock
) -> None:
    form = make_form(staff)
    publishing.set_public_link(form.id, True, actor=staff)
    db.session.commit()
    pages = [
        (cast.member, "/notices/"),
        (cast.secretary, f"/notices/{form.id}/firms/{cast.firm.id}"),
        (cast.handler, f"/notices/public/{form.public_token}"),
    ]
    for is_over in (False, True):
        for who, path in pages:
            text = browse(who).get(path).page.text
            assert ("closed for answers since Sep 18 10:00" in text) is is_over, path
            assert ("answers until Sep 18 10:00" in text) is not is_over, path
        clock.advance(days=4)
