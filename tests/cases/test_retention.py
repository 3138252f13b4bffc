"""The identity of an ended complaint: erased after the set time unless it is held, by itself, once, and everywhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.audit.verify import problems
from chamber.cases.access.visibility import is_author, wrote
from chamber.cases.doing import sharing
from chamber.cases.figures import counting, periods
from chamber.cases.figures.conditions import DIMENSIONS
from chamber.cases.models import Case, CaseRound
from chamber.cases.retention import due, erasing, holding
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, State
from chamber.errors import Conflict, DomainError, Forbidden
from chamber.extensions import db
from chamber.files.models import StoredFile
from chamber.files.services import path_of
from chamber.measures import doing, indexed
from chamber.measures.models import Measure
from chamber.members.models import Contact
from chamber.notifications.models import Notification
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import MARKS, RELEASED_STORY, Drive, paper
from tests.factories.finds import found_by
from tests.factories.measures import make_measure, to_department

SignIn = Callable[[Account], Client]
WHERE = ("cases", "case_", "notifications", "deliveries", "stored_files", "measure", "member_notes")
THREE_YEARS = timedelta(days=3 * 365 + 2)


def ended(drive: Drive, kind: str = Kind.COMPLAINT) -> Case:
    """A complaint with words and files of its member, a measure and an answer that name them; rated and so closed."""
    drive.cast.firm.community = "梧桐社区"
    drive.submit(kind)
    drive.add()
    if kind == Kind.COMPLAINT:
        sharing.name_colleague(drive.reference, drive.who("colleague").contact_id, actor=drive.who("member"))
    drive.accept()
    drive.sign()
    firm, of_case = drive.cast.firm.name, {"kind": "case", "subject_id": drive.case.id, "source": "handling"}
    made = make_measure(drive.who("secretary"), to_department(drive.cast.department.id), **of_case)  # type: ignore[arg-type]
    made.ordered_by = made.order_number = firm
    doing.finish(made.reference, f"已到{firm}核实", [paper(f"{firm}.txt", firm)], actor=drive.who("handler"))
    drive.draft()
    drive.publish()
    author = db.session.get_one(Contact, drive.who("member").contact_id)
    answer = db.session.scalars(select(CaseRound).where(CaseRound.case_id == drive.case.id)).one()
    answer.answer = f"{drive.cast.firm.name}的{author.name}（{author.mobile.removeprefix('+86')}）已收到货款。"
    drive.rate()
    return drive.case


def stored() -> dict[str, list[str]]:
    """All that the tables of cases, messages and files hold."""
    tables = [table for table in db.metadata.sorted_tables if table.name.startswith(WHERE)]
    return {table.name: sorted(str(tuple(row)) for row in db.session.execute(select(table))) for table in tables}


def test_after_the_set_time_nothing_says_whose_it_was_but_dates_outcome_and_the_log_stay(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    case = ended(drive)
    author = db.session.get_one(Contact, drive.who("member").contact_id)
    names = [*MARKS.values(), drive.cast.firm.name, author.name, author.mobile.removeprefix("+86")]
    before = str(stored())
    assert all(name in before for name in (*names[:4], author.name)), "so that it can be missed"
    bytes_of = [path_of(token) for token in db.session.scalars(select(StoredFile.token))]
    kept = (case.submitted_at, case.accepted_at, case.answered_at, case.closed_at, case.outcome, case.state)
    clock.advance(days=THREE_YEARS.days - 40)
    assert erasing.erase_each_day() == "", "not a day too early"
    clock.advance(days=80)
    assert erasing.erase_each_day() == "identities erased: 1"
    after = stored()
    assert not [name for name in names if name in str(after)]
    assert not any(path.exists() for path in bytes_of)
    told = select(Notification.id).where(Notification.subject == f"case:{case.id}")
    assert not db.session.scalars(told).all(), "whom it was told tells whose it was"
    case = drive.case
    assert (case.submitted_at, case.accepted_at, case.answered_at, case.closed_at, case.outcome, case.state) == kept
    assert (case.member_id, case.author_contact_id, case.author_account_id) == (None, None, None)
    assert not list(problems())
    [row] = db.session.scalars(select(Measure).where(Measure.subject_kind == "case", Measure.subject_id == case.id))
    assert found_by("measure", row.id) == set(indexed.docs([row.id])[row.id].split())
    assert erasing.erase_each_day() == "" and stored() == after, "a second pass changes nothing more"
    desk = sign_in(drive.cast.secretary)
    for words in (*MARKS.values(), drive.cast.firm.name):
        assert drive.reference not in desk.get("/cases/", query_string={"q": words}).text, words
    page = english(desk).get(f"/cases/{drive.reference}")
    assert page.status_code == 200 and "all files were erased" in page.words and RELEASED_STORY in page.words
    assert sign_in(drive.cast.member).get(f"/cases/{drive.reference}").status_code == 404


def test_nothing_can_be_done_to_it_afterwards_and_nobody_becomes_its_author(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    ended(drive)
    clock.advance(days=THREE_YEARS.days)
    erasing.erase_each_day()
    for name in ("secretary", "member", "leader"):
        assert name == "member" or not acts_of(drive, name)
        assert not wrote(drive.who(name), drive.case)
        assert db.session.scalar(select(Case.id).where(is_author(drive.who(name)))) is None
    desk = sign_in(drive.cast.secretary)
    for act in ("reopen", "hold-identity"):
        assert desk.get(f"/cases/{drive.reference}/{act}").status_code == 409
    assert desk.post(f"/cases/{drive.reference}/reveal", data={}).status_code == 409
    assert desk.get("/cases/?sort=firm").status_code == desk.get("/cases/ledger.xlsx").status_code == 200


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.SUGGESTION])
def test_requests_and_suggestions_keep_theirs(drive: Drive, clock: Clock, kind: str) -> None:
    drive.submit(kind)
    drive.accept(desk=True)
    drive.case.state, drive.case.closed_at = State.CLOSED, clock.now
    db.session.commit()
    clock.advance(days=THREE_YEARS.days)
    assert erasing.erase_each_day() == "" and drive.case.member_id


def test_an_open_complaint_is_never_due_however_old_it_is(drive: Drive, clock: Clock) -> None:
    drive.submit()
    clock.advance(days=2 * THREE_YEARS.days)
    assert not due.to_erase() and erasing.erase_each_day() == ""


def test_who_runs_it_holds_it_with_a_reason_until_they_end_that(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    ended(drive)
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}/hold-identity"
    assert desk.post(here, data={"text": " "}).status_code == 422
    desk.post_form(here, {"text": "法院还在审理"}, action=here)
    with pytest.raises(Conflict):
        holding.hold_identity(drive.reference, "再次", actor=drive.who("secretary"))
    db.session.rollback()
    clock.advance(days=THREE_YEARS.days)
    assert erasing.erase_each_day() == ""
    words = english(sign_in(drive.cast.secretary)).get("/cases/identities").words
    assert drive.reference in words and "法院还在审理" in words
    assert "法院还在审理" not in sign_in(drive.cast.leader).get(f"/cases/{drive.reference}").words
    holding.end_hold(drive.reference, "已判决", actor=drive.who("secretary"))
    db.session.commit()
    assert Act.END_HOLD not in acts_of(drive, "secretary")
    assert erasing.erase_each_day() == "identities erased: 1"


def test_what_is_due_is_shown_thirty_days_before_to_who_runs_it_alone(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    # An objection lets the supervisor read the case, but not run it.
    case = ended(drive)
    case.objected_at = case.objection_decided_at = clock.now
    db.session.commit()
    clock.advance(days=3 * 365 - 31)
    desk = english(sign_in(drive.cast.secretary))
    assert drive.reference not in desk.get("/cases/identities").words
    assert "will be erased" not in desk.get("/").words
    clock.advance(days=3)
    assert drive.reference in desk.get("/cases/identities").words
    assert "The identity of 1 ended complaint will be erased within 30 days" in desk.get("/").words
    assert drive.reference not in sign_in(drive.cast.supervisor).get("/cases/identities").words
    for name in ("handler", "leader", "member", "president", "admin"):
        assert sign_in(getattr(drive.cast, name)).get("/cases/identities").status_code == 403
        with pytest.raises(Forbidden):
            due.soon(actor=drive.who(name))


def test_the_supervisor_sees_what_they_run(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    case = ended(drive)
    case.supervisor_runs = True
    db.session.commit()
    clock.advance(days=3 * 365 - 10)
    assert drive.reference in sign_in(drive.cast.supervisor).get("/cases/identities").words
    assert drive.reference not in sign_in(drive.cast.secretary).get("/cases/identities").words


def test_the_set_time_is_a_setting(drive: Drive, clock: Clock, app_with: Callable[..., Flask]) -> None:
    ended(drive)
    clock.advance(days=370)
    assert not due.to_erase()
    db.session.commit()
    with app_with(identity_years=1).app_context():
        assert len(due.to_erase()) == 1


def test_a_pass_that_is_killed_half_way_leaves_each_case_whole_or_erased(
    drive: Drive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ended(drive).id
    drive.suffix = "二"
    second = ended(drive).id
    clock.advance(days=THREE_YEARS.days + 100)
    real = erasing.notifications.forget

    def killed(subject: str) -> None:
        if subject == f"case:{second}":
            raise RuntimeError("the power went out")
        real(subject)

    monkeypatch.setattr(erasing.notifications, "forget", killed)
    with pytest.raises(DomainError, match=r"identities erased: 1\. 1 could not be"):
        erasing.erase_each_day()
    db.session.expire_all()
    assert db.session.get_one(Case, first).member_id is None
    whole = db.session.get_one(Case, second)
    assert whole.member_id and whole.evidence == drive.mark("evidence")
    files = [path_of(one.token) for one in db.session.scalars(select(StoredFile))]
    assert files and all(path.exists() for path in files)
    monkeypatch.undo()
    assert erasing.erase_each_day() == "identities erased: 1"


def test_figures_stay_the_same(drive: Drive, clock: Clock) -> None:
    ended(drive)
    day = clock.now.date()
    drive.suffix = "二"
    ended(drive, Kind.REQUEST)
    month = periods.month(day)

    def counted() -> list[Any]:
        everything = Case.id > 0
        return [counting.parted(everything, month, name) for name in ("", *DIMENSIONS)]

    clock.advance(days=THREE_YEARS.days)
    before = counted()
    assert "梧桐社区" in str(before)
    assert erasing.erase_each_day() == "identities erased: 1"
    db.session.expire_all()
    assert counted() == before
