"""The standing of the chamber: a version a change, its public part, and who heads the secretariat."""

from collections.abc import Callable
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.accounts.models import AccountRole
from chamber.errors import Conflict, Several
from chamber.members.standing import changing, reading
from chamber.members.standing.changing import Typed
from chamber.members.standing.models import StandingVersion
from chamber.rights import Actor, Role
from tests.client import Client
from tests.factories.accounts import Cast, actor_as
from tests.factories.members import term
from tests.members.handover import appoint

PAGE, FORM, TEXT = "/members/standing", "/members/standing/edit", "/members/standing/text"
SAVE = "Save as a new version"
REGISTERED = Typed("registered", "甬民社登〔2026〕12号", "区工商业联合会", {"president": 1, "vice_president": 5})


@pytest.fixture
def said(db: SQLAlchemy, keeper: Actor) -> Callable[..., None]:
    """Put a standing in force."""

    def say(typed: Typed = REGISTERED) -> None:
        changing.change(typed, actor=keeper, version=reading.now().version)
        db.session.commit()

    return say


def test_a_chamber_of_which_nothing_is_said_is_in_preparation_and_has_no_head(cast: Cast) -> None:
    standing = reading.now()
    assert (standing.version, standing.legal_form, standing.is_founded) == (0, "preparing", False)
    assert not standing.has_dues and not standing.may_mediate
    assert reading.head_of_office() is None


def test_each_change_is_a_version_and_the_page_shows_what_differs(desk: Client, keeper: Actor) -> None:
    desk.post_form(FORM, {"legal_form": "federation_unit", "superior_body": "区工商联", "vice_president": "３"})
    answer = desk.post_form(FORM, {"legal_form": "registered", "has_dues": True, "vice_president": ""})
    assert "Saved." in answer.page.html
    assert reading.now().charter_offices == {}
    newest, first = reading.history(actor=keeper)
    assert [line[0] for line in newest.lines] == ["Form of the chamber", "Dues", "Vice president"]
    assert ("Vice president", "", "3") in first.lines and ("Vice president", "3", "") in newest.lines
    page = desk.get(PAGE).page
    assert page.css("#version-1") and page.css("#version-2") and "区工商联" in page.text


def test_saving_the_same_makes_no_version(desk: Client, db: SQLAlchemy, said: Callable[..., None]) -> None:
    said()
    assert "Nothing has changed." in desk.post_form(FORM, {}, press=SAVE).page.html
    assert db.session.query(StandingVersion).count() == 1


def test_who_was_slower_sees_what_is_in_force_and_nothing_is_lost(
    desk: Client, said: Callable[..., None], keeper: Actor
) -> None:
    said()
    stale = {"legal_form": "preparing", "superior_body": "旧说法", "version": "0"}
    answer = desk.post(FORM, data=stale)
    assert answer.status_code == 409
    assert "甬民社登〔2026〕12号" in answer.page.text and "旧说法" in answer.page.html
    with pytest.raises(Conflict):
        changing.change(REGISTERED, actor=keeper, version=0)
    assert desk.post_form(answer, {}, press=SAVE).status_code in (200, 303)
    assert reading.now().superior_body == "旧说法"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("legal_form", "company"),
        ("legal_form", ""),
        ("basis", "字" * 201),
        ("superior_body", "字" * 121),
        ("mediation_filing", "字" * 201),
        ("president", "-1"),
        ("council", "1000"),
        ("council", "many"),
        ("assembly_quorum", "all"),
        ("head_id", "999"),
        ("has_dues", "y"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk: Client, field: str, wrong: str) -> None:
    answer = desk.post(FORM, data={"legal_form": "preparing", "head_id": "0", "version": "0", field: wrong})
    assert answer.status_code == 422
    assert answer.page.css(f"#{field}-error") or answer.page.css(f"#{field}-0-error"), answer.page.text
    assert reading.now().version == 0


def test_several_mistakes_are_said_at_once(keeper: Actor) -> None:
    wrong = Typed("company", "字" * 300, charter_offices={"council": 5000})
    with pytest.raises(Several) as raised:
        changing.change(wrong, actor=keeper, version=0)
    assert {part.field for part in raised.value.parts} == {"legal_form", "basis", "council"}


def test_only_an_account_of_the_secretariat_heads_it_and_only_as_long(
    db: SQLAlchemy, cast: Cast, desk: Client, keeper: Actor, said: Callable[..., None]
) -> None:
    said(Typed("registered", head_id=cast.secretary.id))
    assert reading.head_of_office() == cast.secretary.id
    with pytest.raises(Exception, match="account of the secretariat"):
        changing.change(Typed("registered", head_id=cast.leader.id), actor=keeper, version=1)
    db.session.rollback()
    cast.secretary.disabled_at = cast.secretary.created_at
    db.session.commit()
    assert reading.head_of_office() is None
    cast.secretary.disabled_at = None
    role = db.session.scalars(
        select(AccountRole).where(AccountRole.account_id == cast.secretary.id, AccountRole.role == Role.SECRETARIAT)
    ).one()
    role.role = Role.SUPERVISOR
    db.session.commit()
    assert reading.head_of_office() is None and reading.now().head_id == cast.secretary.id


def test_the_page_says_that_the_marked_head_has_lost_the_role(
    db: SQLAlchemy, cast: Cast, sign_in: Callable[..., Client], said: Callable[..., None]
) -> None:
    said(Typed("registered", head_id=cast.secretary.id))
    cast.secretary.disabled_at = cast.secretary.created_at
    db.session.commit()
    page = sign_in(cast.leader).get(PAGE).page
    assert "no longer has the role of the secretariat" in page.text


def test_the_head_in_force_costs_one_query(queries: list[str], said: Callable[..., None]) -> None:
    said()
    queries.clear()
    reading.head_of_office()
    assert len(queries) == 1


def test_the_public_part_has_neither_head_nor_numbers(
    cast: Cast, sign_in: Callable[..., Client], said: Callable[..., None]
) -> None:
    said(Typed("registered", "甬民社登", charter_offices={"vice_president": 77}, head_id=cast.secretary.id))
    for reader, reads_all in ((cast.member, False), (cast.handler, False), (cast.president, True)):
        words = sign_in(reader).get(PAGE).page.css("main")[0].text()
        assert "甬民社登" in words
        assert (cast.secretary.name in words, "77" in words) == (reads_all, reads_all), reader.name


def test_the_charter_stands_beside_who_holds_office_now(
    db: SQLAlchemy, cast: Cast, desk: Client, keeper: Actor, said: Callable[..., None]
) -> None:
    said()
    appoint(keeper, cast.firm, "vice_president", term(keeper))
    db.session.commit()
    assert "1 of 5" in desk.get(PAGE).page.text


def test_a_text_has_versions_and_a_later_one_says_what_is_new(desk: Client, keeper: Actor) -> None:
    assert reading.consent_text() is None
    desk.post_form(TEXT, {"text": "第一版\n第二行"})
    first = reading.consent_text()
    assert first is not None and (first.version, first.text, first.asks_again) == (1, "第一版\n第二行", True)
    refused = desk.post_form(TEXT, {"text": "第二版"})
    assert refused.status_code == 422 and refused.page.css("#changed-error")
    assert desk.post_form(TEXT, {"text": "第一版\n第二行", "changed": "无"}).status_code == 422
    desk.post_form(TEXT, {"text": "第二版", "changed": "措辞"})
    second = reading.consent_text()
    assert second is not None and (second.version, second.asks_again, second.changed) == (2, False, "措辞")
    assert desk.get(PAGE).page.css("#text-1") and desk.get(PAGE).page.css("#text-2")
    with pytest.raises(Conflict):
        changing.publish_text("第三版", "增加用途", True, actor=keeper, version=1)


@pytest.mark.parametrize("text", ["", "　", "字" * 20_001])
def test_a_text_that_is_none_is_refused(desk: Client, text: str) -> None:
    assert desk.post(TEXT, data={"text": text, "version": "0"}).status_code == 422
    assert reading.consent_text() is None


def test_the_log_says_what_changed(desk: Client, cast: Cast, sign_in: Callable[..., Client]) -> None:
    desk.post_form(FORM, {"legal_form": "federation_unit", "head_id": str(cast.secretary.id)})
    desk.post_form(TEXT, {"text": "第一版"})
    page: Any = sign_in(cast.supervisor).get("/admin/log").page
    assert "changed the standing of the chamber" in page.text and "put a text on personal data in force" in page.text
    assert "Text on personal data, version 1" in page.text


def test_nobody_but_the_secretariat_changes_it(cast: Cast) -> None:
    for account in (cast.member, cast.leader, cast.president, cast.supervisor, cast.admin):
        with pytest.raises(Exception, match="not open to your role"):
            changing.change(REGISTERED, actor=actor_as(account), version=0)
        with pytest.raises(Exception, match="not open to your role"):
            changing.publish_text("x", "", False, actor=actor_as(account), version=0)


def test_the_secretariat_finds_the_series_of_numbers_here_and_nobody_else_does(
    cast: Cast, desk: Client, sign_in: Callable[..., Client]
) -> None:
    desk.post_form("/documents/case_answer", {"prefix": "梧商办"}, action="/prefix")
    page = desk.get("/members/standing").page
    assert "梧商办" in page.text and page.link("Answer to a case") == "/documents/case_answer"
    for name in ("leader", "president", "member", "supervisor"):
        assert "梧商办" not in sign_in(getattr(cast, name)).get("/members/standing").page.text
