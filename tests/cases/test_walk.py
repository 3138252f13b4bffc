"""A hundred thousand steps over the table by all roles: no state without a way out, no date lost, no act beside it."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event

from chamber import clock
from chamber.cases.authors import leaving
from chamber.cases.doing import closing, desk, handling, intake, releasing, routing
from chamber.cases.doing.desk import allowed, take
from chamber.cases.models import Case, CaseRound
from chamber.cases.pausing import monitoring, suspending, terminating
from chamber.cases.rounds import calling
from chamber.cases.rules import clocks, waiting
from chamber.cases.rules.acts import Act, Party
from chamber.cases.rules.hand import Hand
from chamber.cases.rules.workflow import BY_ACT
from chamber.cases.suggestions import implementing
from chamber.cases.suggestions.implementing import Plan
from chamber.cases.words import AGAIN, OPEN_STATES, SUGGESTION_OUTCOMES, Complexity, Forum, Kind, Outcome, Pause, State
from chamber.errors import Conflict, Forbidden
from tests.cases.walking import DEPARTMENTS, Walk, walking

STEPS = 25_000
"""Acts of people and of time, for each of four kinds."""
ON_PAPER = (SimpleNamespace(),)  # type: ignore[arg-type]
TEXT = releasing.Release("题", "事")


def route(walk: Walk) -> routing.Route:
    """Departments that did not just have it."""
    others = [one for one in DEPARTMENTS if one != walk.case.lead_department_id]
    lead, helper = walk.dice.sample(others, 2)
    return routing.Route(lead_id=lead, helper_ids=(helper,) if walk.dice.random() < 0.3 else ())


def accept(walk: Walk, hand: Hand, act: Act, **who: Any) -> None:
    """With or without a department in the same act; a report of retaliation gets none."""
    given: routing.Route | None = walk.dice.choice([None, routing.Route(own_desk=True), route(walk)])
    if walk.case.kind == Kind.RETALIATION and given and not given.own_desk:
        given = None
    complexity = walk.dice.choice(list(Complexity))
    routing.accept(hand, complexity=complexity, route=given, release=TEXT, **who)


def draft(walk: Walk, hand: Hand, act: Act, **who: Any) -> None:
    """An answer of any outcome."""
    suggests = walk.case.kind == Kind.SUGGESTION
    outcome = walk.dice.choice([one for one in Outcome if (one in SUGGESTION_OUTCOMES) == suggests])
    handling.draft(hand, handling.Draft(outcome, "答复", "理由", "途径"), **who)


def beside(walk: Walk, hand: Hand, act: Act, **who: Any) -> None:
    """What leaves the state as it is."""
    take(hand, act, **who)


def say_whom(walk: Walk, hand: Hand, act: Act, **who: Any) -> None:
    """The author says whom they mean, and the clocks begin."""
    take(hand, act, **who)
    waiting.end(hand)


def recuse(walk: Walk, hand: Hand, act: Act, actor: Any) -> None:
    """Somebody steps back; now and then it was the last one of the secretariat."""
    take(hand, act, actor=actor)
    walk.case.supervisor_runs = walk.case.supervisor_runs or walk.dice.random() < 0.05


def look_through(walk: Walk, hand: Hand, act: Act, **who: Any) -> None:
    """What was held back is looked through, all of it."""
    take(hand, act, **who)
    walk.case.words_due_at = None


DO: dict[Act, Callable[..., Any]] = {
    Act.CONTACT: lambda walk, hand, act, **who: intake.contact(hand, "话", **who),
    Act.ASK_SUPPLEMENT: lambda walk, hand, act, **who: intake.ask_supplement(hand, "缺", **who),
    Act.SUPPLEMENT: lambda walk, hand, act, **who: intake.supplement(hand, "补", **who),
    Act.REVIVE: lambda walk, hand, act, **who: intake.revive(hand, "补", **who),
    Act.NOT_ACCEPT: lambda walk, hand, act, **who: intake.not_accept(hand, "理由", "途径", **who),
    Act.RAISE_OBJECTION: lambda walk, hand, act, **who: intake.raise_objection(hand, "理由", **who),
    Act.DECIDE_OBJECTION: lambda walk, hand, act, **who: intake.decide_objection(
        hand, walk.dice.random() < 0.5, "理由", **who
    ),
    Act.ACCEPT: accept,
    Act.RELEASE: lambda walk, hand, act, **who: releasing.release(hand, TEXT, **who),
    Act.ASSIGN: lambda walk, hand, act, **who: routing.assign(hand, route(walk), release=TEXT, **who),
    Act.TAKE_TO_DESK: lambda walk, hand, act, **who: routing.take_to_desk(hand, **who),
    Act.SIGN: lambda walk, hand, act, **who: routing.sign(hand, **who),
    Act.SEND_BACK: lambda walk, hand, act, **who: routing.send_back(hand, "理由", route(walk).lead_id, **who),
    Act.REASSIGN: lambda walk, hand, act, **who: routing.reassign(hand, "理由", route(walk), **who),
    Act.REPORT_PROGRESS: lambda walk, hand, act, **who: handling.report_progress(hand, "办", True, **who),
    Act.ASK_EXTENSION: lambda walk, hand, act, **who: handling.ask_extension(hand, "理由", **who),
    Act.TAKE_BACK_EXTENSION: lambda walk, hand, act, **who: handling.take_back_extension(hand, **who),
    Act.DECIDE_EXTENSION: lambda walk, hand, act, **who: handling.decide_extension(
        hand, walk.dice.random() < 0.5, "理由", **who
    ),
    Act.SUSPEND: lambda walk, hand, act, **who: suspending.suspend(hand, walk.dice.choice(list(Pause)), "等", **who),
    Act.KEEP_SUSPENDED: lambda walk, hand, act, **who: suspending.keep_suspended(hand, "等", **who),
    Act.RESUME: lambda walk, hand, act, **who: suspending.resume(hand, "到", **who),
    Act.MONITOR: lambda walk, hand, act, **who: monitoring.monitor(hand, "等", **who),
    Act.KEEP_MONITORING: lambda walk, hand, act, **who: monitoring.keep_monitoring(hand, "等", **who),
    Act.TAKE_UP: lambda walk, hand, act, **who: monitoring.take_up(hand, "到", **who),
    Act.CLOSE_MONITORED: lambda walk, hand, act, **who: monitoring.close_monitored(hand, "止", **who),
    Act.IMPLEMENT: lambda walk, hand, act, **who: implementing.implement(
        hand, Plan("计划", "措施", walk.now.date() + timedelta(days=9)), **who
    ),
    Act.KEEP_IMPLEMENTING: lambda walk, hand, act, **who: implementing.keep_implementing(hand, "进展", **who),
    Act.CLOSE_IMPLEMENTED: lambda walk, hand, act, **who: implementing.close_implemented(hand, "止", **who),
    Act.TERMINATE: lambda walk, hand, act, **who: terminating.terminate(hand, Forum.COURT, "法院", **who),
    Act.COME_BACK: lambda walk, hand, act, **who: terminating.come_back(hand, "撤诉", **who),
    Act.TRY_CALL: lambda walk, hand, act, **who: calling.try_call(hand, **who),
    Act.DRAFT: draft,
    Act.RETURN_ANSWER: lambda walk, hand, act, **who: handling.return_answer(hand, "改", **who),
    Act.PUBLISH: lambda walk, hand, act, **who: handling.publish(hand, **who),
    Act.RATE: lambda walk, hand, act, **who: closing.rate(
        hand, walk.dice.choice((1, 3, 5)), walk.dice.random() < 0.6, "", **who
    ),
    Act.REOPEN: lambda walk, hand, act, **who: closing.reopen(hand, "理由", **who),
    Act.WITHDRAW: lambda walk, hand, act, **who: closing.withdraw(hand, "", False, **who),
    Act.RECUSE: recuse,
    Act.NAME_RESPONDENT: say_whom,
    Act.LOOK_THROUGH: look_through,
    Act.GO_ON_WITHOUT: lambda walk, hand, act, **who: leaving.go_on_without(hand, "理由", **who),
}
BESIDE = (Act.CLIMB, Act.TELL_MONITORED, Act.BEGIN_TASK_FORCE, Act.ERASE_IDENTITY)
"""What time does while a case stays where it is on its way."""
BY_TIME = [act for act, row in BY_ACT.items() if Party.TIME in row.who and act not in BESIDE]
WITH_DEPARTMENTS = {Act.ASSIGN, Act.SIGN, Act.SIGN_SILENTLY, Act.SEND_BACK, Act.REASSIGN, Act.CHANGE_HELPERS}
WITH_DEPARTMENTS |= {Act.LOOK_THROUGH, Act.ISSUE_HANDLING_SLIP}
"""What a report of retaliation never knows."""
OF_SUGGESTIONS = {Act.IMPLEMENT, Act.KEEP_IMPLEMENTING, Act.CLOSE_IMPLEMENTED}
RARE = {
    **dict.fromkeys((Act.ADD, Act.NAME_COLLEAGUE, Act.ASK_CONSENT, Act.DECIDE_CONSENT, Act.PUBLISH_SUGGESTION), 0.02),
    Act.MARK_FILE: 0.02,
    **dict.fromkeys((Act.RECUSE, Act.RELEASE, Act.WITHDRAW, Act.CHANGE_HELPERS), 0.02),
    **dict.fromkeys((Act.ISSUE_HANDLING_SLIP, Act.ISSUE_ANSWER), 0.02),
    Act.REASSIGN: 0.06,
    Act.NAME_RESPONDENT: 0.1,
    **dict.fromkeys((Act.ADD_RESPONDENT, Act.REMOVE_RESPONDENT, Act.MAKE_CONFIDENTIAL), 0.02),
    Act.SUSPEND: 0.1,
    Act.PROPOSE_TASK_FORCE: 0.02,
    **dict.fromkeys((Act.KEEP_SUSPENDED, Act.KEEP_MONITORING, Act.KEEP_IMPLEMENTING), 0.4),
    Act.TERMINATE: 0.02,
    **dict.fromkeys((Act.NOTE_OUTSIDE, Act.REPLY_OUTSIDE, Act.PROPOSE_LETTER, Act.HOLD_IDENTITY), 0.02),
    **dict.fromkeys((Act.CONTACT, Act.REPORT_PROGRESS, Act.NOT_ACCEPT), 0.2),
}
"""What would end or fill too many walks."""


def step(walk: Walk) -> Act | None:
    """Somebody does something that is theirs to do; and now and then tries what is not."""
    hands = walk.hands()
    for hand in walk.dice.sample(hands, len(hands)):
        actor, mine = hand.actor, allowed(hand)
        if walk.dice.random() < 0.05:
            refuse(walk, hand, walk.dice.choice(list(BY_ACT)), mine)
        if acts := [act for act in mine if walk.dice.random() < RARE.get(act, 0.7)]:
            act = walk.dice.choice(acts)
            walk.idle = 0
            walk.trail.append(f"{walk.now:%m-%d %H} {walk.case.state}: {act} by {actor and actor.name}")
            behalf = {"behalf": ON_PAPER} if mine[act] else {}
            DO.get(act, beside)(walk, hand, act=act, actor=actor, **behalf)
            return act
    walk.idle += 1
    return None


def refuse(walk: Walk, hand: Hand, act: Act, mine: dict[Act, bool]) -> None:
    """What the table does not give this person now is refused, and changes nothing."""
    if act in mine or act == Act.SUBMIT or Party.TIME in BY_ACT[act].who:
        return
    before = walk.case.state
    with pytest.raises((Conflict, Forbidden)):
        take(hand, act, actor=hand.actor)  # type: ignore[arg-type]
    assert walk.case.state == before


def has_a_way_out(walk: Walk) -> bool:
    """Whether somebody can bring it on other than by giving it up, or do what that waits for."""
    case, hands = walk.case, walk.hands()
    if clocks.waits_for_respondent(case):
        return can(hands, Act.NAME_RESPONDENT) or case.author_left_at is not None
    if clocks.stands_still(case):
        return can(hands, Act.GO_ON_WITHOUT)
    if case.state not in OPEN_STATES:
        return not clocks.waits_for_objection(case) or can(hands, Act.DECIDE_OBJECTION)
    held_up = [Act.CONTACT] if clocks.waits_for_call(case) else []
    held_up += [Act.DECIDE_EXTENSION] if case.state == State.IN_PROGRESS and case.extension_asked else []
    if held_up:
        return all(can(hands, act) for act in held_up)
    return any(can(hands, act) for act in ON[State(case.state)])


GIVE_UP = (Act.WITHDRAW, Act.SEND_BACK, Act.ADD_RESPONDENT, Act.NAME_RESPONDENT, Act.CLARIFY)
ON = {
    state: [
        act
        for act, row in BY_ACT.items()
        if state in row.sources and set(row.ends) - {state} and act not in (*GIVE_UP, *BY_TIME)
    ]
    for state in State
}
"""What people can do to bring a case on from a state."""


def can(hands: list[Hand], act: Act) -> bool:
    """Whether one of these people can do an act, for themselves or on behalf."""
    return any(desk.is_behalf(hand, act) is not None and desk.possible(hand, act) for hand in hands)


def dates_are_kept(walk: Walk) -> str:
    """What is wrong with the dates of a case; empty where nothing is."""
    case, hand = walk.case, walk.hand(None)
    waits = case.state in OPEN_STATES or clocks.waits_for_objection(case)
    if waits and case.step_due_at is None and case.question != AGAIN:
        return "who has it now has no date"
    if case.state in clocks.HANDLED and not (case.due_at and case.original_due_at and case.step_due_at <= case.due_at):
        return "it is at work without the date by which it must be answered"
    if case.state in clocks.HANDLED and (hand.round is None or hand.round.due_at != case.due_at):
        return "the round has another date than the case"
    if case.state in (State.CLOSED, State.WITHDRAWN) and case.step_due_at is not None:
        return "a date is left though nobody has it"
    return ""


@pytest.fixture
def states() -> Iterator[list[str]]:
    """Every state that a case is given, as it comes."""
    found: list[str] = []

    def note(_case: Case, new: str, _old: Any, _by: Any) -> None:
        found.append(new)

    event.listen(Case.state, "set", note)
    yield found
    event.remove(Case.state, "set", note)


def obeys_the_table(walk: Walk, states: list[str]) -> bool:
    """Whether each state came by the row of an act, from where that begins to where it leads."""
    rows = [(BY_ACT[act], old, new) for act, old, new in walk.moved]
    return [new for row, _old, new in rows if row.ends] == states and all(
        (old in row.sources or not row.sources) and (new in row.ends or (not row.ends and new == old))
        for row, old, new in rows
    )


def flags(walk: Walk) -> list[Any]:
    """What nothing may take back: that it was late, and what was promised first."""
    case, rounds = walk.case, walk.memory.of(CaseRound)
    return [case.was_overdue, case.original_due_at, *((one.original_due_at, one.overdue_at) for one in rounds)]


def kept(before: list[Any], after: list[Any]) -> bool:
    """Whether all that was set is still as it was."""
    pairs = zip(before, after, strict=False)
    return all(old in (None, False, new) or (isinstance(old, tuple) and old[1] is None) for old, new in pairs)


@pytest.mark.static
@pytest.mark.thorough
@pytest.mark.parametrize("kind", Kind)
def test_no_walk_loses_its_way_or_a_date(kind: Kind, monkeypatch: pytest.MonkeyPatch, states: list[str]) -> None:
    dice, done = random.Random(f"walk {kind}"), Counter[str]()
    with walking(dice, monkeypatch) as walk:
        while done.total() < STEPS:
            if not walk.goes_on():
                walk.begin(kind)
            before = flags(walk)
            states.clear()
            walk.moved.clear()
            by_time = walk.pass_time()
            with clock.at(walk.now):
                by_people = step(walk)
                done.update(act for act in (by_time, by_people) if act)
                assert has_a_way_out(walk), (walk.case.state, walk.trail)
                assert not (wrong := dates_are_kept(walk)), (wrong, walk.trail)
            assert obeys_the_table(walk, states), (walk.moved, states, walk.trail)
            assert kept(before, flags(walk)), walk.trail
    seldom = {act for act in (*DO, *BY_TIME) if done[act] < STEPS / 1000}
    foreign = (WITH_DEPARTMENTS if kind == Kind.RETALIATION else set()) | (
        set() if kind == Kind.SUGGESTION else OF_SUGGESTIONS
    )
    assert not seldom - foreign, done
