"""What may be done with a measure, by whom, and what stays visible of it."""

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.accounts.models import AccountRole
from chamber.errors import Conflict, DomainError, Forbidden, NotFound, Repeated
from chamber.measures import doing, giving, listing
from chamber.measures.listing import Chosen, Show
from chamber.measures.models import Measure, MeasureNote
from chamber.measures.owners import gone_expression
from chamber.measures.seeing import seen_by
from chamber.measures.words import Act, State
from chamber.members.record import editing
from chamber.rights import Actor, Role
from tests.conftest import Clock
from tests.factories.accounts import Cast, actor_as, make_account
from tests.factories.cases import paper
from tests.factories.measures import due_on, make_measure, order, to_department, to_firm, to_person


def second_of(role: Role = Role.SECRETARIAT) -> Actor:
    """Another person of the secretariat."""
    return actor_as(make_account("second", "方同事", role))


def row(db: SQLAlchemy) -> Measure:
    """The one measure there is, read anew."""
    return db.session.scalars(select(Measure).execution_options(populate_existing=True)).one()


def test_from_the_order_to_the_reply(db: SQLAlchemy, cast: Cast) -> None:
    secretary, handler = actor_as(cast.secretary), actor_as(cast.handler)
    task = make_measure(secretary, to_department(cast.department.id), [paper()], ordered_by="街道党政办")
    doing.report(task.reference, "已登记三处。", actor=handler)
    doing.finish(task.reference, "共二十三处。", [paper()], actor=handler)
    doing.confirm(task.reference, actor=secretary)
    seen = seen_by(secretary, row(db))
    assert [note.act for note in seen.notes] == [Act.GIVE, Act.NOTE, Act.DONE, Act.CONFIRM]
    assert (seen.result, seen.done_by, seen.confirmed_by) == ("共二十三处。", "林承办", "陈秘书")
    assert [len(note.files) for note in seen.notes] == [1, 0, 1, 0]


def test_who_did_it_does_not_confirm_it(cast: Cast) -> None:
    secretary = actor_as(cast.secretary)
    task = make_measure(secretary, to_person(cast.secretary.id))
    doing.finish(task.reference, "办妥。", actor=secretary)
    with pytest.raises(Forbidden, match="somebody else"):
        doing.confirm(task.reference, actor=secretary)
    doing.confirm(task.reference, actor=actor_as(cast.leader))


def test_what_the_secretariat_enters_for_a_department_is_marked_and_confirmed_by_another(
    db: SQLAlchemy, cast: Cast
) -> None:
    secretary = actor_as(cast.secretary)
    task = make_measure(secretary, to_department(cast.other_department.id))
    doing.finish(task.reference, "来函答复已办。", [paper()], actor=secretary)
    assert db.session.scalars(select(MeasureNote.on_behalf).where(MeasureNote.act == Act.DONE)).one()
    with pytest.raises(Forbidden):
        doing.confirm(task.reference, actor=secretary)
    doing.confirm(task.reference, actor=second_of())


def test_of_two_who_confirm_and_of_two_who_report_the_second_is_told(cast: Cast) -> None:
    secretary, handler = actor_as(cast.secretary), actor_as(cast.handler)
    task = make_measure(secretary, to_department(cast.department.id))
    doing.finish(task.reference, "已办。", actor=handler)
    with pytest.raises(Conflict):
        doing.finish(task.reference, "也办。", actor=handler)
    doing.confirm(task.reference, actor=secretary)
    with pytest.raises(Conflict):
        doing.confirm(task.reference, actor=second_of())


def test_a_postponement_keeps_the_original_date_and_that_it_was_late(db: SQLAlchemy, cast: Cast, clock: Clock) -> None:
    secretary = actor_as(cast.secretary)
    task = make_measure(secretary, to_department(cast.department.id), due_on=due_on(2))
    original = task.due_at
    clock.set(original + timedelta(days=1))
    with pytest.raises(DomainError, match="why"):
        giving.postpone(task.reference, due_on(5), " ", actor=secretary)
    giving.postpone(task.reference, due_on(5), "等评估报告", actor=secretary)
    seen = seen_by(secretary, row(db))
    assert seen.line.original_due_at == original < seen.line.due_at
    assert seen.line.was_overdue
    assert (seen.notes[-1].old_due_at, seen.notes[-1].new_due_at) == (original, seen.line.due_at)
    with pytest.raises(DomainError, match="later"):
        giving.postpone(task.reference, due_on(4), "提前", actor=secretary)


def test_what_is_late_over_the_turn_of_the_year_stays_on_the_late_list(
    db: SQLAlchemy, cast: Cast, clock: Clock
) -> None:
    secretary = actor_as(cast.secretary)
    task = make_measure(secretary, to_department(cast.department.id))
    clock.set(clock.now.replace(month=12, day=30))
    clock.advance(days=20)
    doing.pass_time()
    assert listing.counts(secretary, Chosen()).by_show[Show.LATE] == 1
    doing.finish(task.reference, "补办。", actor=actor_as(cast.handler))
    assert seen_by(secretary, row(db)).line.was_overdue


def test_what_is_opened_again_needs_a_date_and_forgets_no_result(db: SQLAlchemy, cast: Cast) -> None:
    secretary, handler = actor_as(cast.secretary), actor_as(cast.handler)
    task = make_measure(secretary, to_department(cast.department.id))
    doing.finish(task.reference, "已办。", actor=handler)
    with pytest.raises(DomainError, match="by when"):
        giving.reopen(task.reference, None, "缺照片", actor=secretary)
    giving.reopen(task.reference, due_on(3), "缺照片", actor=secretary)
    seen = seen_by(secretary, row(db))
    assert (seen.line.state, seen.result) == (State.OPEN, "")
    assert "已办。" in [note.text for note in seen.notes]


def test_a_form_sent_twice_gives_one_measure(db: SQLAlchemy, cast: Cast) -> None:
    secretary, typed = actor_as(cast.secretary), order(to_department(cast.department.id))
    first = giving.give(typed, actor=secretary, form_key="a" * 32)
    assert giving.give(typed, actor=secretary, form_key="a" * 32).id == first.id
    assert row(db).id == first.id


def test_a_note_sent_twice_is_there_once_and_the_same_words_with_another_paper_again(
    db: SQLAlchemy, cast: Cast, clock: Clock
) -> None:
    handler = actor_as(cast.handler)
    task = make_measure(actor_as(cast.secretary), to_department(cast.department.id))
    doing.report(task.reference, "见照片。", [paper()], actor=handler)
    with pytest.raises(Repeated, match="already"):
        doing.report(task.reference, "见照片。", [paper()], actor=handler)
    doing.report(task.reference, "见照片。", [paper(text="另一份")], actor=handler)
    doing.report(task.reference, "见照片。", [paper()], actor=handler)
    doing.report(task.reference, "见照片。", [paper()], actor=actor_as(cast.secretary))
    clock.advance(minutes=11)
    doing.report(task.reference, "见照片。", [paper()], actor=handler)
    notes = db.session.scalars(select(MeasureNote.act).where(MeasureNote.act == Act.NOTE)).all()
    assert len(notes) == 5


def test_whom_it_may_be_given_to_is_checked(cast: Cast) -> None:
    secretary = actor_as(cast.secretary)
    for owner in (to_person(cast.leader.id), to_department(999), to_firm("没有这家")):
        with pytest.raises(DomainError):
            make_measure(secretary, owner)
    with pytest.raises(DomainError, match="over"):
        make_measure(secretary, to_department(cast.department.id), due_on=due_on(-1))


def test_nobody_there_to_do_it_is_shown_until_it_is_passed_on(db: SQLAlchemy, cast: Cast) -> None:
    secretary, second = actor_as(cast.secretary), second_of()
    of_firm = make_measure(secretary, to_firm(cast.rival_firm.name))
    of_person = make_measure(secretary, to_person(second.account_id))
    gone = select(Measure.reference).where(gone_expression())
    assert not db.session.scalars(gone).all()
    editing.leave(cast.rival_firm.id, status="left", on=due_on(0), reason="搬离", actor=secretary)
    role = db.session.scalars(select(AccountRole).where(AccountRole.account_id == second.account_id)).one()
    db.session.delete(role)
    db.session.flush()
    assert set(db.session.scalars(gone)) == {of_firm.reference, of_person.reference}
    assert {line.title.split(" ")[0] for line in db.session.execute(listing.waiting(secretary))} == {
        of_firm.reference,
        of_person.reference,
    }
    giving.pass_on(of_firm.reference, to_department(cast.department.id), "企业已退会", actor=secretary)
    assert db.session.scalars(gone).all() == [of_person.reference]
    assert seen_by(actor_as(cast.handler), db.session.get_one(Measure, of_firm.id)).line.title == of_firm.title


def test_another_department_and_firm_find_nothing(cast: Cast) -> None:
    secretary = actor_as(cast.secretary)
    task = make_measure(secretary, to_department(cast.department.id))
    firms = make_measure(secretary, to_firm(cast.firm.name))
    for reference, account in ((task.reference, cast.other_handler), (firms.reference, cast.rival)):
        with pytest.raises(NotFound):
            doing.report(reference, "插话", actor=actor_as(account))
    doing.report(firms.reference, "排班中", actor=actor_as(cast.colleague))
