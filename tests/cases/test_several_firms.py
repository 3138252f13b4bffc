"""One person of two firms: each firm's cases stay its own, and the author is led to the firm that a case belongs to."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account, AccountRole
from chamber.cases.doing import intake, sharing
from chamber.cases.models import CaseRespondent
from chamber.cases.words import RespondentKind
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.rights import Role
from tests.cases.test_taken_over import SECRETARIAT, contact_of
from tests.client import Client
from tests.english import english
from tests.factories.accounts import make_contact, make_member_account
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


@pytest.fixture
def second(drive: Drive) -> Contact:
    """The author, as a contact of another firm too."""
    row = make_contact(drive.cast.rival_firm, "单会员", drive.cast.member, "+8613800000002")
    db.session.commit()
    return row


def acts_for(browser: Client, contact: Contact) -> Client:
    """The browser, acting for the firm of this contact."""
    assert browser.post("/account/act-as", data={"as": f"member:{contact.id}"}).status_code == 303
    return browser


def test_each_firm_has_its_own_cases_and_the_author_is_led_to_the_other(
    drive: Drive, second: Contact, sign_in: SignIn
) -> None:
    first = contact_of(drive.cast.member)
    reference = drive.submit(respondents=SECRETARIAT, title="前一家的事").reference
    browser = acts_for(english(sign_in(drive.cast.member)), second)
    assert reference not in browser.get("/cases/").text and reference not in browser.get("/").text
    assert reference not in browser.get("/cases/?q=前一家").text
    page = browser.get(f"/cases/{reference}")
    assert page.status_code == 403 and "前一家的事" not in page.text
    assert f"You brought this case for {drive.cast.firm.name}. You now act for {drive.cast.rival_firm.name}." in (
        page.words
    )
    opened = browser.post_form(page, press=f"Act for {drive.cast.firm.name} and open it")
    assert opened.request.path == f"/cases/{reference}" and "前一家的事" in opened.words
    assert f"You act for: {drive.cast.firm.name}" in opened.page.text
    acts_for(browser, second)
    assert browser.get(f"/cases/{reference}/add").status_code == 403
    assert browser.post(f"/cases/{reference}/add", data={"text": "x"}).status_code == 404
    acts_for(browser, first)
    assert browser.get(f"/cases/{reference}").status_code == 200


def test_only_the_author_learns_that_it_is_there(drive: Drive, second: Contact, sign_in: SignIn) -> None:
    colleague = make_contact(drive.cast.rival_firm, "仇同事", drive.cast.colleague)
    other = make_member_account("other", "旁人", drive.cast.rival_firm, "+8613800000055")
    make_contact(drive.cast.firm, "旁人", other)
    reference = drive.submit(respondents=SECRETARIAT).reference
    sharing.name_colleague(reference, contact_of(drive.cast.colleague).id, actor=drive.who("member"))
    db.session.commit()
    for account, contact in ((drive.cast.colleague, colleague), (other, None), (drive.cast.rival, None)):
        browser = english(sign_in(account))
        if contact:
            acts_for(browser, contact)
        browser.get("/")
        answers = [browser.get(f"/cases/{one}") for one in (reference, "WQ-2026-ZZZZ")]
        assert [one.status_code for one in answers] == [404, 404]
        assert answers[0].words == answers[1].words and [*answers[0].headers.keys()] == [*answers[1].headers.keys()]


def test_what_is_closed_to_the_author_is_not_offered_either(
    drive: Drive, second: Contact, sign_in: SignIn, queries: list[str]
) -> None:
    def asked(reference: str) -> int:
        queries.clear()
        assert browser.get(f"/cases/{reference}").status_code == 404
        return len(queries)

    drive.submit(respondents=SECRETARIAT)
    browser = acts_for(english(sign_in(drive.cast.member)), second)
    assert browser.get(f"/cases/{drive.reference}").status_code == 403
    drive.case.locked_at = drive.case.submitted_at
    db.session.commit()
    assert asked(drive.reference) == asked("WQ-2026-ZZZZ")
    drive.case.locked_at, drive.case.author_account_id = None, drive.cast.rival.id
    db.session.commit()
    assert asked(drive.reference) == asked("WQ-2026-ZZZZ")
    drive.case.author_account_id = drive.cast.member.id
    about = CaseRespondent(case_id=drive.case.id, kind=RespondentKind.MEMBER, member_id=drive.cast.rival_firm.id)
    db.session.add(about)
    db.session.commit()
    assert browser.get(f"/cases/{drive.reference}").status_code == 404


def test_a_president_with_a_firm_is_led_to_the_own_case(drive: Drive, sign_in: SignIn) -> None:
    drive.cast.member.roles.append(AccountRole(role=Role.PRESIDENT))
    db.session.commit()
    reference = drive.submit(respondents=SECRETARIAT).reference
    browser = english(sign_in(drive.cast.member))
    page = browser.get(f"/cases/{reference}")
    assert page.status_code == 403 and "You now act as President" in page.words
    assert browser.post_form(page, press=f"Act for {drive.cast.firm.name} and open it").status_code == 200


def test_a_confidential_case_never_shows_to_a_colleague_of_the_other_firm(
    drive: Drive, second: Contact, sign_in: SignIn
) -> None:
    reference = drive.submit(respondents=SECRETARIAT, title="密事一桩").reference
    for account in (drive.cast.rival, drive.cast.colleague):
        browser = sign_in(account)
        for address in ("/", "/cases/", "/cases/?q=密事", f"/cases/{reference}", "/notifications/", "/members/"):
            answer = browser.get(address)
            assert reference not in answer.words and "密事一桩" not in answer.words, address


def test_messages_say_for_which_firm_and_open_as_it(drive: Drive, second: Contact, sign_in: SignIn) -> None:
    drive.submit(respondents=SECRETARIAT)
    intake.contact(drive.reference, "已电话联系。", actor=drive.who("supervisor"))
    db.session.commit()
    browser = acts_for(english(sign_in(drive.cast.member)), second)
    page = browser.get("/notifications/?show=unread")
    told = [one for one in page.page.texts(".told") if drive.reference in one]
    assert told and all(drive.cast.firm.name in one and drive.cast.rival_firm.name not in one for one in told)
    opened = browser.post_form(page, action=page.page.forms()[-1].action)
    assert opened.request.path == f"/cases/{drive.reference}"
    assert f"You act for {drive.cast.firm.name} now." in opened.page.html
    assert all(drive.cast.firm.name in one for one in browser.get("/notifications/").page.texts(".told"))
