"""What counts as done today: each act, unless it is stated here that it does not; and nothing that was undone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from chamber import registry
from chamber.accounts.models import Account
from chamber.cases.lists import categories
from chamber.events import registration
from chamber.events.door import check_in
from chamber.members import positions
from chamber.members.models import Contact
from chamber.members.terms import changing
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import make_event

WORK = """
appeal: carried created edited issued replied
account: corrected created disabled enabled linked roles_changed unlinked
case: call_meeting call_off_meeting change_task_force decide_task_force end_task_force note_meeting propose_task_force
answer: changed put_back released verified withdrawn
bot: added edited message_sent_again messages_sent_again removed switched_off switched_on
case: accept add add_respondent arbiter_changed ask_consent ask_extension ask_supplement assign change_helpers
    clarify contact contact_pressed decide_consent decide_extension decide_objection draft go_on_without hand_on
    issue_answer issue_handling_slip propose_letter decide_letter issue_letter reply_letter
    keep_open limit_changed list_changed look_through make_confidential mark_file name_colleague not_accept note
    object publish publish_suggestion rate reassign recuse release remove_respondent reopen respondent return revive
    take_down send_back sign submit supplement take take_back_extension withdraw
    close_monitored come_back figures_frozen follow_up keep_monitoring keep_suspended monitor note_outside
    receive_slip reply_outside reply_slip resume suspend take_up terminate thank try_call close_implemented implement
    keep_implementing figures_issued hold_identity end_hold
contact: came_back created edited left
correction: asked settled
directory: created edited handlers_set verified
event: called_off check_in_undone checked_in edited excused finish_undone finished let_in link_closed link_opened
    circle_widened promoted published registered released seated substituted unregistered waitlisted walked_in
import: confirmed
invitation: issued
member: active admitted applicant appointed came_back created edited expelled left noted office_corrected
    office_ended office_taken_away refused suspended
measure: confirmed done dropped given noted passed_on postponed reopened
message: all_sent_again sent_again
notice: answered asked confirmed confirmed_for corrected filled_in filled_in_for link_closed link_opened published
    published_urgently refilled reminded scheduled unscheduled withdrawn
paper: prefix_set template_replaced template_taken_back
settings: changed
standing: changed text_published
suggestion: quarter_settled
theme: answered created edited hidden linked proposal_refused shown unlinked
template: changed deleted kept
term: began begin_undone end_undone ended
workdays: changed
"""
"""What the home lists under what got done today."""
NO_WORK = """
appeal: discarded
account: guessed joined messages_chosen mobile_followed password_changed signed_in
bot: tested
case: begin_task_force
case: ask_again author_back author_left author_revealed climb close_silently exported file_read found lapse
    ledger_exported lock number_shown open_again read recounted sign_silently take_over figures_exported tell_monitored
     answer_shared raise_shared
     erase_identity
contact: revealed
event: attendance_taken created discarded restored sheet_read skipped
import: sent
job: asked cancelled failed fetched finished
measure: ledger_exported
member: exported imported
notice: created discarded edited exported held_back held_back_late restored
settings: mail_tested
standing: agreed refused
theme: discarded exported
"""
"""What was only looked at or taken out, a draft, one's own settings, or brought about by something else."""


def named(table: str) -> set[str]:
    """The acts of a table, a feature's after its name."""
    found, feature = set(), ""
    for word in table.split():
        if word.endswith(":"):
            feature = word[:-1]
        else:
            found.add(f"{feature}.{word}")
    return found


def test_it_is_decided_of_every_act_whether_it_counts_as_work(app: Flask) -> None:
    work, no_work = named(WORK), named(NO_WORK)
    assert not work & no_work
    acts = {name for name in registry.acts() if not name.startswith("time.")}
    assert work | no_work == acts, "decide of each new act whether it is work"
    assert registry.counted() == work
    assert {name for act in registry.acts().values() for name in act.undoes} <= acts


@pytest.fixture
def staff(cast: Cast, actor: Callable[..., Actor], clock: Clock) -> Actor:
    """The secretariat, at the test's time."""
    return actor(cast.secretary)


def done(desk: Client) -> list[str]:
    """The lines under what got done today."""
    return [" ".join(line.split()) for line in desk.get("/").page.texts("#done li")]


def test_registering_on_behalf_correcting_an_office_and_changing_a_category_count(
    db: SQLAlchemy, cast: Cast, staff: Actor, sign_in: Callable[[Account], Client]
) -> None:
    term = changing.begin("第一届", "2026-01-05", actor=staff)
    contact = db.session.query(Contact).filter_by(account_id=cast.member.id).one()
    office = positions.appoint(
        cast.firm.id, office="vice_president", term_id=term.id, began_on="2026-02-01", actor=staff
    )
    registration.register(make_event(staff, title="座谈会").id, contact_id=contact.id, actor=staff)
    mark = positions.mark_of(office)
    positions.correct(
        cast.firm.id, office.id, office="supervisor", contact_id=None, began_on="2026-02-01", version=mark, actor=staff
    )
    categories.add_entry("request", "用地", actor=staff)
    db.session.commit()
    lines = " / ".join(done(sign_in(cast.secretary)))
    for words in ("registered a person", "corrected an office", "changed the choices in case forms"):
        assert words in lines, lines


def test_a_term_begun_undone_and_begun_again_counts_once_and_leads_to_its_page(
    db: SQLAlchemy, cast: Cast, staff: Actor, sign_in: Callable[[Account], Client]
) -> None:
    changing.begin("第一届", "2025-01-05", actor=staff)
    for _twice in range(2):
        term = changing.begin("第二届", "2026-01-05", actor=staff)
        last = changing.undo_of(term, actor=staff)
        assert last
        changing.undo(term.id, last.at, actor=staff)
        db.session.commit()
    term = changing.begin("第二届", "2026-01-05", actor=staff)
    db.session.commit()
    desk = sign_in(cast.secretary)
    assert done(desk) == [
        "✓ began the term of office 第二届",
        "✓ began the term of office, ended the term of office 第一届",
    ]
    assert desk.get("/").page.link("第二届") == f"/members/terms/{term.id}"
    assert "第二届" in desk.get(f"/members/terms/{term.id}").words


def test_what_was_undone_does_not_count_but_undoing_what_was_done_on_another_day_does(
    db: SQLAlchemy,
    cast: Cast,
    actor: Callable[..., Actor],
    staff: Actor,
    sign_in: Callable[[Account], Client],
    clock: Clock,
) -> None:
    event = make_event(
        staff, title="座谈会", starts_at=clock.now + timedelta(hours=1), ends_at=clock.now + timedelta(days=3)
    )
    row = registration.register(event.id, actor=actor(cast.member))
    check_in.check_in(row.id, actor=staff)
    check_in.undo(row.id, actor=staff)
    check_in.check_in(row.id, actor=staff)
    db.session.commit()
    desk = sign_in(cast.secretary)
    assert done(desk) == ["✓ published the event, checked a person in 座谈会"]
    clock.advance(days=1)
    check_in.undo(row.id, actor=staff)
    db.session.commit()
    assert done(desk) == ["✓ undid a check-in 座谈会"]
