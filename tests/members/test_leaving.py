"""Leaving and expulsion: day, reason, end of offices, notifications."""

import pytest

from chamber import clock
from chamber.errors import Conflict, DomainError
from chamber.members import positions
from chamber.members.models import Member
from chamber.members.record import editing
from tests.factories.members import enter, facts, term
from tests.members.log import log_of


def test_leaving_ends_offices_and_keeps_day_and_reason(db, cast, keeper, desk):
    member = enter(keeper, 1)
    running = term(keeper)
    positions.appoint(member.id, office="council", term_id=running.id, began_on="2025-04-01", actor=keeper)
    db.session.commit()
    assert member.office == "council"
    page = desk.get(desk.get(f"/members/{member.id}").page.link("Left or expelled"))
    values = {"status": "expelled", "on": "2026-01-02", "reason": "理事会决定"}
    answer = desk.post_form(page, values, press="Confirm leaving")
    assert "Expelled" in answer.words and "理事会决定" in answer.words
    assert (member.status, member.office, member.positions[0].ended_on.isoformat()) == (
        "expelled",
        "member",
        "2026-01-02",
    )
    row, _values = log_of(db, member.id, "member.expelled")
    assert row.reason == "理事会决定"
    back = desk.post_form(answer, press="Restore to the roster")
    assert back.status_code == 200
    assert (member.status, member.left_on, member.left_reason, member.office) == ("active", None, "", "member")


def test_the_day_of_joining_is_said_as_the_page_says_days(db, keeper, desk):
    member = enter(keeper, 1, joined_on="2025-03-01")
    db.session.commit()
    answer = desk.post(f"/members/{member.id}/leave", data={"status": "left", "on": "2025-02-28", "reason": "搬走"})
    assert answer.page.texts("#on-error") == ["The member joined on Mar 1, 2025 only."]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("reason", value) for value in ("", "　　", "\0", "字" * 501)],
        *[("on", value) for value in ("", "2026-02-31", "9999-01-01", "2024-05-05", "morgen")],
        ("status", "active"),
    ],
)
def test_leaving_needs_day_and_reason(db, cast, keeper, desk, field, value):
    member = enter(keeper, 1)
    db.session.commit()
    data = {"status": "left", "on": "2026-01-02", "reason": "搬走", field: value}
    answer = desk.post(f"/members/{member.id}/leave", data=data)
    assert answer.status_code == 422
    assert answer.page.css(f"#{field}-error")
    assert member.status == "active"


@pytest.mark.parametrize("status", ["left", "expelled"])
def test_nobody_leaves_by_the_form(cast, keeper, status):
    member = enter(keeper, 1)
    for act in (
        lambda: editing.edit(member.id, {"status": status}, version=member.version, actor=keeper),
        lambda: editing.create(facts(2, status=status), actor=keeper),
    ):
        with pytest.raises(DomainError) as error:
            act()
        assert error.value.field == "status"


def test_who_left_cannot_leave_again_nor_who_is_there_come_back(db, cast, keeper, desk):
    member = enter(keeper, 1)
    with pytest.raises(Conflict):
        editing.come_back(member.id, actor=keeper)
    editing.leave(member.id, status="left", on=clock.today(), reason="搬走", actor=keeper)
    with pytest.raises(Conflict):
        editing.leave(member.id, status="left", on=clock.today(), reason="搬走", actor=keeper)
    db.session.commit()
    page = desk.get(f"/members/{member.id}/leave").page
    assert "has left already" in page.text and not page.css("main form.card")
    answer = desk.post_form(f"/members/{member.id}/edit", {"address": "新址"}, press="Save the changes")
    assert answer.status_code == 200 and member.status == "left"


def test_features_to_the_right_hear_that_a_member_left(db, cast, keeper):
    from chamber.members.signals import member_left

    heard = []

    def listen(_sender, **what):
        heard.append((what["member_id"], db.session.get(Member, what["member_id"]).status))

    member = enter(keeper, 1)
    with member_left.connected_to(listen):
        editing.leave(member.id, status="left", on=clock.today(), reason="搬走", actor=keeper)
    assert heard == [(member.id, "left")]
