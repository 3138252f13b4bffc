"""*I have a difficulty*: a case that begins from a notice."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.doing import intake
from chamber.cases.lists import listing
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.rights import Actor
from tests.client import Client
from tests.factories.cases import Drive
from tests.factories.notices import make_notice

SignIn = Callable[[Account], Client]
TITLE = "请确认消防安全责任人名单"


@pytest.fixture
def notice_id(drive: Drive, actor: Callable[[Account], Actor]) -> int:
    """A notice to all firms."""
    return make_notice(actor(drive.cast.secretary), title=TITLE).id


def test_a_member_begins_a_case_under_a_notice_and_the_secretariat_sees_which(
    drive: Drive, sign_in: SignIn, notice_id: int
) -> None:
    member = sign_in(drive.cast.member)
    address = member.get(f"/notices/{notice_id}").page.link("I have a difficulty")
    assert address == f"/cases/new/request?about=notice-{notice_id}"
    assert TITLE in member.get(address).words
    category = str(drive.categories[Kind.REQUEST])
    member.post_form(address, {"title": "名单报不上", "story": "负责人离职", "category": category})
    drive.reference = db.session.execute(listing.rows(listing.condition(drive.who("secretary"), {}))).first().reference
    assert drive.case.about == f"notice-{notice_id}"
    for who in ("member", "secretary"):
        page = sign_in(getattr(drive.cast, who)).get(f"/cases/{drive.reference}").page
        assert page.link(TITLE) == f"/notices/{notice_id}"
    drive.accept()
    for who in ("handler", "leader"):
        assert TITLE not in sign_in(getattr(drive.cast, who)).get(f"/cases/{drive.reference}").words


@pytest.mark.parametrize(
    "about", ["notice-999999", "notice-", "notice-１", "event-1", "notice-99999999999999", "x" * 90]
)
def test_a_case_begins_from_nothing_where_its_address_names_nothing_that_the_member_may_see(
    drive: Drive, about: str, notice_id: int
) -> None:
    case = intake.submit(Kind.REQUEST, drive.words(Kind.REQUEST, about=about), actor=drive.who("member"))
    assert case.about == ""
