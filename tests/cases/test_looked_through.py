"""Whoever runs a case looks through what was held back: at once on the list, masked, then read by others."""

import pytest

from chamber.cases.doing import handling, releasing, routing
from chamber.cases.doing.handling import Draft
from chamber.cases.lists import tallies, today
from chamber.cases.telling import acts as telling
from chamber.cases.words import Outcome
from chamber.errors import Conflict, DomainError
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.workdays import services as workdays
from tests.cases.holding import NAMED, SignIn, look_through, notes, signed, words_of
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive


def test_what_was_held_back_is_at_once_on_the_list_of_whoever_runs_it_and_on_nobody_elses(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    signed(drive)

    def figures() -> list[object]:
        seen = [tallies.figures(drive.who(name)) for name in ("member", "handler", "leader")]
        rows = [today.waiting(drive.who(name)) for name in ("member", "handler", "leader")]
        return [seen, rows]

    before = figures()
    handling.report_progress(drive.reference, NAMED, False, actor=drive.who("handler"))
    db.session.commit()
    assert figures() == before
    due = workdays.deadline(clock.now, 1)
    (line,) = today.waiting(drive.who("secretary"))
    assert (line.due_at, line.next_step, line.step) == (due, *["Review the text"] * 2)
    assert line.holder == "Secretariat"
    assert tallies.figures(drive.who("secretary")).waiting == 1
    page = english(sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}").page
    assert page.texts(".acts .btn--primary") == ["Review the text"]
    look_through(drive, "已联系■■■")
    assert tallies.figures(drive.who("secretary")).waiting == 0
    with pytest.raises(Conflict):
        releasing.look_through(drive.reference, 1, "再看", actor=drive.who("secretary"))


def test_whoever_runs_it_is_told_within_the_minute_and_once_more_when_it_is_late(drive: Drive, clock: Clock) -> None:
    signed(drive)
    db.session.query(Notification).delete()
    handling.report_progress(drive.reference, NAMED, False, actor=drive.who("handler"))
    db.session.commit()
    waits = db.session.query(Notification).filter_by(line="time.case_words_wait:desk")
    assert waits.count() == 0, "the department's own request does nothing more for it"
    for _minute in (1, 2):
        telling.pass_time()
        assert [one.account_id for one in waits] == [drive.cast.secretary.id]
    clock.advance(days=2)
    telling.pass_time()
    assert waits.count() == 2


@pytest.mark.parametrize(("public", "told"), [(True, {"member"}), (False, set())])
def test_looking_through_tells_whoever_reads_it_then(drive: Drive, public: bool, told: set[str]) -> None:
    signed(drive)
    handling.report_progress(drive.reference, NAMED, public, actor=drive.who("handler"))
    db.session.query(Notification).delete()
    look_through(drive, "已联系■■■")
    found = {one.account_id for one in db.session.query(Notification)}
    assert found == {getattr(drive.cast, name).id for name in told}


def test_the_oldest_is_looked_through_first_and_nothing_is_released_in_place_of_another(
    drive: Drive, clock: Clock
) -> None:
    signed(drive)
    for text in (NAMED, f"{NAMED}经理"):
        handling.report_progress(drive.reference, text, False, actor=drive.who("handler"))
        clock.advance(hours=1)
    db.session.commit()
    second = notes(drive)[1]
    desk = drive.who("secretary")
    with pytest.raises(Conflict):
        releasing.look_through(drive.reference, second.id, "已联系", actor=desk)
    db.session.rollback()
    due = drive.case.words_due_at
    look_through(drive, "其一")
    assert due and drive.case.words_due_at == due
    look_through(drive, "其二")
    assert drive.case.words_due_at is None
    assert [one.released_text for one in notes(drive)] == ["其一", "其二"]


def test_whoever_runs_it_reads_marks_and_a_masked_proposal_and_may_not_let_the_author_be_named(
    drive: Drive, sign_in: SignIn
) -> None:
    signed(drive)
    handling.report_progress(drive.reference, f"{NAMED}，高峰期", True, actor=drive.who("handler"), next_step=NAMED)
    db.session.commit()
    here, desk = f"/cases/{drive.reference}/look-through", english(sign_in(drive.cast.secretary))
    page = desk.get(here).page
    assert page.texts(".card mark") == ["瓯新阀门", "瓯新阀门"]
    assert page.form("text").controls["text"].values == ["已联系■■■，高峰期"]
    refused = desk.post_form(here, {"text": NAMED})
    assert refused.status_code == 422 and "the text names “瓯新阀门”" in refused.words
    taken = desk.post_form(here, action="/look-through", follow=True)
    assert "Reviewed: others can now read it." in taken.page.texts(".toast")[0]
    assert drive.case.others_step == "已联系■■■"


@pytest.mark.parametrize("name", ["handler", "leader", "member"])
def test_nobody_else_looks_through(drive: Drive, sign_in: SignIn, name: str) -> None:
    signed(drive)
    handling.report_progress(drive.reference, NAMED, True, actor=drive.who("handler"))
    db.session.commit()
    assert sign_in(getattr(drive.cast, name)).get(f"/cases/{drive.reference}/look-through").status_code == 403


def test_a_draft_that_names_somebody_is_read_by_nobody_else_and_goes_out_only_when_it_was_corrected(
    drive: Drive, sign_in: SignIn
) -> None:
    signed(drive, helper=True)
    answer = f"{NAMED}，对方已付款。"
    handling.draft(drive.reference, Draft(Outcome.RESOLVED, answer, f"理由{NAMED}"), actor=drive.who("handler"))
    db.session.commit()
    here = f"/cases/{drive.reference}"
    for name in ("leader", "other_handler", "member"):
        html = sign_in(getattr(drive.cast, name)).get(here).page.html
        assert "对方已付款" not in html and ("瓯新阀门" in html) == (name == "member"), name
    assert answer in words_of(drive, sign_in, "handler")
    desk = english(sign_in(drive.cast.secretary))
    assert desk.get(f"{here}/publish").page.texts(".doubts mark") == ["瓯新阀门", "瓯新阀门"]
    with pytest.raises(DomainError, match="without names"):
        handling.publish(drive.reference, actor=drive.who("secretary"))
    db.session.rollback()
    refused = desk.post_form(f"{here}/publish", action="/publish")
    assert refused.status_code == 422 and "without names" in refused.words
    handling.return_answer(drive.reference, "请去掉名称", actor=drive.who("secretary"))
    db.session.commit()
    assert "瓯新阀门" not in words_of(drive, sign_in, "leader")
    assert answer in sign_in(drive.cast.handler).get(f"{here}/draft").page.html
    third = routing.Route(lead_id=drive.cast.other_department.id)
    routing.reassign(drive.reference, "改派", third, actor=drive.who("secretary"))
    routing.sign(drive.reference, actor=drive.who("other_handler"))
    db.session.commit()
    assert "瓯新阀门" not in sign_in(drive.cast.other_handler).get(f"{here}/draft").page.html
    handling.draft(drive.reference, Draft(Outcome.RESOLVED, "已付款。"), actor=drive.who("other_handler"))
    db.session.commit()
    assert "已付款。" in words_of(drive, sign_in, "leader")
    handling.publish(drive.reference, actor=drive.who("secretary"))
