"""Consent to the text on personal data: which version is kept, who is asked again, and that a no closes nothing."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.joining import invitations
from chamber.cases.doing import sharing
from chamber.cases.models_authors import CaseConsent
from chamber.errors import Conflict, DomainError
from chamber.members.models import Contact
from chamber.members.standing import changing, consenting, reading
from chamber.members.standing.models import Agreement
from chamber.rights import Actor
from tests.client import Client
from tests.factories.accounts import Cast, actor_as, make_contact
from tests.factories.cases import Drive

PAGE, TYPED = "/members/standing", {"mobile": "139 1111 2222", "password": "wutong-2027"}


@pytest.fixture
def publish(db: SQLAlchemy, keeper: Actor) -> Callable[..., None]:
    """Put the next text in force."""

    def put(*, asks_again: bool = False) -> None:
        version = reading.text_version() or 0
        changing.publish_text(f"告知书{version + 1}", "有改动", asks_again, actor=keeper, version=version)
        db.session.commit()

    return put


@pytest.fixture
def link(db: SQLAlchemy, cast: Cast, keeper: Actor) -> str:
    """The link of a new contact."""
    contact: Contact = make_contact(cast.firm, "新联系人", None, "+8613911112222")
    db.session.commit()
    token = invitations.issue(actor=keeper, contact=contact)
    db.session.commit()
    return f"/join/{token}"


def test_who_joins_agrees_to_the_text_in_force_and_its_version_is_kept(
    db: SQLAlchemy, link: str, client: Client, publish: Callable[..., None]
) -> None:
    publish()
    assert "告知书1" in client.get(link).page.text
    refused = client.post_form(link, TYPED)
    assert refused.status_code == 422 and refused.page.css("#agrees-error")
    assert db.session.query(Agreement).count() == 0
    assert client.post_form(link, {**TYPED, "agrees": True}).request.path == "/"
    assert [(row.text_version, row.agreed) for row in db.session.query(Agreement)] == [(1, True)]


def test_a_text_that_changed_while_it_was_read_is_not_agreed_to(
    db: SQLAlchemy, link: str, client: Client, publish: Callable[..., None]
) -> None:
    publish()
    client.get(link)
    publish()
    answer = client.post(link, data={**TYPED, "agrees": "y", "text_version": "1"})
    assert answer.status_code == 422 and "告知书2" in answer.page.text
    assert answer.page.css('[name="text_version"][value="2"]') and not answer.page.css("#agrees[checked]")
    assert db.session.query(Agreement).count() == 0


def test_without_a_text_nobody_is_asked(link: str, client: Client) -> None:
    assert not client.get(link).page.css("#agrees")
    assert client.post_form(link, TYPED).request.path == "/"


def test_only_a_new_purpose_manner_or_kind_asks_again(
    cast: Cast, sign_in: Callable[..., Client], publish: Callable[..., None]
) -> None:
    member = sign_in(cast.member)
    publish()
    assert "Read and decide" in member.get("/").page.text
    member.post_form(PAGE, {}, press="I agree")
    assert "Read and decide" not in member.get("/").page.text
    publish()
    assert not consenting.is_asked(actor_as(cast.member))
    assert "holds for the present version too" in member.get(PAGE).page.text
    publish(asks_again=True)
    assert "Read and decide" in member.get("/").page.text
    member.post_form(PAGE, {}, press="I do not agree")
    assert "Read and decide" not in member.get("/").page.text
    assert "You refused version 3" in member.get(PAGE).page.text


def test_a_consent_is_taken_back_and_the_secretariat_sees_it(
    cast: Cast, desk: Client, sign_in: Callable[..., Client], publish: Callable[..., None]
) -> None:
    publish()
    actor = actor_as(cast.member)
    sign_in(cast.member).post_form(PAGE, {}, press="I agree")
    assert cast.member.name not in desk.get(PAGE).page.text
    sign_in(cast.member).post_form(PAGE, {}, press="Take my consent back")
    said = consenting.said(actor)
    assert said is not None and not said.agreed
    assert cast.member.name in desk.get(PAGE).page.text
    assert sign_in(cast.member).get("/cases/").status_code == 200


def test_nobody_agrees_to_a_text_that_is_not_in_force(cast: Cast, publish: Callable[..., None]) -> None:
    publish()
    publish()
    for wrong in (0, 1, 3):
        with pytest.raises(Conflict):
            consenting.decide(wrong, True, actor=actor_as(cast.member))
    consenting.decide(2, True, actor=actor_as(cast.member))
    with pytest.raises(DomainError, match="already"):
        consenting.decide(2, True, actor=actor_as(cast.member))


def test_a_consent_in_a_case_keeps_the_text_that_was_in_force(
    db: SQLAlchemy, drive: Drive, publish: Callable[..., None]
) -> None:
    publish()
    drive.submit()
    drive.accept()
    sharing.ask_consent(drive.reference, "区税务局", "核对", actor=actor_as(drive.cast.secretary))
    row = db.session.query(CaseConsent).one()
    assert row.text_version is None
    publish()
    sharing.decide_consent(drive.reference, row.id, True, actor=actor_as(drive.cast.member))
    assert (row.granted, row.text_version) == (True, 2)
