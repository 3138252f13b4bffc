"""What the law says, beside a case of its category."""

import tomllib
from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases import guidance
from chamber.cases.access.respondents import Respondent
from chamber.cases.lists import categories
from chamber.cases.models_lists import CaseCategory
from chamber.cases.words import Kind, RespondentKind
from chamber.extensions import db
from tests.client import Client
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def test_the_law_beside_a_new_complaint_is_folded_and_goes_by_category(drive: Drive, sign_in: SignIn) -> None:
    owed = CaseCategory(kind=Kind.COMPLAINT, name="拖欠账款", position=5)
    db.session.add(owed)
    db.session.commit()
    page = sign_in(drive.cast.member).get("/cases/new/complaint").page
    assert page.css("#new-case details.fold"), "there without JavaScript, too"
    assert not page.css("#new-case details[open]")
    parts = page.css('details [data-when="category"]')
    assert {part.attributes["data-is"] for part in parts} == {str(owed.id)}
    assert any("public bodies pay within 30 days" in part.text() for part in parts)
    outside = [part for part in page.css("details p") if "data-when" not in part.attributes]
    assert any("tells you within 15 days" in part.text() for part in outside), "what concerns every complaint"
    assert page.css("details summary span[data-when]")[0].attributes.get("hidden", "no") is None


def test_a_case_shows_what_the_law_says_about_its_category(drive: Drive, sign_in: SignIn) -> None:
    owed = CaseCategory(kind=Kind.COMPLAINT, name="拖欠账款")
    db.session.add(owed)
    db.session.flush()
    drive.submit(category_id=owed.id)
    said = "public bodies pay within 30 days"
    assert said in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words
    assert said not in sign_in(drive.cast.leader).get(f"/cases/{drive.reference}").words, "knows no category yet"
    drive.suffix = "二"
    drive.submit()
    assert said not in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words


def test_every_category_of_the_first_lists_has_its_guidance() -> None:
    lists = tomllib.loads(categories.FIRST_LISTS.read_text(encoding="utf-8"))["categories"]
    for kind, names in lists.items():
        for name in names:
            assert guidance.of(kind, name)
    for word in guidance.BY_WORD:
        assert any(word in name for names in lists.values() for name in names), word


def test_who_works_on_a_case_reads_the_rules_of_its_category_and_its_author_those_of_the_kind_too(
    drive: Drive, sign_in: SignIn
) -> None:
    owed = CaseCategory(kind=Kind.COMPLAINT, name="拖欠账款")
    db.session.add(owed)
    db.session.flush()
    drive.submit(category_id=owed.id)
    here = f"/cases/{drive.reference}"
    assert "tells you within 15 days" in sign_in(drive.cast.member).get(here).words
    desk = sign_in(drive.cast.secretary).get(here).words
    assert "public bodies pay within 30 days" in desk
    assert "tells you within 15 days" not in desk


def test_the_regulation_on_payments_speaks_of_debts_alone_and_retaliation_has_its_own_rule() -> None:
    lists = tomllib.loads(categories.FIRST_LISTS.read_text(encoding="utf-8"))
    kinds = lists["categories"].items()
    with_payments = {
        (kind, name)
        for kind, names in kinds
        for name in names
        if any("Payments" in str(rule.source) for rule in guidance.of(kind, name))
    }
    assert with_payments == {("complaint", "拖欠账款")}
    assert any("retaliate" in str(rule.text) for rule in guidance.of("retaliation"))


def test_only_a_text_that_was_read_is_cited_by_article() -> None:
    read = ("Regulation on Ensuring Payments", "Law on Promoting the Private Economy")
    for rule in guidance.RULES.values():
        assert ("article" in str(rule.source)) == str(rule.source).startswith(read)


def test_rules_on_payments_begin_with_whom_they_bind_as_the_debtor_may_be_an_ordinary_firm() -> None:
    rules = [rule for name, rule in guidance.RULES.items() if name.startswith("payment") and name != "payment talks"]
    assert rules
    assert all(str(rule.text).startswith(("If a public body or a large", "If a state organ")) for rule in rules)


def test_the_article_on_enforcement_stands_only_beside_enforcement() -> None:
    lists = tomllib.loads(categories.FIRST_LISTS.read_text(encoding="utf-8"))["categories"]
    beside = {
        name
        for kind, names in lists.items()
        for name in names
        if any(str(rule.source).endswith("article 50") for rule in guidance.of(kind, name))
    }
    assert beside == {"行政执法与检查"}


@pytest.mark.parametrize(
    ("kind", "shown"),
    [(RespondentKind.MEMBER, False), (RespondentKind.OTHER, True), (RespondentKind.DEPARTMENT, True)],
)
def test_payments_of_public_bodies_show_only_where_whoever_owes_can_be_one_or_a_large_enterprise(
    drive: Drive, sign_in: SignIn, kind: RespondentKind, shown: bool
) -> None:
    owed = CaseCategory(kind=Kind.COMPLAINT, name="拖欠账款")
    db.session.add(owed)
    db.session.flush()
    unit = drive.cast.other_department.id if kind == RespondentKind.DEPARTMENT else None
    name = {RespondentKind.MEMBER: drive.cast.rival_firm.name, RespondentKind.OTHER: "某某物业有限公司"}.get(kind, "")
    drive.submit(category_id=owed.id, respondents=(Respondent(kind, department_id=unit, text=name),))
    for reader in ("member", "secretary"):
        words = sign_in(getattr(drive.cast, reader)).get(f"/cases/{drive.reference}").words
        assert ("public bodies pay within 30 days" in words) is shown


def test_a_reader_who_may_not_know_the_respondent_cannot_tell_them_by_the_law_that_shows() -> None:
    assert guidance.fitting("拖欠账款") == guidance.fitting("拖欠账款", {RespondentKind.DEPARTMENT})
    assert guidance.fitting("拖欠账款", {RespondentKind.MEMBER}) == ()
    assert guidance.fitting("拖欠账款", {RespondentKind.MEMBER, RespondentKind.DEPARTMENT})


def test_the_form_ties_what_concerns_public_debts_to_the_respondent_that_was_chosen(
    drive: Drive, sign_in: SignIn
) -> None:
    db.session.add(CaseCategory(kind=Kind.COMPLAINT, name="拖欠账款", position=5))
    db.session.commit()
    member = sign_in(drive.cast.member)
    page = member.get("/cases/new/complaint").page
    parts = [part for part in page.css('details [data-when="respondent"]') if "public bodies pay" in part.text()]
    assert len(parts) == 1 and "hidden" not in parts[0].attributes
    kinds = (parts[0].attributes["data-is"] or "").split(" ")
    assert "" in kinds and RespondentKind.DEPARTMENT in kinds and RespondentKind.MEMBER not in kinds
    refused = member.post_form(page, {"respondent": RespondentKind.MEMBER})
    assert refused.page.css('details [data-when="respondent"][hidden]'), "without JavaScript, too"
