"""Lists of appeals: chosen and worded, numbered and frozen, printed, carried somewhere, and what came back."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from docx import Document

from chamber import clock as now
from chamber.accounts.models import Account
from chamber.cases.appeals import drafting, following, seeing
from chamber.cases.appeals.models import CaseAppeal, CaseAppealItem
from chamber.cases.models import CaseEvent
from chamber.cases.rules.acts import Act
from chamber.cases.themes import keeping, linking
from chamber.cases.themes.models import CaseTheme
from chamber.documents.models import IssuedPaper
from chamber.errors import Conflict, DomainError, Forbidden, NotFound, Repeated
from chamber.extensions import db
from chamber.rights import Actor
from tests.client import Client
from tests.english import english
from tests.factories.cases import Drive
from tests.factories.notifications import lines_of
from tests.factories.papers import text_of
from tests.factories.themes import FIRMS, TITLE, answered, logged, make_theme, several

SignIn = Callable[[Account], Client]
WHERE = "区政企座谈会"


def draft(drive: Drive, keeper: Actor) -> CaseAppeal:
    """A list with one common problem of three firms; committed."""
    theme = make_theme(keeper, several(drive))
    made = drafting.create("九月诉求清单", "请予协调。", [theme.reference], actor=keeper)
    db.session.commit()
    return made


def issued(drive: Drive, keeper: Actor) -> tuple[CaseAppeal, CaseAppealItem]:
    """The same, issued; with what stands on it."""
    row = draft(drive, keeper)
    drafting.issue(row.id, version=row.version, actor=keeper)
    db.session.commit()
    return row, db.session.query(CaseAppealItem).one()


def author() -> Account:
    """The first firm's contact."""
    return db.session.query(Account).filter_by(username="further0").one()


def raised() -> list[CaseEvent]:
    """The lines in cases."""
    return db.session.query(CaseEvent).filter_by(act=Act.RAISE_SHARED).order_by(CaseEvent.id).all()


def test_the_pages_take_a_list_all_the_way(drive: Drive, keeper: Actor, desk: Client, sign_in: SignIn) -> None:
    theme = make_theme(keeper, several(drive))
    typed = {"title": "九月诉求清单", "foreword": "", "chosen": [theme.reference]}
    assert desk.post("/cases/appeals/new", data=typed).status_code == 303
    row, item = db.session.query(CaseAppeal).one(), db.session.query(CaseAppealItem).one()
    here, one = f"/cases/appeals/{row.id}", f"/cases/appeals/{row.id}/items/{item.id}"
    desk.post_form(one, {"heading": "沿街装卸", "text": "请划定装卸点。"}, press="Save")
    desk.post_form(here, {}, press="Issue the list")
    desk.post_form(one, {"where": WHERE, "day": "2026-09-15"}, press="Record")
    desk.post_form(one, {"reply": "已列入下月计划。", "replied_on": "2026-09-15"}, press="Record")
    words = english(sign_in(drive.cast.president)).get(here).words
    for said in ("沿街装卸", "请划定装卸点。", WHERE, "已列入下月计划。", "〔2026〕1号", "3 or more firms"):
        assert said in words, said
    assert "九月诉求清单" in desk.get("/cases/appeals/").words


def test_only_what_is_open_stands_on_it(drive: Drive, keeper: Actor) -> None:
    theme = answered(keeper, several(drive))
    with pytest.raises(DomainError):
        drafting.create("清单", "", [theme.reference], actor=keeper)
    make_theme(keeper, shown=False)
    assert drafting.to_choose(keeper) == []


def test_drafts_are_for_the_secretariat_and_issued_ones_for_leader_and_president(
    drive: Drive, keeper: Actor, sign_in: SignIn
) -> None:
    row = draft(drive, keeper)
    leader, president = (sign_in(one) for one in (drive.cast.leader, drive.cast.president))
    places = (f"/cases/appeals/{row.id}", f"/cases/appeals/{row.id}/list.docx")
    assert [one.get(place).status_code for one in (leader, president) for place in places] == [404] * 4
    assert "九月" not in leader.get("/cases/appeals/").words
    assert "九月" not in logged(leader)
    assert sign_in(drive.cast.secretary).get(places[1]).status_code == 404, "a draft is no paper"
    drafting.issue(row.id, version=row.version, actor=keeper)
    db.session.commit()
    assert [one.get(place).status_code for one in (leader, president) for place in places] == [200] * 4
    for name in ("member", "handler", "supervisor"):
        assert sign_in(getattr(drive.cast, name)).get(places[0]).status_code == 403, name


def test_issued_it_is_numbered_once_and_nothing_of_it_changes(drive: Drive, keeper: Actor) -> None:
    row, item = issued(drive, keeper)
    with pytest.raises(Repeated):
        drafting.issue(row.id, version=row.version, actor=keeper)
    db.session.rollback()
    assert db.session.query(IssuedPaper).filter_by(kind="appeal_list").count() == 1
    for act in (
        lambda: drafting.edit(row.id, "别的", "", version=row.version, actor=keeper),
        lambda: drafting.word(row.id, item.id, "别的", "别的", version=item.version, actor=keeper),
        lambda: drafting.take_off(row.id, item.id, version=item.version, actor=keeper),
        lambda: drafting.discard(row.id, version=row.version, actor=keeper),
    ):
        with pytest.raises(Conflict):
            act()
        db.session.rollback()


def test_it_names_nobody(drive: Drive, keeper: Actor) -> None:
    row = draft(drive, keeper)
    item = db.session.query(CaseAppealItem).one()
    for act in (
        lambda: drafting.edit(row.id, "清单", f"{FIRMS[0]}等", version=row.version, actor=keeper),
        lambda: drafting.word(row.id, item.id, "事项", f"{FIRMS[1]}等", version=item.version, actor=keeper),
    ):
        with pytest.raises(DomainError, match="names"):
            act()
        db.session.rollback()
    item.text = f"{FIRMS[2]}等"
    db.session.commit()
    with pytest.raises(DomainError, match="names"):
        drafting.issue(row.id, version=row.version, actor=keeper)


def test_it_is_not_issued_when_too_few_firms_are_left(drive: Drive, keeper: Actor) -> None:
    cases = several(drive)
    theme = make_theme(keeper, cases)
    row = drafting.create("清单", "", [theme.reference], actor=keeper)
    linking.unlink(theme.reference, [cases[0].reference], actor=keeper)
    assert drafting.to_choose(keeper) == []
    with pytest.raises(DomainError, match="fewer than three"):
        drafting.issue(row.id, version=row.version, actor=keeper)
    linking.link(theme.reference, [cases[0].reference], actor=keeper)
    keeping.hide(theme.reference, version=theme.version, actor=keeper)
    with pytest.raises(DomainError, match="fewer than three"):
        drafting.issue(row.id, version=row.version, actor=keeper)


def test_each_firm_reads_one_line_in_its_own_case_and_others_do_not(
    drive: Drive, keeper: Actor, sign_in: SignIn
) -> None:
    row, item = issued(drive, keeper)
    for wrong in (date(1926, 9, 14), now.today() + timedelta(days=1), None):
        with pytest.raises(DomainError):
            following.raise_shared(row.id, item.id, WHERE, wrong, actor=keeper)
    with pytest.raises(DomainError, match="names"):
        following.raise_shared(row.id, item.id, f"{FIRMS[0]}会议室", date(2026, 9, 14), actor=keeper)
    following.raise_shared(row.id, item.id, WHERE, date(2026, 9, 14), actor=keeper)
    db.session.commit()
    with pytest.raises(Repeated):
        following.raise_shared(row.id, item.id, WHERE, date(2026, 9, 14), actor=keeper)
    db.session.rollback()
    with pytest.raises(Conflict):
        following.raise_shared(row.id, item.id, "别处", date(2026, 9, 14), actor=keeper)
    db.session.rollback()
    lines = raised()
    assert len(lines) == 3
    case = lines[0].case_id
    reference = db.session.execute(db.text("SELECT reference FROM cases WHERE id = :id"), {"id": case}).scalar_one()
    here = f"/cases/{reference}"
    assert WHERE in sign_in(author()).get(here).words
    assert "case.raise_shared:author" in [line.line for line in lines_of(author())]
    for other in (drive.cast.handler, drive.cast.leader, drive.cast.president):
        answer = sign_in(other).get(here)
        assert answer.status_code == 200 and WHERE not in answer.words


def test_what_came_back_is_written_after_it_was_carried(drive: Drive, keeper: Actor) -> None:
    row, item = issued(drive, keeper)
    with pytest.raises(Conflict):
        following.note_reply(row.id, item.id, "好", date(2026, 9, 14), actor=keeper)
    db.session.rollback()
    following.raise_shared(row.id, item.id, WHERE, date(2026, 9, 14), actor=keeper)
    tomorrow = now.today() + timedelta(days=1)
    for wrong in (date(2026, 9, 11), tomorrow, None):
        with pytest.raises(DomainError):
            following.note_reply(row.id, item.id, "好", wrong, actor=keeper)
    with pytest.raises(DomainError, match="names"):
        following.note_reply(row.id, item.id, f"已告知{FIRMS[0]}", date(2026, 9, 15), actor=keeper)
    following.note_reply(row.id, item.id, "好", date(2026, 9, 15), actor=keeper)
    db.session.commit()
    with pytest.raises(Repeated):
        following.note_reply(row.id, item.id, "好", date(2026, 9, 15), actor=keeper)
    with pytest.raises(Conflict):
        following.note_reply(row.id, item.id, "另一个回复", date(2026, 9, 15), actor=keeper)
    assert seeing.seen_by(keeper, row.id).items[0].reply == "好"


def test_the_paper_has_number_and_problems_and_no_firm(drive: Drive, keeper: Actor, sign_in: SignIn) -> None:
    row, _item = issued(drive, keeper)
    answer = sign_in(drive.cast.leader).get(f"/cases/appeals/{row.id}/list.docx")
    cells = [cell.text for table in Document(io.BytesIO(answer.get_data())).tables for cell in table._cells]
    words = "\n".join([*text_of(answer.get_data()), *cells])
    for said in ("〔2026〕1号", "九月诉求清单", TITLE):
        assert said in words, said
    assert not [firm for firm in FIRMS if firm in words]


def test_nobody_else_writes_one(drive: Drive, keeper: Actor) -> None:
    row, item = issued(drive, keeper)
    version = {"version": row.version}
    acts: tuple[Callable[[Actor], object], ...] = (
        drafting.to_choose,
        lambda who: drafting.create("清单", "", ["GX"], actor=who),
        lambda who: drafting.edit(row.id, "清单", "", **version, actor=who),
        lambda who: drafting.word(row.id, item.id, "题", "文", **version, actor=who),
        lambda who: drafting.take_off(row.id, item.id, **version, actor=who),
        lambda who: drafting.discard(row.id, **version, actor=who),
        lambda who: drafting.issue(row.id, **version, actor=who),
        lambda who: following.raise_shared(row.id, item.id, WHERE, date(2026, 9, 14), actor=who),
        lambda who: following.note_reply(row.id, item.id, "好", date(2026, 9, 15), actor=who),
    )
    for name in ("leader", "president", "supervisor", "handler", "member"):
        for act in acts:
            with pytest.raises(Forbidden):
                act(drive.who(name))


def test_what_stands_on_a_list_is_reached_through_that_list_alone(drive: Drive, keeper: Actor) -> None:
    _row, item = issued(drive, keeper)
    other = drafting.create("另一份", "", [db.session.query(CaseTheme).one().reference], actor=keeper)
    db.session.commit()
    for act in (
        lambda: drafting.word(other.id, item.id, "别的", "别的", version=item.version, actor=keeper),
        lambda: drafting.take_off(other.id, item.id, version=item.version, actor=keeper),
    ):
        with pytest.raises(NotFound):
            act()


def test_sent_twice_it_is_begun_once_and_who_is_slower_changes_nothing(drive: Drive, keeper: Actor) -> None:
    chosen = [make_theme(keeper, several(drive)).reference]
    row, again = (drafting.create("清单", "", chosen, actor=keeper, form_key="c" * 32) for _time in range(2))
    db.session.commit()
    item, day = db.session.query(CaseAppealItem).one(), date(2026, 9, 14)
    assert row is again
    for act in (
        lambda: drafting.edit(row.id, "别的", "", version=row.version - 1, actor=keeper),
        lambda: drafting.word(row.id, item.id, "别的", "别的", version=item.version - 1, actor=keeper),
        lambda: drafting.take_off(row.id, item.id, version=item.version - 1, actor=keeper),
        lambda: drafting.discard(row.id, version=row.version - 1, actor=keeper),
        lambda: drafting.issue(row.id, version=row.version - 1, actor=keeper),
        lambda: following.raise_shared(row.id, item.id, WHERE, day, actor=keeper),
    ):
        with pytest.raises(Conflict):
            act()
        db.session.rollback()
    with pytest.raises(DomainError, match="last one"):
        drafting.take_off(row.id, item.id, version=item.version, actor=keeper)
