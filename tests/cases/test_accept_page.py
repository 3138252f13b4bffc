"""The page that accepts a case, and that of a draft: what it proposes, and what one should know beside it."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.doing import handling
from chamber.cases.lists import categories
from chamber.cases.lists.categories import Proposal
from chamber.cases.words import NEEDS_REASON, OTHER_OUTCOMES, SUGGESTION_OUTCOMES, Complexity, Kind, Outcome
from chamber.errors import DomainError
from tests.client import Answer, Client
from tests.factories.cases import Drive
from tests.page import Page

SignIn = Callable[[Account], Client]
LISTS = "/cases/lists"


def propose(client: Client, kind: str, **typed: str) -> Answer:
    """What a category proposes, set by the page."""
    [entry] = categories.maintained()[kind]
    return client.post_form(LISTS, typed, action=f"/lists/{kind}/{entry.id}/edit")


def lead_of(page: Page) -> str:
    """The lead department that the form has chosen; empty: none."""
    return "".join(option.attributes.get("value") or "" for option in page.css("#lead option[selected]"))


def test_accepting_proposes_what_the_secretariat_set_for_the_category(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    desk, unit = sign_in(drive.cast.secretary), drive.cast.department
    propose(desk, Kind.REQUEST, complexity="simple", department=str(unit.id))
    assert f"Proposed: {Complexity.SIMPLE.label} · {unit.name}" in desk.get(LISTS).words
    page = desk.get(f"/cases/{drive.reference}/accept").page
    assert page.css("#complexity option[selected]")[0].attributes["value"] == "simple"
    assert lead_of(page) == str(unit.id)
    propose(desk, Kind.REQUEST, complexity="", department="")
    page = desk.get(f"/cases/{drive.reference}/accept").page
    assert page.css("#complexity option[selected]")[0].attributes["value"] == "normal"
    assert not lead_of(page)


def test_a_department_that_the_complaint_is_about_is_not_proposed(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    desk = sign_in(drive.cast.secretary)
    propose(desk, Kind.COMPLAINT, department=str(drive.cast.other_department.id))
    page = desk.get(f"/cases/{drive.reference}/accept").page
    assert not lead_of(page)


@pytest.mark.parametrize(
    ("kind", "proposal", "at"),
    [
        (Kind.REQUEST, Proposal("easy"), "complexity"),
        (Kind.REQUEST, Proposal("", 999), "department"),
        (Kind.SUGGESTION, Proposal("simple"), "complexity"),
        (Kind.RETALIATION, Proposal("", 1), "department"),
        (Kind.RETALIATION, Proposal(own_desk=True), "department"),
        (Kind.REQUEST, Proposal("", 1, own_desk=True), "department"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_and_changes_nothing(
    drive: Drive, kind: str, proposal: Proposal, at: str
) -> None:
    [entry] = categories.maintained()[kind]
    with pytest.raises(DomainError) as refused:
        categories.change_entry(kind, entry.id, entry.text, 1, proposal, was=entry.text, actor=drive.who("secretary"))
    assert refused.value.field == at
    assert categories.maintained()[kind] == [entry]


def test_accepting_shows_other_cases_of_the_firm_but_never_that_a_confidential_one_is_its_own(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(Kind.COMPLAINT)
    secret = drive.reference
    drive.submit(Kind.SUGGESTION, title="同一家企业的建议")
    open_one = drive.reference
    drive.submit(Kind.REQUEST, by="rival", title="别家企业的同类诉求")
    same_category = drive.reference
    drive.submit(Kind.REQUEST, title="这一件")
    beside = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/accept").page.texts(".beside > :nth-child(3)")
    assert len(beside) == 1
    assert open_one in beside[0] and same_category in beside[0]
    assert secret not in beside[0] and drive.reference not in beside[0]


def test_the_draft_of_a_second_round_shows_the_first_answer_and_its_rating(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    drive.rate(2, False)
    drive.call()
    page = sign_in(drive.cast.handler).get(f"/cases/{drive.reference}/draft").page
    [answer] = [card for card in page.texts(".card") if "round 1" in card]
    assert "Rating" in answer


def test_each_outcome_says_what_it_needs_before_it_is_chosen(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    offered = sign_in(drive.cast.handler).get(f"/cases/{drive.reference}/draft").page.texts("#outcome option")
    marked = {
        str(outcome.label): [words for words in offered if words.startswith(str(outcome.label))] for outcome in Outcome
    }
    assert marked[str(Outcome.OUT_OF_POWER.label)][0].endswith("needs a reason and another option")
    assert marked[str(Outcome.RESOLVED.label)] == [str(Outcome.RESOLVED.label)]


@pytest.mark.parametrize(("kind", "fitting"), [(Kind.REQUEST, OTHER_OUTCOMES), (Kind.SUGGESTION, SUGGESTION_OUTCOMES)])
def test_the_reason_names_exactly_the_outcomes_that_need_one(
    drive: Drive, sign_in: SignIn, kind: Kind, fitting: tuple[Outcome, ...]
) -> None:
    drive.submit(kind)
    drive.accept()
    drive.sign()
    page = sign_in(drive.cast.handler).get(f"/cases/{drive.reference}/draft").page
    [help_] = page.texts("#reason-help")
    assert {outcome for outcome in fitting if f"“{outcome.label}”" in help_} == NEEDS_REASON & set(fitting)


def test_the_page_of_a_call_says_whom_to_call_and_what_they_rated(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    drive.rate(2, False)
    desk = sign_in(drive.cast.secretary)
    page = desk.get(f"/cases/{drive.reference}/contact").page
    assert any("Who to call" in card and drive.cast.firm.name in card for card in page.texts(".card"))
    assert any("round 1" in card and "Rating" in card for card in page.texts(".card"))
    assert "138 0000 0002" in desk.post_form(page, action="/reveal").get_data(as_text=True)


def test_who_decides_an_extension_is_told_who_asks_and_what_is_due_now(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    words = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/decide-extension").words
    assert "Now due:" in words and drive.cast.handler.name in words
