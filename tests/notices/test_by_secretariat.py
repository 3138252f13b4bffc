"""The secretariat enters receipts for firms: answers or a confirmation."""

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.extensions import db as database
from chamber.notices.answers import by_secretariat, filling, receipts
from chamber.notices.models import NoticeFirm
from chamber.notices.writing import publishing
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.notices import make_form, make_notice, named, reply

Browse = Callable[[Account], Client]
Act = Callable[..., Actor]


def acts(notice_id: int) -> list[str]:
    """What the log keeps of a notice."""
    database.session.commit()
    rows = select(AuditRow.act).where(AuditRow.subject == f"notice:{notice_id}")
    return list(database.session.scalars(rows.order_by(AuditRow.id)))


def test_what_a_firm_says_on_the_phone_counts_as_its_answer(cast: Cast, staff: Actor) -> None:
    form = make_form(staff)
    by_secretariat.enter(form.id, cast.firm.id, reply(form, "7", "需要"), "phone", actor=staff)
    tally = receipts.tallies([form.id], actor=staff)[form.id]
    assert (tally.answered, tally.opened) == (1, 0)
    assert receipts.missing_counts(form, staff)[0] == 1
    assert acts(form.id)[-1] == "notice.filled_in_for"
    by_secretariat.enter(form.id, cast.firm.id, reply(form, "7", "需要", version=1), "phone", actor=staff)
    assert acts(form.id).count("notice.filled_in_for") == 1
    sheet = load_workbook(io.BytesIO(receipts.workbook(form, staff))).active
    assert sheet is not None
    assert next(row for row in sheet.iter_rows(values_only=True) if row[0] == cast.firm.name)[1] == 7


def test_the_firm_sees_who_entered_its_answer_and_can_put_it_right(cast: Cast, browse: Browse, staff: Actor) -> None:
    form = make_form(staff)
    secretary, member = browse(cast.secretary), browse(cast.member)
    names = [filling.input_name(field.id) for field in form.fields]
    page = secretary.get(f"/notices/{form.id}/receipts").page
    assert page.css(f"a[href='/notices/{form.id}/firms/{cast.firm.id}']")
    told = {"channel": "phone", names[0]: "7", names[1]: "需要"}
    page = secretary.post_form(
        f"/notices/{form.id}/firms/{cast.firm.id}", told, press="Enter these answers for the firm"
    ).page
    assert "entered by us: Phone call" in page.text
    seen = member.get(f"/notices/{form.id}").page
    assert "Entered for your firm by the secretariat (Phone call)" in seen.one("#reply").text()
    seen = member.post_form(seen, {names[0]: "9"}, press="Send the changed answers").page
    assert "Answered for your firm by" in seen.one("#reply").text()
    assert "entered by us" not in secretary.get(f"/notices/{form.id}/receipts").page.text


def test_without_saying_how_the_firm_told_it_nothing_is_entered(cast: Cast, browse: Browse, staff: Actor) -> None:
    form = make_form(staff)
    names = [filling.input_name(field.id) for field in form.fields]
    address = f"/notices/{form.id}/firms/{cast.firm.id}"
    answer = browse(cast.secretary).post_form(
        address, {names[0]: "7", names[1]: "需要"}, press="Enter these answers for the firm"
    )
    assert answer.status_code == 422
    assert answer.page.form("channel").controls[names[0]].values == ["7"]
    with pytest.raises(DomainError):
        by_secretariat.enter(form.id, cast.firm.id, reply(form, "7", "需要"), "web", actor=staff)
    assert receipts.tallies([form.id], actor=staff)[form.id].answered == 0


def test_an_answer_of_the_firm_itself_is_never_overwritten_unseen(
    cast: Cast, browse: Browse, staff: Actor, actor: Act
) -> None:
    form = make_form(staff)
    names = [filling.input_name(field.id) for field in form.fields]
    secretary = browse(cast.secretary)
    page = secretary.get(f"/notices/{form.id}/firms/{cast.firm.id}").page
    filling.fill_in(form.id, reply(form, "3", "不需要"), actor=actor(cast.member))
    database.session.commit()
    told = {"channel": "phone", names[0]: "7", names[1]: "需要"}
    answer = secretary.post_form(page, told, press="Enter these answers for the firm")
    assert answer.status_code == 409
    assert "不需要" in answer.page.one("#stale").text()
    assert answer.page.form("channel").controls[names[0]].values == ["7"]
    assert secretary.post_form(answer, press="Enter these answers for the firm").page.texts(
        "#rows td[data-label=Reply] li"
    )


def test_a_confirmation_is_entered_once(cast: Cast, browse: Browse, staff: Actor) -> None:
    notice = make_notice(staff)
    address = f"/notices/{notice.id}/firms/{cast.firm.id}"
    secretary = browse(cast.secretary)
    page = secretary.post_form(address, {"channel": "visit"}, press="Confirm for this firm").page
    assert "entered by us: Visit to the chamber" in page.text
    assert acts(notice.id)[-1] == "notice.confirmed_for"
    assert "confirmed already" in secretary.get(address).page.text
    seen = browse(cast.member).get(f"/notices/{notice.id}").page
    assert "Confirmed for your firm by the secretariat (Visit to the chamber)" in seen.text
    by_secretariat.enter(notice.id, cast.firm.id, reply(notice), "phone", actor=staff)
    firm = database.session.get_one(NoticeFirm, (notice.id, cast.firm.id))
    assert firm.channel == "visit"


def test_nothing_is_entered_once_it_is_withdrawn_or_for_a_firm_not_reached(
    cast: Cast, staff: Actor, actor: Act, browse: Browse, clock: Clock
) -> None:
    form = make_form(staff, audience=named(cast.firm.name))
    for person, firm, error in ((staff, cast.rival_firm, NotFound), (actor(cast.member), cast.firm, Forbidden)):
        with pytest.raises(error):
            by_secretariat.enter(form.id, firm.id, reply(form, "7", "需要"), "phone", actor=person)
    read = make_notice(staff, receipt="read")
    clock.advance(days=4)
    publishing.withdraw(form.id, reason="取消", actor=staff)
    for notice in (form, read):
        with pytest.raises(Conflict):
            by_secretariat.enter(notice.id, cast.firm.id, reply(form, "7", "需要"), "phone", actor=staff)
    secretary = browse(cast.secretary)
    assert "Nothing can be entered here" in secretary.get(f"/notices/{form.id}/firms/{cast.firm.id}").page.text
    assert not secretary.get(f"/notices/{form.id}/receipts").page.css("a[href*='/firms/']")
