"""The decision on an application: admitted, or not with its reason; what is shown of who never joined."""

import pytest
from sqlalchemy import select

from chamber import clock
from chamber.accounts.joining.invitations import invitable
from chamber.errors import Conflict, DomainError
from chamber.members import services
from chamber.members.joining import admission
from chamber.members.record import editing
from tests.factories.accounts import make_contact
from tests.factories.members import enter, facts
from tests.members.log import log_of
from tests.members.roster import send

REASON = "厂址不在本街道"


def test_an_applicant_is_admitted_where_the_application_is_looked_at_and_once(db, cast, keeper, desk):
    member = enter(keeper, 1, status="applicant", joined_on="2024-05-05")
    db.session.commit()
    page = desk.get(desk.get("/").page.link("Look at the application"))
    answer = desk.post_form(page, press="Admit as a member")
    assert (answer.status_code, member.status, member.joined_on) == (200, "active", clock.today())
    assert "Admit as a member" not in answer.words
    _row, values = log_of(db, member.id, "member.admitted")
    assert values["after"]["status"] == "active" and values["before"]["status"] == "applicant"
    with pytest.raises(Conflict):
        admission.admit(member.id, actor=keeper)


def test_an_applicant_is_not_admitted_with_a_reason_and_can_apply_again(db, keeper, desk, clock):
    member = enter(keeper, 1, status="applicant")
    db.session.commit()
    page = desk.get(desk.get("/").page.link("Look at the application"))
    form = desk.get(page.page.link("Do not admit"))
    assert "Nobody of the firm has an account" in form.words
    answer = desk.post_form(form, {"reason": REASON}, press="Do not admit")
    assert "Not admitted" in answer.words and REASON in answer.words
    assert "Look at the application" not in desk.get("/").words, "it has left the list of what waits"
    row, values = log_of(db, member.id, "member.refused")
    assert row.reason == REASON
    assert (values["before"]["status"], values["after"]["status"]) == ("applicant", "refused")
    clock.advance(days=3)
    again = desk.post_form(answer, press="Applies again")
    assert (member.status, member.applied_at) == ("applicant", clock.now)
    assert REASON in again.words, "why it was not admitted before stays in sight"
    _row, values = log_of(db, member.id, "member.applicant")
    assert values["after"]["status"] == "applicant"
    answer = desk.post_form(again, press="Admit as a member")
    assert member.status == "active" and REASON not in answer.words


def test_who_applies_again_waits_since_that_day(db, keeper, desk, clock):
    member = enter(keeper, 1, status="applicant")
    admission.refuse(member.id, REASON, actor=keeper)
    db.session.commit()
    clock.advance(days=3)
    later = enter(keeper, 2, status="applicant")
    clock.advance(hours=1)
    admission.apply_again(member.id, actor=keeper)
    db.session.commit()
    words = desk.get("/").words
    assert words.index(later.name) < words.index(member.name)


@pytest.mark.parametrize("reason", ["", "　　", "\0", "字" * 501])
def test_not_admitting_needs_its_reason(db, keeper, desk, reason):
    member = enter(keeper, 1, status="applicant")
    db.session.commit()
    answer = desk.post(f"/members/{member.id}/refuse", data={"reason": reason})
    assert answer.status_code == 422
    assert answer.page.css("#reason-error")
    assert member.status == "applicant"


def test_only_who_applies_is_refused_and_only_who_was_refused_applies_again(db, keeper, desk):
    member = enter(keeper, 1)
    for act in (admission.admit, admission.apply_again, lambda one, actor: admission.refuse(one, REASON, actor=actor)):
        with pytest.raises(Conflict):
            act(member.id, actor=keeper)
    db.session.commit()
    assert desk.post(f"/members/{member.id}/refuse", data={"reason": REASON}).status_code in (409, 422)
    page = desk.get(f"/members/{member.id}/refuse").page
    assert "is not an applicant any more" in page.text and not page.css("main form.card")
    applicant = enter(keeper, 2, status="applicant")
    with pytest.raises(Conflict):
        editing.leave(applicant.id, status="left", on=clock.today(), reason="不办了", actor=keeper)


def test_a_firm_is_not_refused_by_the_form(keeper):
    member = enter(keeper, 1)
    for act in (
        lambda: editing.edit(member.id, {"status": "refused"}, version=member.version, actor=keeper),
        lambda: editing.create(facts(2, status="refused"), actor=keeper),
    ):
        with pytest.raises(DomainError) as error:
            act()
        assert error.value.field == "status"


@pytest.mark.parametrize("refused", [False, True])
def test_who_never_joined_has_no_offices_and_no_day_of_joining(db, keeper, desk, refused):
    member = enter(keeper, 1, status="applicant", joined_on="2024-05-05")
    if refused:
        admission.refuse(member.id, REASON, actor=keeper)
    db.session.commit()
    page = desk.get(f"/members/{member.id}")
    assert "Applied on" in page.words and "Joined on" not in page.words
    assert not page.page.css("#offices")
    assert "Left or expelled" not in page.words
    form = desk.get(f"/members/{member.id}/edit").page
    assert not form.css("[name=joined_on], [name=status]")
    desk.post_form(f"/members/{member.id}/edit", {"address": "新址"}, press="Save the changes")
    assert (member.address, member.joined_on, member.status) == (
        "新址",
        None,
        "refused" if refused else "applicant",
    )


def test_who_was_not_admitted_counts_nowhere_among_members(db, cast, keeper, desk, actor):
    member, president = enter(keeper, 1, status="applicant"), actor(cast.president)
    before = _figures(db, president)
    admission.refuse(member.id, REASON, actor=keeper)
    db.session.commit()
    assert _figures(db, president) == before
    page = desk.get("/members/?status=refused").page
    assert "Not admitted 1" in page.text and member.name in page.text


def _figures(db, actor):
    figures = (services.number_now, services.number_joined, services.number_left)
    return [db.session.scalar(select(figure(actor))) for figure in figures]


@pytest.mark.parametrize("refused", [True, False])
def test_who_acts_for_the_firm_is_told_the_decision_and_why(db, cast, keeper, sign_in, refused):
    cast.firm.status = "applicant"
    db.session.commit()
    if refused:
        admission.refuse(cast.firm.id, REASON, actor=keeper)
    else:
        admission.admit(cast.firm.id, actor=keeper)
    db.session.commit()
    words = sign_in(cast.member).get("/notifications/").words
    assert (f"was not approved: {cast.firm.name} (reason: {REASON})" in words) is refused
    assert (f"now a member of the chamber: {cast.firm.name}" in words) is not refused
    assert cast.firm.name not in sign_in(cast.rival).get("/notifications/").words


def test_nobody_is_invited_for_a_firm_that_was_not_admitted(db, keeper):
    member = enter(keeper, 1, status="applicant")
    person = make_contact(member, "纪安", None, "+8613800000077")
    assert invitable([person.id], asker=keeper) == {person.id}
    admission.refuse(member.id, REASON, actor=keeper)
    db.session.flush()
    assert invitable([person.id], asker=keeper) == set()


def test_a_roster_admits_applicants_as_of_today_and_refuses_nobody(db, keeper, desk):
    first, second = (enter(keeper, number, status="applicant") for number in (1, 2))
    db.session.commit()
    rows = [[first.name, first.uscc, "在册"], [second.name, second.uscc, "不予入会"]]
    page = send(desk, *rows, header=["企业名称", "统一社会信用代码", "会籍状态"])
    assert "recorded with its reason on the firm's page" in page.words
    desk.post_form(page, action="/confirm")
    db.session.expire_all()
    assert (first.status, first.joined_on, second.status) == ("active", clock.today(), "applicant")
