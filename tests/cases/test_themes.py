"""Common problems: prepared, shown, with measures, found, exported; double presses and lost races."""

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from chamber.accounts.models import Account
from chamber.cases.themes import answering, keeping, linking, listing
from chamber.cases.themes.models import CaseTheme, CaseThemeLink
from chamber.cases.themes.seeing import seen_by
from chamber.cases.words import Kind
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.extensions import db
from chamber.measures import doing
from chamber.rights import Actor
from tests.client import Client
from tests.factories.accounts import make_member
from tests.factories.cases import Drive
from tests.factories.finds import found_by
from tests.factories.measures import make_measure, to_department
from tests.factories.themes import ANSWER, FIRMS, TEXT, TITLE, answered, author, case_of, make_theme, several

SignIn = Callable[[Account], Client]


def state(keeper: Actor, row: CaseTheme) -> str:
    """Where it stands."""
    return seen_by(keeper, row).state


def test_it_is_prepared_shown_worked_on_and_answered(drive: Drive, keeper: Actor) -> None:
    cases = several(drive)
    row = make_theme(keeper, cases, shown=False)
    assert state(keeper, row) == "prepared"
    keeping.show(row.reference, version=row.version, actor=keeper)
    assert state(keeper, row) == "open"
    office = to_department(drive.cast.department.id)
    made = make_measure(keeper, office, kind="theme", subject_id=row.id, source="common_problem")
    assert state(keeper, row) == "at_work"
    doing.finish(made.reference, "已划线", actor=drive.who("handler"))
    doing.confirm(made.reference, actor=keeper)
    assert state(keeper, row) == "open"


def test_the_pages_of_the_secretariat_take_it_all_the_way(drive: Drive, desk: Client) -> None:
    cases = several(drive)
    answer = desk.post_form("/cases/themes/new", {"title": TITLE, "text": TEXT})
    row = db.session.query(CaseTheme).one()
    here = f"/cases/themes/{row.reference}"
    page = desk.post(f"{here}/cases", data={"cases": [one.reference for one in cases]}).headers["Location"]
    assert answer.status_code == 200 and page == here
    assert "3 firms" in desk.get(here).words
    desk.post_form(here, {}, press="Show to others")
    desk.post_form(here, {"text": "统一答复。"}, press="Answer to all")
    assert "统一答复。" in desk.get(here).words and db.session.get_one(CaseTheme, row.id).answered_at
    assert "Answered" in desk.get("/cases/themes/?state=answered").words


def test_it_is_shown_from_three_firms_on_only(drive: Drive, keeper: Actor) -> None:
    one, two = author(0), author(1)
    cases = [case_of(drive, by) for by in (one, two, two)]
    row = make_theme(keeper, cases, shown=False)
    with pytest.raises(DomainError, match="Fewer than 3"):
        keeping.show(row.reference, version=row.version, actor=keeper)
    db.session.rollback()
    linking.link(row.reference, [case_of(drive, author(2)).reference], actor=keeper)
    assert keeping.show(row.reference, version=row.version, actor=keeper).shown_at


def test_its_words_name_no_firm_and_nobody(drive: Drive, keeper: Actor) -> None:
    several(drive, 1)
    for words in (FIRMS[0], "竹溪纸品", "向甲方", "１３８００００２０００"):
        with pytest.raises(DomainError, match="names"):
            make_theme(keeper, title=TITLE, text=f"如{words}等企业反映。")
        db.session.rollback()
    row = make_theme(keeper, shown=False)
    with pytest.raises(DomainError, match="names"):
        keeping.edit(row.reference, keeping.Wording("竹溪纸品等企业", TEXT), version=row.version, actor=keeper)
    assert make_theme(keeper, shown=False, text=f"{drive.cast.department.name}辖区。")


def test_a_case_belongs_to_one_common_problem(drive: Drive, keeper: Actor) -> None:
    cases = several(drive, 1)
    first, second = make_theme(keeper, cases, shown=False), make_theme(keeper, shown=False)
    assert linking.link(first.reference, [cases[0].reference], actor=keeper) == 0, "harmless when repeated"
    with pytest.raises(DomainError, match="another common problem"):
        linking.link(second.reference, [cases[0].reference], actor=keeper)
    db.session.rollback()
    assert linking.unlink(first.reference, [cases[0].reference], actor=keeper) == 1
    assert linking.unlink(first.reference, [cases[0].reference], actor=keeper) == 0
    assert linking.link(second.reference, [cases[0].reference], actor=keeper) == 1


def test_the_same_form_sent_twice_begins_one(drive: Drive, keeper: Actor) -> None:
    wording, key = keeping.Wording(TITLE, TEXT), "a" * 32
    assert keeping.create(wording, actor=keeper, form_key=key) is keeping.create(wording, actor=keeper, form_key=key)


def test_who_is_slower_changes_nothing(drive: Drive, keeper: Actor) -> None:
    row = make_theme(keeper, several(drive))
    for act in (keeping.show, keeping.hide, keeping.discard):
        with pytest.raises(Conflict):
            act(row.reference, version=row.version - 1, actor=keeper)
        db.session.rollback()
    with pytest.raises(Conflict):
        keeping.show(row.reference, version=row.version, actor=keeper)


def test_what_others_read_is_taken_back_but_never_thrown_away(drive: Drive, keeper: Actor) -> None:
    row = make_theme(keeper, several(drive))
    with pytest.raises(Conflict):
        keeping.discard(row.reference, version=row.version, actor=keeper)
    db.session.rollback()
    keeping.hide(row.reference, version=row.version, actor=keeper)
    db.session.flush()
    keeping.discard(row.reference, version=row.version, actor=keeper)
    db.session.commit()
    assert db.session.query(CaseThemeLink).count() == db.session.query(CaseTheme).count() == 0


def test_the_search_finds_title_and_text_for_who_sees_it(drive: Drive, keeper: Actor, sign_in: SignIn) -> None:
    cases = several(drive)
    row = make_theme(keeper, cases, shown=False)
    assert found_by("theme", row.id)
    leader, desk = sign_in(drive.cast.leader), sign_in(drive.cast.secretary)
    for words in ("装卸", "当天送不到"):
        assert TITLE in desk.get(f"/search/?q={words}").words and TITLE not in leader.get(f"/search/?q={words}").words
        assert TITLE not in leader.get(f"/cases/themes/?q={words}").words
        assert leader.get(f"/search/?q={words}").status_code == 200
    keeping.show(row.reference, version=row.version, actor=keeper)
    db.session.commit()
    assert (
        TITLE in leader.get("/search/?q=装卸").words
        and TITLE not in sign_in(drive.cast.rival).get("/search/?q=装卸").words
    )


def test_the_table_has_numbers_and_no_case(drive: Drive, keeper: Actor) -> None:
    cases = several(drive)
    answered(keeper, cases)
    sheet = load_workbook(io.BytesIO(listing.workbook(keeper))).worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert TITLE in cells and "3 firms" in cells
    assert not [cell for cell in cells if any(one.reference in cell for one in cases) or FIRMS[0] in cell]
    with pytest.raises(Forbidden):
        listing.workbook(drive.who("leader"))


def test_a_case_is_linked_from_its_own_page(drive: Drive, keeper: Actor, desk: Client) -> None:
    made, row = several(drive, 1, kind=Kind.REQUEST)[0], make_theme(keeper, shown=False)
    here = f"/cases/{made.reference}"
    assert "Several firms have this" in desk.get(here).words
    desk.post_form(f"{here}/common-problem", {"theme": row.reference})
    assert TITLE in desk.get(here).words
    assert desk.get(f"{here}/common-problem").status_code == 404, "it belongs to one already"


@pytest.mark.parametrize("why", ["measure", "answer"])
def test_what_others_work_on_or_have_read_to_the_end_is_not_taken_back(drive: Drive, keeper: Actor, why: str) -> None:
    row = make_theme(keeper, several(drive))
    if why == "measure":
        office = to_department(drive.cast.department.id)
        make_measure(keeper, office, kind="theme", subject_id=row.id, source="common_problem")
    else:
        answering.answer_shared(row.reference, ANSWER, version=row.version, actor=keeper)
        db.session.commit()
    with pytest.raises(Conflict):
        keeping.hide(row.reference, version=row.version, actor=keeper)


def test_a_firm_that_joined_later_is_not_named_either(drive: Drive, keeper: Actor) -> None:
    late = "榆荫印刷有限公司"
    row = make_theme(keeper, several(drive), shown=False, text=f"如{late}等企业反映。")
    make_member(late, 40)
    db.session.commit()
    with pytest.raises(DomainError, match="names"):
        keeping.show(row.reference, version=row.version, actor=keeper)
    row.shown_at = row.created_at
    db.session.commit()
    with pytest.raises(DomainError, match="names"):
        answering.answer_shared(row.reference, ANSWER, version=row.version, actor=keeper)


def test_a_measure_of_it_waits_until_others_read_it_and_names_nobody(drive: Drive, keeper: Actor) -> None:
    row, office = make_theme(keeper, several(drive), shown=False), to_department(drive.cast.department.id)
    of = {"kind": "theme", "subject_id": row.id, "source": "common_problem"}
    with pytest.raises((DomainError, Forbidden, NotFound)):
        make_measure(keeper, office, **of)  # type: ignore[arg-type]
    db.session.rollback()
    keeping.show(row.reference, version=row.version, actor=keeper)
    db.session.commit()
    with pytest.raises(DomainError, match="names"):
        make_measure(keeper, office, title=f"走访{FIRMS[0]}", **of)  # type: ignore[arg-type]
