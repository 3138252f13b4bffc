"""What a department writes is always taken; what may name somebody waits, silently, for whoever runs the case."""

import re
from urllib.parse import quote

import pytest

from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import closing, handling, pressure, releasing, routing
from chamber.cases.doing.handling import Draft
from chamber.cases.lists import listing, today
from chamber.cases.models import CaseFile
from chamber.cases.rules import holding
from chamber.cases.rules.acts import Act
from chamber.cases.words import Outcome
from chamber.extensions import db
from chamber.notifications.models import Notification
from tests.cases.holding import NAMED, PLAIN, SignIn, forget_notes, look_through, notes, signed, words_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import make_contact
from tests.factories.cases import Drive, key, paper


def answered_by(client: Client, here: str, text: str, step: bool, queries: list[str]) -> list[object]:
    """All that a handler can tell of an answer to a note: status, headers, pages, how much the database was asked."""
    client.get(f"{here}/report-progress")
    queries.clear()
    given = {"text": text, "next_step": f"再看{text}" if step else "", "public": "y"}
    answer = client.post_form(f"{here}/report-progress", given, follow=False)
    asked = [re.sub("(?<=SET ).*(?= WHERE)", "", one) for one in queries]
    found: list[object] = [answer.status_code, sorted(answer.headers.keys()), answer.headers["Location"], asked]
    for place in (here, here, "/", "/cases/?do=mine", f"/cases/?q={text}"):
        queries.clear()
        page = client.get(place).get_data(as_text=True).replace(text, "T").replace(quote(text), "T")
        # How often this test has sent it.
        page = re.sub(r"(?<=× )\d+", "N", page)
        found += [re.sub(r'(csrf_token" value=|X-CSRFToken": )"[^"]+"', "", page), len(queries)]
    return found


@pytest.mark.parametrize("step", [True, False])
def test_nothing_tells_the_department_whether_what_it_wrote_names_somebody(
    drive: Drive, sign_in: SignIn, queries: list[str], step: bool
) -> None:
    signed(drive)
    here, handler = f"/cases/{drive.reference}", sign_in(drive.cast.handler)
    firm, rival = drive.cast.firm, drive.cast.rival_firm
    make_contact(rival, "高峰")
    db.session.commit()
    # Twice, as the first request of a browser sets what later ones find.
    for _time in (1, 2):
        expected = answered_by(handler, here, "已去现场", step, queries)
        forget_notes(drive)
    tried = [one for whose in (firm, rival) for one in (whose.name, whose.name[:3], whose.contacts[0].name, whose.uscc)]
    tried += [firm.contacts[0].mobile.removeprefix("+86"), "13955556666", "高峰", "罗湖陈科长", "无此公司"]
    held = []
    for text in tried:
        assert answered_by(handler, here, text, step, queries) == expected, text
        held += [text] if notes(drive)[0].held_at else []
        forget_notes(drive)
    assert held == tried[:-1]


@pytest.mark.parametrize("public", [True, False])
def test_only_the_department_that_wrote_it_and_who_runs_the_case_read_what_was_held_back(
    drive: Drive, sign_in: SignIn, public: bool
) -> None:
    signed(drive, helper=True)
    handling.report_progress(drive.reference, NAMED, public, actor=drive.who("handler"), next_step=f"走访{NAMED}")
    db.session.commit()
    for name in ("handler", "secretary"):
        words = words_of(drive, sign_in, name)
        assert NAMED in words and f"走访{NAMED}" in words, name
    others = ("member", "leader", "other_handler") if public else ("other_handler",)
    for name in others:
        words = words_of(drive, sign_in, name)
        assert NAMED not in words and "Reviewed first by the secretariat." in words, name
    assert "looked" not in words_of(drive, sign_in, "handler")
    look_through(drive, "已联系■■■", "走访■■■")
    for name in others:
        words = words_of(drive, sign_in, name)
        assert NAMED not in words and "已联系■■■" in words and "走访■■■" in words, name
    words = words_of(drive, sign_in, "handler")
    assert NAMED in words and f"走访{NAMED}" in words and "■■■" not in words and "looked" not in words
    assert "Others see: 已联系■■■" in words_of(drive, sign_in, "secretary")


@pytest.mark.parametrize("name", ["member", "leader", "other_handler", "handler", "secretary"])
def test_the_next_step_in_a_list_waits_like_the_note(drive: Drive, name: str) -> None:
    signed(drive, helper=True)

    def step() -> str:
        actor = drive.who(name)
        rows = db.session.execute(listing.rows(listing.condition(actor, {})))
        return listing.lines(actor, rows)[0].next_step

    usual = step()
    handling.report_progress(drive.reference, "已看", True, actor=drive.who("handler"), next_step=NAMED)
    db.session.commit()
    own = {"handler": NAMED, "secretary": "Review the text"}
    assert step() == own.get(name, usual)
    look_through(drive, "已看", "再联系■■■")
    assert step() == {"handler": NAMED, "secretary": NAMED}.get(name, "再联系■■■")
    handling.report_progress(drive.reference, "又看", True, actor=drive.who("handler"), next_step="写答复")
    assert step() == "写答复"


def test_beside_a_late_department_the_button_of_the_secretariat_is_still_the_text_that_waits(
    drive: Drive, clock: Clock
) -> None:
    signed(drive, helper=True)
    clock.advance(days=40)
    handling.report_progress(drive.reference, NAMED, True, actor=drive.who("handler"))
    db.session.commit()
    clock.advance(days=1)
    line = today.waiting(drive.who("secretary"))[0]
    assert (line.colour, line.act) == ("red", Act.LOOK_THROUGH)


def test_what_names_nobody_is_read_at_once(drive: Drive, sign_in: SignIn) -> None:
    signed(drive)
    handling.report_progress(drive.reference, PLAIN, True, actor=drive.who("handler"), next_step="写答复")
    db.session.commit()
    for name in ("member", "leader", "handler", "secretary"):
        words = words_of(drive, sign_in, name)
        assert PLAIN in words and "写答复" in words and "ook" not in words.partition("History")[2].lower(), name
    assert drive.case.words_due_at is None


def test_why_a_department_sends_it_back_is_not_read_by_the_next_one_before_it_was_looked_through(
    drive: Drive, sign_in: SignIn
) -> None:
    signed(drive, helper=True)
    third = drive.cast.other_department.id
    routing.send_back(drive.reference, NAMED, third, actor=drive.who("handler"))
    db.session.commit()
    routing.assign(drive.reference, routing.Route(lead_id=third), actor=drive.who("secretary"))
    db.session.commit()
    assert NAMED not in words_of(drive, sign_in, "other_handler")
    look_through(drive, "已联系■■■")
    words = words_of(drive, sign_in, "other_handler")
    assert NAMED not in words and "已联系■■■" in words


def test_the_leader_decides_on_more_time_without_reading_whom_the_reason_names(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept(complexity="complex")
    drive.sign()
    handling.ask_extension(drive.reference, NAMED, actor=drive.who("handler"))
    db.session.commit()
    here, leader = f"/cases/{drive.reference}", english(sign_in(drive.cast.leader))
    for place in (here, f"{here}/decide-extension"):
        words = leader.get(place).words
        assert NAMED not in words and "Reviewed first by the secretariat." in words
    db.session.query(Notification).delete()
    look_through(drive, "已联系■■■")
    assert "已联系■■■" in leader.get(f"{here}/decide-extension").words
    assert {one.account_id for one in db.session.query(Notification)} == {drive.cast.leader.id}
    leader.post_form(f"{here}/decide-extension", {"granted": "yes", "text": f"同意，{NAMED}"})
    assert f"同意，{NAMED}" in leader.get(here).words
    assert NAMED not in words_of(drive, sign_in, "handler").partition("Extension decided")[2]
    look_through(drive, "同意。")
    assert "同意。" in words_of(drive, sign_in, "handler")


def test_the_log_and_the_search_know_nothing_of_words_that_wait(drive: Drive, sign_in: SignIn) -> None:
    signed(drive)
    handling.report_progress(drive.reference, "已联系陈科长，鹈鹕之事", True, actor=drive.who("handler"))
    look_through(drive, "已联系■■■")
    for name in ("leader", "handler", "member"):
        assert sign_in(getattr(drive.cast, name)).get("/cases/?q=鹈鹕").page.texts("[data-row]") == [], name


def test_what_a_department_calls_a_file_is_read_by_nobody_else_who_must_not_know_whose_the_case_is(
    drive: Drive, sign_in: SignIn
) -> None:
    signed(drive, helper=True)
    proof = paper(f"{NAMED}.txt")
    handling.draft(drive.reference, Draft(Outcome.RESOLVED, "已付款。"), (proof,), actor=drive.who("handler"))
    db.session.commit()
    waiting = holding.waiting(drive.case)
    assert waiting is not None and f"{NAMED}.txt" not in words_of(drive, sign_in, "other_handler")
    file = db.session.query(CaseFile.id).filter_by(event_id=waiting.id).scalar()
    releasing.look_through(drive.reference, waiting.id, "", passed=(file,), actor=drive.who("secretary"))
    db.session.commit()
    for name, reads in (("handler", True), ("secretary", True), ("other_handler", False)):
        words = words_of(drive, sign_in, name)
        assert (f"{NAMED}.txt" in words, "Attachment 1.txt" in words) == (reads, not reads), name


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("ask-extension", {"reason": "{}"}),
        ("send-back", {"reason": "{}", "department": "2"}),
        ("draft", {"outcome": "resolved", "answer": "{}", "reason": "{}"}),
    ],
)
def test_every_act_of_a_department_gives_the_same_answer_whatever_it_names(
    drive: Drive, sign_in: SignIn, queries: list[str], act: str, fields: dict[str, str]
) -> None:
    handler, found = sign_in(drive.cast.handler), []
    for drive.suffix, text in (("甲", PLAIN), ("乙", PLAIN), ("丙", NAMED), ("丁", "无此公司")):
        signed(drive)
        here = f"/cases/{drive.reference}"
        handler.get(f"{here}/{act}")
        queries.clear()
        given = {name: value.format(text) for name, value in fields.items()}
        answer = handler.post_form(f"{here}/{act}", given, follow=False)
        asked = [re.sub("(?<=SET ).*(?= WHERE)", "", one) for one in queries]
        queries.clear()
        words = handler.get(answer.headers["Location"]).words.replace(drive.reference, "R").replace(text, "T")
        found.append([answer.status_code, sorted(answer.headers.keys()), asked, words, len(queries)])
    assert found[1] == found[2] == found[3]


def pass_on(drive: Drive, way: str) -> None:
    """Another department comes to it, now that no name stands in it any more."""
    desk, third = drive.who("secretary"), routing.Route(lead_id=drive.cast.other_department.id)
    release = releasing.Release("某企业反映未付款", "供货验收后未付款。")
    if way == "kept open":
        closing.withdraw(drive.reference, "不告了", True, actor=drive.who("member"))
        pressure.keep_open(drive.reference, "同意", actor=desk)
        routing.assign(drive.reference, third, actor=desk, release=release)
    else:
        releasing.make_confidential(drive.reference, actor=drive.who("member"))
        releasing.release(drive.reference, release, actor=desk)
        routing.reassign(drive.reference, "改派", third, actor=desk)
    db.session.commit()


@pytest.mark.parametrize("way", ["made confidential", "kept open"])
def test_what_was_written_while_names_stood_in_a_case_is_read_by_no_department_that_comes_to_it_without_them(
    drive: Drive, sign_in: SignIn, way: str
) -> None:
    drive.submit(confidential=False, respondents=(Respondent("other", text="某公司"),))
    drive.accept()
    drive.sign()
    handling.report_progress(drive.reference, NAMED, True, actor=drive.who("handler"), next_step=NAMED)
    handling.report_progress(drive.reference, PLAIN, False, actor=drive.who("handler"))
    db.session.commit()
    assert NAMED in words_of(drive, sign_in, "leader")
    pass_on(drive, way)
    for name in ("leader", "other_handler"):
        words = words_of(drive, sign_in, name)
        assert NAMED not in words and "Reviewed first by the secretariat." in words, name
        assert (PLAIN in words) == (name == "other_handler"), name
    look_through(drive, "已联系■■■")
    assert "已联系■■■" in words_of(drive, sign_in, "other_handler")
    assert drive.case.words_due_at is None or holding.waiting(drive.case)


@pytest.mark.parametrize("way", ["made confidential", "kept open"])
def test_what_a_department_attached_while_names_stood_in_a_case_is_had_by_no_department_that_comes_to_it_without_them(
    drive: Drive, sign_in: SignIn, way: str
) -> None:
    drive.submit(confidential=False, respondents=(Respondent("other", text="某公司"),), files=())
    drive.accept()
    drive.sign()
    answer = Draft(Outcome.RESOLVED, "已付款。")
    handling.draft(drive.reference, answer, (paper(),), (paper("附件.txt"),), actor=drive.who("handler"))
    handling.return_answer(drive.reference, "请补充", actor=drive.who("secretary"))
    pass_on(drive, way)
    here = f"/cases/{drive.reference}/files/"
    addresses = [here + key(row) for row in db.session.query(CaseFile)]
    assert len(addresses) == 2
    for name, status in (("other_handler", 404), ("leader", 404), ("secretary", 200)):
        client = sign_in(getattr(drive.cast, name))
        assert {client.get(address).status_code for address in addresses} == {status}, name
        assert (addresses[0] in client.get(f"/cases/{drive.reference}").text) == (status == 200), name
