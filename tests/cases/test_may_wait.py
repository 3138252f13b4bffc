"""What is looked for by its index alone holds all that waits, is late or due, whatever state a case is in."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update

from chamber import clock
from chamber.cases.lists import groups, listing, tallies, today
from chamber.cases.lists.due import colour_of, due_beside, is_late
from chamber.cases.lists.listing import condition, is_over, may_wait, todo
from chamber.cases.models import Case, CaseRecusal, CaseRespondent
from chamber.cases.rules import clocks
from chamber.cases.words import Complexity, Kind, RespondentKind, State
from chamber.extensions import db, touch_stamp
from chamber.rights import Actor
from tests.factories.cases import Drive

ROWS = 2000
WHO = ("secretary", "supervisor", "leader", "president", "handler", "member")
FLAGS = (
    "own_desk", "supervisor_runs", "leader_decides", "extension_asked", "consent_asked", "anonymous", "open_for_office",
    "confidential", "show_name",
)  # fmt: skip
DATES = (
    "contact_due_at", "contacted_at", "step_due_at", "progress_due_at", "blue_at", "objected_at", "open_since",
    "objection_decided_at", "pressed_due_at", "pressed_contacted_at", "words_due_at", "author_due_at", "author_left_at",
)  # fmt: skip


def anything(dice: random.Random, number: int, plain: dict[str, Any]) -> dict[str, Any]:
    """A row in which whatever such a condition reads is left to chance."""
    days = (*[None] * 6, -400, -1, 0, 1, 3)
    moments = [None if one is None else clock.now() + timedelta(days=one) for one in days]
    return {
        **plain,
        "id": number,
        "reference": f"X-{number}",
        "state": dice.choice(list(State)).value,
        "complexity": dice.choice(list(Complexity)).value,
        "round_number": dice.choice((1, 2)),
        "question": dice.choice(("", "asked")),
        **{name: dice.random() < 0.3 for name in FLAGS},
        **{name: dice.choice(moments) for name in DATES},
    }


@pytest.fixture
def cases_of_all_sorts(drive: Drive) -> Drive:
    """Many of them, and nothing counted before."""
    drive.submit(Kind.REQUEST)
    row = drive.accept()
    plain = {column.key: getattr(row, column.key) for column in Case.__table__.columns}
    dice = random.Random("may wait")
    db.session.execute(insert(Case), [anything(dice, row.id + place, plain) for place in range(1, ROWS)])
    for area in (groups.AREA, groups.OVER):
        touch_stamp(area)
    db.session.commit()
    return drive


def number(*where: ColumnElement[bool]) -> int:
    """How many cases there are of which all this is true."""
    return db.session.scalar(select(func.count()).select_from(Case).where(*where)) or 0


def test_whatever_waits_or_has_a_colour_for_anybody_may_wait(cases_of_all_sorts: Drive) -> None:
    for who in WHO:
        actor = cases_of_all_sorts.who(who)
        waits = (todo(actor), colour_of(actor) != "", is_late(actor), due_beside(actor).is_not(None))
        wanted = or_(*waits, and_(clocks.waiting_expression(), Case.step_due_at.is_not(None)))
        assert number(may_wait(), wanted) > ROWS / 10
        assert number(~may_wait(), wanted) == 0, who
    assert number(is_over()) == number(~may_wait()) > ROWS / 20
    assert not number(is_over(), may_wait())


def wrong(actor: Actor) -> list[tuple[str, str]]:
    """The chips whose number is not that of the rows which the list shows then."""
    counts = tallies.counts(actor, {})
    chips = [(name, value) for name, values in tallies.VALUES.items() for value in values]
    chips += [(name, value) for name in ("department", "at") for value in counts.departments]
    shown = {(name, value): number(condition(actor, {name: value})) for name, value in chips}
    assert counts.total == number(condition(actor, {}))
    return [chip for chip in chips if counts.by[chip[0]].get(chip[1], 0) != shown[chip]]


def test_each_chip_counts_the_rows_of_its_list_in_any_state(cases_of_all_sorts: Drive) -> None:
    for who in WHO:
        assert not wrong(cases_of_all_sorts.who(who)), who


@pytest.mark.parametrize("who", WHO)
def test_each_number_of_the_coming_days_is_that_of_its_list_by_the_dates_that_are_shown_there(
    cases_of_all_sorts: Drive, who: str
) -> None:
    actor = cases_of_all_sorts.who(who)
    days = today.due_days(actor)
    assert any(day.number for day in days)
    for day in days:
        args = {"due": day.day.isoformat()}
        lines = listing.lines(actor, db.session.execute(listing.rows(condition(actor, args))))
        assert len(lines) == tallies.counts(actor, args).total == day.number, day
        assert {clock.local(line.due_at).date() for line in lines if line.due_at} == ({day.day} if lines else set())
        assert all(line.due_at for line in lines)
        for kind, shown in tallies.counts(actor, args).by["kind"].items():
            assert number(condition(actor, {**args, "kind": kind})) == shown


def test_what_is_over_is_counted_anew_where_it_changes_or_somebody_sees_it_no_more(cases_of_all_sorts: Drive) -> None:
    dice, people = random.Random("over"), [cases_of_all_sorts.who(who) for who in WHO]
    ended = list(db.session.scalars(select(Case.id).where(is_over())))
    for turn in range(20):
        row = db.session.get_one(Case, dice.choice(ended))
        match turn % 4:
            case 0:
                row.state = State.IN_PROGRESS
            case 1:
                row.state, row.kind = State.CLOSED, dice.choice(list(Kind)).value
            case 2:
                row.disputed = not row.disputed
            case _:
                about = CaseRespondent(case_id=row.id, kind=dice.choice(list(RespondentKind)))
                who = dice.choice(people).account_id
                recused = CaseRecusal(case_id=row.id, account_id=who, reason="亲属", by_id=who, at=clock.now())
                db.session.add_all([about, recused])
        db.session.commit()
        for actor in people:
            assert tallies.counts(actor, {}).total == number(condition(actor, {})), (turn, actor)
            assert tallies.figures(actor).disputed == number(condition(actor, {"do": "disputed"})), (turn, actor)


def test_nothing_is_kept_of_what_a_transaction_takes_back(cases_of_all_sorts: Drive) -> None:
    actor = cases_of_all_sorts.who("president")
    before = tallies.counts(actor, {}).total
    db.session.execute(update(Case).values(confidential=False, kind=Kind.REQUEST.value))
    touch_stamp(groups.OVER)
    assert tallies.counts(actor, {}).total > before
    db.session.rollback()
    assert tallies.counts(actor, {}).total == before
