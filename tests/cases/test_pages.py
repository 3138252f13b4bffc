"""The page of a case and the list: what stands where, for whom, and what a form asks for."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest

from chamber.accounts.models import Account
from chamber.cases.doing import closing
from chamber.cases.rules import limits
from chamber.cases.words import Kind, Outcome, State
from chamber.clock import LOCAL
from chamber.extensions import db
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive

WRITERS = ("member", "secretary")
SignIn = Callable[[Account], Client]


def test_the_one_act_that_a_case_waits_for_is_the_main_button(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    secretary, handler, member = (sign_in(getattr(drive.cast, name)) for name in ("secretary", "handler", "member"))
    here = f"/cases/{drive.reference}"
    assert secretary.get(here).page.texts("#acts .btn--primary") == ["Accept and assign"]
    assert member.get(here).page.texts("#acts .btn--primary") == []
    drive.accept()
    assert handler.get(here).page.texts("#acts .btn--primary") == ["Sign for it"]
    answer = handler.post_form(here, press="Sign for it", follow=True)
    assert "The case is signed for." in answer.get_data(as_text=True)
    assert handler.get(here).page.texts("#acts .btn--primary") == ["Submit the answer for review"]
    drive.draft()
    assert secretary.get(here).page.texts("#acts .btn--primary") == ["Publish the answer"]
    drive.publish()
    assert member.get(here).page.texts("#acts .btn--primary") == ["Rate this answer"]


def test_a_new_round_asks_for_the_call_first(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    drive.rate(2, False)
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}").page
    assert page.texts("#acts .btn--primary") == ["Call the member"]


def test_a_draft_is_marked_and_hidden_from_its_member(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    drive.draft()
    here = f"/cases/{drive.reference}"
    assert "Draft of the answer" in sign_in(drive.cast.secretary).get(here).words
    words = sign_in(drive.cast.member).get(here).words
    assert "Draft" not in words
    assert "对方已付款" not in words


def test_the_way_ahead_says_within_how_long_it_is_handled_once_it_is_assigned(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    member, here = sign_in(drive.cast.member), f"/cases/{drive.reference}"
    assert "the department signs within 1 working day" in member.get(here).words
    drive.accept()
    words = member.get(here).words
    assert "the department signs within" not in words
    assert "Handled within 15 working days" in " ".join(words.split())


def test_a_suggestion_is_asked_for_what_is_suggested_and_not_for_what_happened(drive: Drive, sign_in: SignIn) -> None:
    member = sign_in(drive.cast.member)
    drive.submit(Kind.SUGGESTION)
    for address in ("/cases/new/suggestion", f"/cases/{drive.reference}"):
        words = member.get(address).words
        assert "What is suggested" in words
        assert "What happened" not in words
    assert "What happened" in member.get("/cases/new/request").words


def test_the_page_of_the_steps_says_in_what_its_limits_are_counted(drive: Drive, sign_in: SignIn) -> None:
    shown = sign_in(drive.cast.handler).get("/cases/help").page.texts("td[data-label=Limit]")
    assert {"1 working day", "2 working days"} <= set(shown)


def test_a_firm_reads_in_nine_lines_how_its_case_goes(drive: Drive, sign_in: SignIn) -> None:
    limits.change("handle_normal", 12, actor=drive.who("secretary"))
    db.session.commit()
    page = sign_in(drive.cast.member).get("/cases/help").page
    assert len(page.css("main tr")) == 9
    assert "Simple 5, normal 12, complex 30 working days" in page.text
    assert "From state" not in page.text


def test_who_accepts_reads_how_many_days_a_complexity_gives(drive: Drive, sign_in: SignIn) -> None:
    limits.change("handle_normal", 12, actor=drive.who("secretary"))
    drive.submit(Kind.REQUEST)
    words = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/accept").words
    for choice in ("Simple · 5 working days", "Normal · 12 working days", "Complex · 30 working days"):
        assert choice in words


def test_a_report_of_retaliation_speaks_of_no_department_that_could_get_it(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.RETALIATION)
    here = f"/cases/{drive.reference}"
    words = sign_in(drive.cast.member).get(here).words
    assert "A report of retaliation is never given to a department." in words
    assert "the department signs" not in words
    assert "Accepted and assigned" not in words
    desk = sign_in(drive.cast.secretary)
    assert "departments read" not in desk.get(f"{here}/accept").words
    assert desk.post_form(f"{here}/accept", {"route": "desk"}, follow=True).status_code == 200
    words = desk.get(here).words
    assert "the leader cannot read it" in words and "Let the leader read a masked text" in words
    form = desk.get(f"{here}/release").page
    assert form.heading == "Let the leader read a masked text" and "departments read" not in form.text
    typed = {"release_title": "一家企业反映被刁难", "story": "投诉之后被反复检查。"}
    assert "The leader reads the released text" in desk.post_form(f"{here}/release", typed, follow=True).words
    assert typed["story"] in sign_in(drive.cast.leader).get(here).words
    assert drive.case.state == State.IN_PROGRESS


def test_a_form_for_the_members_later_words_asks_each_reader_for_them_in_the_right_person(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    asked = {who: sign_in(getattr(drive.cast, who)).get(f"/cases/{drive.reference}/add").words for who in WRITERS}
    assert "Your words" in asked["member"]
    assert "What the member says" in asked["secretary"]
    assert "Your words" not in asked["secretary"]


def test_an_incomplete_complaint_names_all_that_is_missing(drive: Drive, sign_in: SignIn) -> None:
    answer = sign_in(drive.cast.member).post_form("/cases/new/complaint", {"title": "", "story": ""})
    assert answer.status_code == 422
    assert len(answer.page.texts(".errors li")) == 4


def test_whoever_withdraws_a_complaint_is_told_that_the_question_about_pressure_wants_an_answer(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    member, address = sign_in(drive.cast.member), f"/cases/{drive.reference}/withdraw"
    page = member.get(address).page
    assert page.texts("#pressed-help") == ["Please answer yes or no. Only the secretariat sees the answer."]
    assert "optional" not in page.one("#pressed legend").text()
    assert member.post_form(address, {"reason": ""}).page.texts("#pressed-error") == ["Please answer this question."]


def test_why_it_was_not_accepted_stands_first_and_until_when_one_may_object(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    sign_in(drive.cast.secretary).post_form(
        f"/cases/{drive.reference}/not-accept", {"reason": "不在权限", "next_path": "向区级主管部门申请行政裁决"}
    )
    page = sign_in(drive.cast.member).get(f"/cases/{drive.reference}").page
    assert page.texts("main .stack .card h2")[0] == "Why it was not accepted"
    assert "You may object until" in page.text


def test_a_limit_out_of_range_is_said_at_its_field(drive: Drive, sign_in: SignIn) -> None:
    secretary = sign_in(drive.cast.secretary)
    answer = secretary.post("/cases/limits", data={"key": "contact", "days": "0"})
    assert answer.status_code == 422
    assert answer.page.texts("#contact-error") == ["Please enter 1 to 120 working days."]
    assert secretary.post("/cases/limits", data={"key": "contact", "days": "2"}).status_code == 303


def test_the_browser_title_of_a_case_tells_nothing(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    page = sign_in(drive.cast.member).get(f"/cases/{drive.reference}").page
    assert drive.mark("title") not in page.title
    assert drive.reference in page.title


def test_an_answer_says_its_reason_and_another_path(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    drive.draft(Outcome.OUT_OF_POWER)
    drive.publish()
    page = sign_in(drive.cast.member).get(f"/cases/{drive.reference}/rate").page
    assert "向区级主管部门申请行政裁决" in page.text
    assert "Was it explained clearly?" in page.text
    closing.rate(drive.reference, 5, True, "", actor=drive.who("member"))
    db.session.commit()
    assert "Very satisfied explained clearly" in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words


@pytest.mark.parametrize(("who", "leaves"), [("member", True), ("secretary", False)])
def test_leaving_quickly_and_being_asked_about_trouble_are_for_the_member_alone(
    drive: Drive, sign_in: SignIn, who: str, leaves: bool
) -> None:
    person, firm = sign_in(getattr(drive.cast, who)), drive.cast.firm.id
    choice, form = (person.get(f"/cases/new{kind}?member={firm}").page for kind in ("", "/complaint"))
    assert [bool(page.css("[data-leave]")) for page in (choice, form)] == [leaves, leaves]
    assert ("made trouble for you" in choice.text) == leaves
    assert choice.css('a[href^="/cases/new/retaliation"]'), "the secretariat enters such a report from a call, too"


@pytest.mark.parametrize("who", ["member", "secretary"])
def test_the_form_speaks_to_the_member_and_to_the_secretariat_about_the_member(
    drive: Drive, sign_in: SignIn, who: str
) -> None:
    person, firm = sign_in(getattr(drive.cast, who)), drive.cast.firm.id
    for address in ("", "/complaint", "/request", "/suggestion", "/retaliation"):
        page = person.get(f"/cases/new{address}?member={firm}").page
        said = " ".join([*page.texts("label, legend, .help"), *page.texts(".ways a")])
        assert bool(re.search(r"\b(you|your|my)\b", said, re.IGNORECASE)) == (who == "member"), (address, said)


def test_a_date_that_no_decree_covers_is_called_provisional(drive: Drive, sign_in: SignIn, clock: Clock) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    clock.set(datetime(2026, 12, 28, 9, 0, tzinfo=LOCAL))
    late = Drive(drive.cast, categories=drive.categories, suffix="乙")
    late.submit()
    late.accept()
    late.sign()
    secretary = sign_in(drive.cast.secretary)
    assert "rovisional" not in secretary.get(f"/cases/{drive.reference}").words
    page = secretary.get(f"/cases/{late.reference}").page
    assert page.texts(".facts .tag") == ["provisional"]
    assert page.texts("p.soft .tag") == ["provisional"]
    assert "the date may change once they are" in page.text
    assert secretary.get("/cases/").page.texts("[data-row] .line-note .tag") == ["provisional"]
    way = [text.count("provisional") for text in page.texts("#way li p")]
    assert [number for number in way if number] == [1, 2], "when it was accepted; now, with the next progress note"
    assert sign_in(drive.cast.handler).get("/").page.texts("[data-row] .line-note .tag") == ["provisional"]


@pytest.mark.parametrize(("kind", "is_open"), [(Kind.REQUEST, True), (Kind.COMPLAINT, False)])
def test_the_firms_name_is_not_said_to_be_read_by_few_where_departments_read_it(
    drive: Drive, sign_in: SignIn, kind: Kind, is_open: bool
) -> None:
    drive.submit(kind)
    drive.accept()
    here = f"/cases/{drive.reference}"
    assert (drive.cast.firm.name in sign_in(drive.cast.handler).get(here).words) is is_open
    assert ("all but the firm's name" in sign_in(drive.cast.member).get(here).words) is is_open
