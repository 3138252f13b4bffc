"""Proposals: three firms, one category, one department, twelve months; taken up, or turned down until another comes."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.models import Case
from chamber.cases.themes import proposing
from chamber.cases.themes.keeping import Wording
from chamber.cases.themes.models import CaseTheme, CaseThemeLink, CaseThemeRefusal
from chamber.errors import DomainError, Forbidden, NotFound, Repeated
from chamber.extensions import db
from chamber.rights import Actor, Role
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import make_account
from tests.factories.cases import Drive
from tests.factories.themes import TEXT, TITLE, author, case_of, several

SignIn = Callable[[Account], Client]


def number(actor: Actor) -> int:
    """As the home page counts them, which is by another way than that of their page."""
    found = db.session.scalar(db.select(proposing.number_waiting(actor))) or 0
    assert found == len(proposing.waiting(actor=actor))
    return found


def where(drive: Drive) -> tuple[int, int]:
    """The group of the cases that the factory makes."""
    return drive.categories["request"], drive.cast.department.id


def test_three_firms_are_proposed_and_two_are_not(drive: Drive, keeper: Actor) -> None:
    one, two = author(0), author(1)
    for by in (one, two, two):
        case_of(drive, by)
    assert (proposing.waiting(actor=keeper), number(keeper)) == ([], 0)
    case_of(drive, author(2))
    (found,) = proposing.waiting(actor=keeper)
    assert (found.firms, found.cases, number(keeper)) == (3, 4, 1)
    assert len(proposing.lines(found, actor=keeper)) == 4


def test_what_is_older_than_twelve_months_is_not_proposed(drive: Drive, keeper: Actor, clock: Clock) -> None:
    several(drive)
    clock.advance(days=364)
    assert number(keeper) == 1
    clock.advance(days=2)
    assert number(keeper) == 0


def test_the_home_page_says_it_and_the_form_takes_it_up(drive: Drive, desk: Client, keeper: Actor) -> None:
    cases = several(drive)
    assert "1 proposal" in desk.get("/").words
    category, department = where(drive)
    answer = desk.post_form(f"/cases/themes/proposals/{category}/{department}", {"title": TITLE, "text": TEXT})
    assert answer.status_code == 200 and db.session.query(CaseTheme).one().category_id == category
    assert {row.case_id for row in db.session.query(CaseThemeLink)} == {one.id for one in cases}
    assert number(keeper) == 0 and "1 proposal" not in desk.get("/").words


def test_the_same_form_sent_twice_takes_it_up_once(drive: Drive, keeper: Actor) -> None:
    cases, key = [one.reference for one in several(drive)], "b" * 32
    made = [
        proposing.take_up(*where(drive), Wording(TITLE, TEXT), cases, actor=keeper, form_key=key) for _time in range(2)
    ]
    assert made[0] is made[1]


def test_turned_down_it_is_asked_again_when_a_further_firm_comes(drive: Drive, keeper: Actor) -> None:
    several(drive)
    proposing.turn_down(*where(drive), "原因各不相同", actor=keeper)
    db.session.commit()
    assert number(keeper) == 0
    with pytest.raises(Repeated):
        proposing.turn_down(*where(drive), "原因各不相同", actor=keeper)
    db.session.rollback()
    with pytest.raises(NotFound):
        proposing.turn_down(*where(drive), "另一个理由", actor=keeper)
    db.session.rollback()
    case_of(drive, db.session.query(Account).filter_by(username="further0").one())
    assert number(keeper) == 0, "the same firms"
    case_of(drive, author(3))
    assert number(keeper) == 1 and db.session.query(CaseThemeRefusal).count() == 1
    # Who is no longer known is no further firm.
    db.session.query(Case).order_by(Case.id.desc()).limit(1).one().member_id = None
    assert number(keeper) == 0


def test_the_cases_of_the_own_desk_are_proposed_too(drive: Drive, keeper: Actor) -> None:
    several(drive)
    db.session.query(Case).update({"lead_department_id": None, "own_desk": True})
    assert number(keeper) == 1
    proposing.turn_down(drive.categories["request"], proposing.OWN_DESK, "原因各不相同", actor=keeper)
    assert number(keeper) == 0


def test_a_reason_is_needed(drive: Drive, keeper: Actor, desk: Client) -> None:
    several(drive)
    with pytest.raises(DomainError):
        proposing.turn_down(*where(drive), "　", actor=keeper)
    category, department = where(drive)
    place = f"/cases/themes/proposals/{category}/{department}"
    desk.post_form(place, {"reason": "原因不同"}, press="Turn the proposal down")
    assert number(keeper) == 0


def test_who_is_kept_from_a_case_is_asked_without_it(drive: Drive, keeper: Actor) -> None:
    cases = several(drive)
    make_account("second", "另一秘书", Role.SECRETARIAT)
    respondents.recuse(cases[0].reference, drive.cast.secretary.id, "亲属关系", actor=keeper)
    assert number(keeper) == 0


def test_nobody_else_is_asked(drive: Drive, sign_in: SignIn) -> None:
    several(drive)
    for name in ("leader", "president", "handler", "member", "supervisor"):
        with pytest.raises(Forbidden):
            proposing.waiting(actor=drive.who(name))
        assert sign_in(getattr(drive.cast, name)).get("/cases/themes/proposals").status_code == 403


def test_no_page_asks_more_where_there_are_more_cases(drive: Drive, desk: Client, queries: list[str]) -> None:
    def asked(place: str) -> int:
        desk.get(place)
        queries.clear()
        desk.get(place)
        return len(queries)

    authors = [author(one) for one in range(4)]
    for by in authors[:3]:
        case_of(drive, by)
    category, department = where(drive)
    places = ("/cases/themes/", "/cases/themes/proposals", f"/cases/themes/proposals/{category}/{department}")
    few = [asked(place) for place in places]
    for by in authors:
        for _time in range(2):
            case_of(drive, by)
    assert [asked(place) for place in places] == few


@pytest.mark.parametrize("change", [{"anonymous": True}, {"lead_department_id": None}])
def test_a_case_that_counts_nowhere_or_lies_with_nobody_is_not_counted(
    drive: Drive, keeper: Actor, change: dict[str, object]
) -> None:
    several(drive)
    db.session.query(Case).update(change)  # type: ignore[arg-type]
    assert number(keeper) == 0


def test_a_reload_after_a_refusal_without_reason_leads_back_to_the_proposal(drive: Drive, desk: Client) -> None:
    several(drive)
    category, department = where(drive)
    place = f"/cases/themes/proposals/{category}/{department}"
    assert desk.post(f"{place}/refuse", data={"reason": " "}).status_code == 422
    assert desk.get(f"{place}/refuse").headers["Location"].endswith(place)
