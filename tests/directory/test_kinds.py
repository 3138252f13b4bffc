"""Street departments, public bodies and service providers: told apart, and the last never lead a case."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.cases.doing import routing
from chamber.cases.lists import categories
from chamber.cases.lists.categories import Proposal
from chamber.cases.words import Kind
from chamber.directory import services
from chamber.directory.models import Department
from chamber.directory.services import Details
from chamber.errors import DomainError
from chamber.rights import Actor
from tests.client import Client
from tests.factories.accounts import Cast
from tests.factories.cases import Drive


@pytest.fixture
def provider(db: SQLAlchemy, cast: Cast, keeper: Actor) -> Department:
    """One."""
    row = services.create(Details("企业法律服务站", kind="provider"), actor=keeper)
    db.session.commit()
    return row


def test_the_directory_tells_them_apart_and_filters(
    provider: Department, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    member = sign_in(cast.member)
    page = member.get("/directory/").page
    assert "Service provider 1" in page.text and "企业法律服务站" in page.text
    only = member.get("/directory/?kind=provider").page.text
    assert "企业法律服务站" in only and cast.department.name not in only
    assert cast.department.name in member.get("/directory/?kind=nothing").page.text
    assert "There is none of this kind." in member.get("/directory/?kind=public_body").page.text
    assert "Service provider" in member.get(f"/directory/{provider.id}").page.text


def test_the_kind_is_chosen_in_the_form_and_a_wrong_one_refused(db: SQLAlchemy, cast: Cast, desk: Client) -> None:
    address = f"/directory/{cast.department.id}/edit"
    assert desk.post_form(address, {"kind": "public_body"}).status_code == 200
    db.session.expire_all()
    assert cast.department.kind == "public_body"
    refused = desk.post(address, data={"name": "经发办", "kind": "company", "version": str(cast.department.version)})
    assert refused.status_code == 422 and refused.page.css("#kind-error")


def test_a_provider_is_never_offered_or_taken_as_lead_but_may_help(
    provider: Department, drive: Drive, cast: Cast, desk: Client, keeper: Actor
) -> None:
    drive.submit(Kind.REQUEST)
    page = desk.get(f"/cases/{drive.reference}/accept").page
    value = f'[value="{provider.id}"]'
    assert not page.css(f'select[name="lead"] {value}') and page.css(
        f'[name="helpers"]{value}, [name="helpers"] {value}'
    )
    with pytest.raises(DomainError, match="never leads"):
        routing.accept(drive.reference, actor=keeper, route=routing.Route(lead_id=provider.id), message="已受理。")


def test_a_provider_helps(provider: Department, drive: Drive, cast: Cast, keeper: Actor) -> None:
    drive.submit(Kind.REQUEST)
    route = routing.Route(lead_id=cast.department.id, helper_ids=(provider.id,))
    case = routing.accept(drive.reference, actor=keeper, route=route, message="已受理。")
    assert case.lead_department_id == cast.department.id


def test_no_category_proposes_a_provider(provider: Department) -> None:
    assert provider.id not in dict(categories.departments(to_lead=True))
    with pytest.raises(DomainError):
        categories._checked_proposal(Kind.REQUEST, Proposal("", provider.id))
