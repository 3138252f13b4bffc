"""Nobody of the secretariat reads or runs what their own firm brings in confidence."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account, AccountRole
from chamber.cases.doing import daily, releasing
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.rights import Role
from tests.client import Client
from tests.english import english
from tests.factories.accounts import make_account, make_contact
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


@pytest.fixture
def of_firm(drive: Drive) -> Contact:
    """The secretary, as a contact of the author's firm too."""
    row = make_contact(drive.cast.firm, "陈秘书", drive.cast.secretary, "+8613800000071")
    db.session.commit()
    return row


def readers(drive: Drive, sign_in: SignIn, *others: Account) -> list[str]:
    """Who of the secretariat, and the supervisor, opens the case and has it in the list."""
    found = []
    for account in (drive.cast.secretary, drive.cast.supervisor, *others):
        browser = sign_in(account)
        status = browser.get(f"/cases/{drive.reference}").status_code
        assert (status == 200) == (drive.reference in browser.get("/cases/").words)
        found += [str(account.username)] if status == 200 else []
    return found


def test_another_person_of_the_secretariat_runs_it(drive: Drive, of_firm: Contact, sign_in: SignIn) -> None:
    second = make_account("second", "方知行", Role.SECRETARIAT)
    drive.submit()
    assert readers(drive, sign_in, second) == ["second"] and not drive.case.supervisor_runs


def test_where_there_is_none_the_supervisor_does(drive: Drive, of_firm: Contact, sign_in: SignIn) -> None:
    drive.submit()
    assert readers(drive, sign_in) == ["supervisor"] and drive.case.supervisor_runs


def test_what_is_not_confidential_stays_with_them_until_it_is(drive: Drive, of_firm: Contact, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept(desk=True)
    assert readers(drive, sign_in) == ["secretary"]
    releasing.make_confidential(drive.reference, actor=drive.who("member"))
    db.session.commit()
    assert readers(drive, sign_in) == ["supervisor"] and drive.case.owner_id is None


def test_whoever_comes_to_the_firm_later_loses_it_and_the_daily_pass_finds_somebody(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    assert readers(drive, sign_in) == ["secretary"]
    make_contact(drive.cast.firm, "陈秘书", drive.cast.secretary, "+8613800000071")
    db.session.commit()
    assert readers(drive, sign_in) == []
    daily.run()
    assert readers(drive, sign_in) == ["supervisor"]


def test_their_own_case_stays_theirs_as_its_author(drive: Drive, of_firm: Contact, sign_in: SignIn) -> None:
    drive.submit()
    drive.case.author_contact_id, drive.case.author_account_id = of_firm.id, drive.cast.secretary.id
    drive.cast.secretary.roles.append(AccountRole(role=Role.MEMBER))
    db.session.commit()
    page = english(sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}")
    assert page.status_code == 403 and f"You brought this case for {drive.cast.firm.name}." in page.words
    browser = english(sign_in(drive.cast.secretary))
    browser.post("/account/act-as", data={"as": f"member:{of_firm.id}"})
    assert browser.get(f"/cases/{drive.reference}").status_code == 200
