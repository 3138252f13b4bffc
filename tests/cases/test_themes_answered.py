"""The answer to all: worded once, read by every firm, told to each author in their own case and nowhere else."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.lists import finding
from chamber.cases.models import Case, CaseEvent
from chamber.cases.rules.acts import Act
from chamber.cases.themes import answering, keeping, linking
from chamber.cases.words import State
from chamber.errors import Conflict, DomainError, Repeated
from chamber.extensions import db
from chamber.notifications.models import Delivery
from chamber.rights import Actor
from tests.client import Client
from tests.english import english
from tests.factories.accounts import actor_as
from tests.factories.cases import Drive
from tests.factories.notifications import lines_of
from tests.factories.themes import ANSWER, FIRMS, TITLE, answered, author, case_of, logged, make_theme, several

SignIn = Callable[[Account], Client]


def told() -> int:
    """How many cases have the line."""
    return db.session.query(CaseEvent).filter_by(act=Act.ANSWER_SHARED).count()


def account(number: int) -> Account:
    """The author of one of the firms."""
    return db.session.query(Account).filter_by(username=f"further{number}").one()


def test_each_author_reads_it_in_the_own_case_and_others_do_not(drive: Drive, keeper: Actor, sign_in: SignIn) -> None:
    cases = several(drive)
    answered(keeper, cases)
    here = f"/cases/{cases[0].reference}"
    assert told() == 3 and ANSWER in sign_in(account(0)).get(here).words
    assert ANSWER in sign_in(drive.cast.secretary).get(here).words
    for other in (drive.cast.handler, drive.cast.leader, drive.cast.president):
        answer = sign_in(other).get(here)
        assert answer.status_code == 200 and ANSWER not in answer.words


def test_who_reads_it_in_a_case_finds_the_case_by_it_and_others_do_not(drive: Drive, keeper: Actor) -> None:
    cases = several(drive)
    answered(keeper, cases)
    db.session.commit()
    found = {who: finding.newest(drive.who(who), {"q": ANSWER[:8]}) for who in ("secretary", "handler", "president")}
    assert sorted(found["secretary"] or []) == sorted(case.id for case in cases)
    assert found["handler"] == found["president"] == []
    assert finding.newest(actor_as(account(0)), {"q": ANSWER[:8]}) == [cases[0].id]


def test_each_author_is_notified_without_a_word_of_it(drive: Drive, keeper: Actor, sign_in: SignIn) -> None:
    cases = several(drive, confidential=True)
    answered(keeper, cases)
    lines = [line.line for line in lines_of(account(0))]
    assert "case.answer_shared:author" in lines
    bell = sign_in(account(0)).get("/notifications/").words
    assert TITLE not in bell and ANSWER not in bell
    assert not [row for row in db.session.query(Delivery) if ANSWER in str(vars(row)) or TITLE in str(vars(row))]
    assert "case.answer_shared:author" not in [line.line for line in lines_of(drive.cast.handler)]


def test_the_log_of_a_case_tells_nobody_else_that_it_was_answered_with_others(
    drive: Drive, keeper: Actor, sign_in: SignIn
) -> None:
    answered(keeper, several(drive, confidential=True))
    words = "passed on the answer to a common problem"
    assert words in logged(english(sign_in(drive.cast.secretary)))
    for other in (drive.cast.leader, drive.cast.supervisor):
        assert words not in logged(english(sign_in(other)))


def test_the_same_answer_twice_is_one_and_another_is_refused(drive: Drive, keeper: Actor) -> None:
    row = answered(keeper, several(drive))
    with pytest.raises(Repeated):
        answering.answer_shared(row.reference, ANSWER, version=row.version, actor=keeper)
    db.session.rollback()
    with pytest.raises(Conflict):
        answering.answer_shared(row.reference, "别的答复。", version=row.version, actor=keeper)
    db.session.rollback()
    assert told() == 3
    with pytest.raises(Conflict):
        keeping.edit(row.reference, keeping.Wording("题", "文"), version=row.version, actor=keeper)


def test_it_names_nobody_and_waits_for_three_firms_that_read_it(drive: Drive, keeper: Actor) -> None:
    cases = several(drive)
    row = make_theme(keeper, cases, shown=False)
    with pytest.raises(Conflict):
        answering.answer_shared(row.reference, ANSWER, version=row.version, actor=keeper)
    db.session.rollback()
    keeping.show(row.reference, version=row.version, actor=keeper)
    db.session.commit()
    with pytest.raises(DomainError, match="names"):
        answering.answer_shared(row.reference, f"已与{FIRMS[0]}核实。", version=row.version, actor=keeper)
    linking.unlink(row.reference, [cases[0].reference], actor=keeper)
    with pytest.raises(DomainError, match="Fewer than 3"):
        answering.answer_shared(row.reference, ANSWER, version=row.version, actor=keeper)
    assert told() == 0


def test_who_comes_later_is_told_when_the_case_is_linked_and_only_once(drive: Drive, keeper: Actor) -> None:
    row = answered(keeper, several(drive))
    late = case_of(drive, author(3))
    for _time in range(2):
        linking.link(row.reference, [late.reference], actor=keeper)
        linking.unlink(row.reference, [late.reference], actor=keeper)
    assert told() == 4


def test_who_words_it_may_be_kept_from_a_case_and_its_author_is_told_all_the_same(drive: Drive, keeper: Actor) -> None:
    from_outside = several(drive, 4)
    row = make_theme(keeper, from_outside)
    db.session.execute(
        db.text(
            "INSERT INTO case_recusals (case_id, account_id, reason, by_id, at) VALUES (:case, :who, '', :who, :at)"
        ),
        {"case": from_outside[0].id, "who": drive.cast.secretary.id, "at": "2026-09-15 02:00:00"},
    )
    answering.answer_shared(row.reference, ANSWER, version=row.version, actor=keeper)
    assert told() == 4


def test_a_case_that_was_withdrawn_is_told_nothing(drive: Drive, keeper: Actor) -> None:
    cases = several(drive, 4)
    row = make_theme(keeper, cases)
    db.session.get_one(Case, cases[0].id).state = State.WITHDRAWN
    db.session.flush()
    answering.answer_shared(row.reference, ANSWER, version=row.version, actor=keeper)
    assert told() == 3
