"""Submitting: what is refused, who reads a complaint about the chamber itself, and in whose name it is entered."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent
from chamber.cases.access.visibility import find
from chamber.cases.doing import intake
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, State
from chamber.errors import Conflict, DomainError, NotFound
from chamber.extensions import db
from tests.cases.reading import acts_of
from tests.client import Client
from tests.factories.accounts import actor_as, make_contact, make_member_account
from tests.factories.cases import Drive


def test_on_behalf_the_case_appears_for_the_contact_when_they_are_invited(drive: Drive) -> None:
    firm = drive.cast.rival_firm
    contact = make_contact(firm, "无账号", None, "+8613800000099")
    case = intake.submit_on_behalf(
        Kind.REQUEST, drive.words(Kind.REQUEST), contact.id, "visit", actor=drive.who("secretary")
    )
    drive.reference = case.reference
    db.session.commit()
    with pytest.raises(NotFound):
        find(drive.reference, actor=drive.who("rival"))
    account = make_member_account("invited", "受邀人", firm, "+8613800000098")
    contact.account_id = account.id
    db.session.query(type(contact)).filter(type(contact).name == "受邀人").delete()
    db.session.commit()
    assert find(drive.reference, actor=actor_as(account)).id == case.id


def test_a_complaint_about_the_secretariat_goes_to_the_supervisor_before_anyone_reads(drive: Drive) -> None:
    drive.submit(respondents=(Respondent("secretariat"),))
    for name in ("secretary", "president", "admin", "handler"):
        with pytest.raises(NotFound):
            find(drive.reference, actor=drive.who(name))
    assert Act.ACCEPT in acts_of(drive, "supervisor")
    assert drive.accept(by="supervisor").state == State.ASSIGNED


def test_where_the_supervisor_is_concerned_too_nobody_here_takes_it(drive: Drive) -> None:
    with pytest.raises(DomainError, match="12388"):
        drive.submit(respondents=(Respondent("secretariat"), Respondent("supervisor")))
    drive.cast.supervisor.disabled_at = drive.cast.supervisor.created_at
    db.session.commit()
    with pytest.raises(DomainError, match="12388"):
        drive.submit(respondents=(Respondent("leader"),))


def test_naming_a_person_of_the_secretariat_names_the_unit(drive: Drive) -> None:
    drive.submit(respondents=(Respondent("other", text="陈秘书"),))
    with pytest.raises(NotFound):
        find(drive.reference, actor=drive.who("secretary"))


def test_ones_own_firm_cannot_be_the_respondent(drive: Drive) -> None:
    with pytest.raises(DomainError, match="own firm"):
        drive.submit(respondents=(Respondent("other", text="瓯新阀门有限公司"),))


@pytest.mark.parametrize("empty", ["", "   ", "　　", "\u200b\u200b", "\x00"])
@pytest.mark.parametrize("name", ["title", "story"])
def test_words_without_anything_in_them_are_refused(drive: Drive, name: str, empty: str) -> None:
    with pytest.raises(DomainError):
        drive.submit(**{name: empty})


def test_a_complaint_without_a_respondent_is_refused(drive: Drive) -> None:
    with pytest.raises(DomainError):
        drive.submit(respondents=())


def test_a_button_pressed_twice_submits_once(drive: Drive) -> None:
    first = drive.submit()
    assert drive.submit().id == first.id
    drive.add()
    with pytest.raises(Conflict):
        drive.add()


def test_a_wrongly_chosen_firm_is_one_link_away_from_another(
    drive: Drive, sign_in: Callable[[Account], Client]
) -> None:
    member_id = drive.cast.rival_firm.id
    page = sign_in(drive.cast.secretary).get(f"/cases/new/request?member={member_id}").page
    assert page.one(page.link("Choose another firm")).attributes["formaction"] == "/cases/new/request"
    assert "Choose another firm" not in sign_in(drive.cast.member).get("/cases/new/request").words


def test_what_was_typed_goes_along_to_another_firm(drive: Drive, sign_in: Callable[[Account], Client]) -> None:
    desk, right, wrong = sign_in(drive.cast.secretary), drive.cast.firm, drive.cast.rival_firm
    typed = {"title": "工资被拖欠", "story": "三个月没有到账。", "wish": "下午打电话", "channel": "phone"}
    typed |= {"category": str(drive.categories["complaint"]), "respondent": "other", "respondent_text": "某建筑公司"}
    page = f"/cases/new/complaint?member={wrong.id}"
    found = desk.post_form(page, typed | {"confidential": False}, press="Choose another firm")
    found = desk.post_form(found, {"q": right.name}, press="Search")
    assert "What you entered is kept" in found.words
    form = desk.post_form(found, {}, press=right.name).page.form("story")
    assert {name: form.controls[name].values for name in typed} == {name: [words] for name, words in typed.items()}
    assert not form.controls["confidential"].values, "it was unticked"
    assert str(right.id) in form.action
