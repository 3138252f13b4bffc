"""The pages of cases: what stands where, what a form asks for, and that releasing later words needs a masked text."""

import re
import tomllib
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from chamber.accounts.models import Account
from chamber.cases import categories, closing, guidance, releasing, routing, sharing
from chamber.cases.models import CaseEvent, CaseFile
from chamber.cases.models_lists import CaseCategory
from chamber.cases.words import Kind, Outcome
from chamber.clock import LOCAL
from chamber.extensions import db
from tests.client import Client
from tests.conftest import Clock
from tests.database import queries
from tests.factories.cases import RELEASED_STORY, Drive, paper, picture

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
    assert handler.get(here).page.texts("#acts .btn--primary") == ["Put the answer up for review"]
    drive.draft()
    assert secretary.get(here).page.texts("#acts .btn--primary") == ["Publish the answer"]
    drive.publish()
    assert member.get(here).page.texts("#acts .btn--primary") == ["Rate this answer"]


def test_a_new_round_asks_for_the_call_first(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    drive.rate(2, False)
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}").page
    assert page.texts("#acts .btn--primary") == ["Note the contact"]


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


def test_masked_places_are_bars_and_counted(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    secretary = sign_in(drive.cast.secretary)
    secretary.post_form(
        f"/cases/{drive.reference}/accept",
        {"lead": str(drive.cast.department.id), "release_title": "某企业", "story": "■■■未付款，■■■不接电话"},
    )
    page = sign_in(drive.cast.handler).get(f"/cases/{drive.reference}").page
    assert len(page.css(".masked")) == 2
    assert "2 places masked" in page.text


def test_an_incomplete_complaint_names_all_that_is_missing(drive: Drive, sign_in: SignIn) -> None:
    answer = sign_in(drive.cast.member).post_form("/cases/new/complaint", {"title": "", "story": ""})
    assert answer.status_code == 422
    assert len(answer.page.texts(".errors li")) == 4


def test_an_empty_question_for_consent_names_all_that_is_missing_at_once(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    secretary, address = sign_in(drive.cast.secretary), f"/cases/{drive.reference}/ask_consent"
    page = secretary.post_form(address, {"recipient": "　", "purpose": ""}).page
    assert page.texts("#recipient-error") == ["Please say who is to be told."]
    assert page.texts("#purpose-error") == ["Please fill in this field."]
    assert "optional" not in page.one("label[for=recipient]").text()
    chosen = {"department": str(drive.cast.department.id), "purpose": ""}
    assert secretary.post_form(address, chosen).page.css("#recipient-error") == []


def test_whoever_withdraws_a_complaint_is_told_that_the_question_about_pressure_wants_an_answer(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    member, address = sign_in(drive.cast.member), f"/cases/{drive.reference}/withdraw"
    page = member.get(address).page
    assert page.texts("#pressed-help") == ["Please answer yes or no. Only the secretariat sees the answer."]
    assert "optional" not in page.one("#pressed legend").text()
    assert member.post_form(address, {"reason": ""}).page.texts("#pressed-error") == ["Please answer this question."]


def test_later_words_go_out_masked_and_never_with_the_firm(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    said = f"{drive.cast.firm.name}又收到短信"
    sharing.add(drive.reference, said, actor=drive.who("member"))
    db.session.commit()
    event = db.session.query(CaseEvent).filter_by(act="add").one()
    secretary, handler = sign_in(drive.cast.secretary), sign_in(drive.cast.handler)
    address = f"/cases/{drive.reference}/words/{event.id}/release"
    assert "■■■又收到短信" in secretary.get(address).get_data(as_text=True)
    refused = secretary.post_form(address, {"text": said})
    assert refused.status_code == 422
    assert "又收到短信" not in handler.get(f"/cases/{drive.reference}").words
    assert "Released." in secretary.post_form(address, action="/release").get_data(as_text=True)
    words = handler.get(f"/cases/{drive.reference}").words
    assert "又收到短信" in words
    assert drive.cast.firm.name not in words


def photo() -> BytesIO:
    """A small picture."""
    made = BytesIO()
    Image.new("RGB", (40, 30), (200, 90, 60)).save(made, "JPEG")
    made.seek(0)
    return made


def test_a_text_goes_out_only_as_a_redacted_copy(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    row = db.session.query(CaseFile).first()
    secretary, handler = sign_in(drive.cast.secretary), sign_in(drive.cast.handler)
    address = f"/cases/{drive.reference}/files/{row.id}/release"
    assert "redacted copy" in secretary.post_form(address, action="/release").words
    assert handler.get(f"/cases/{drive.reference}/files/{row.id}").status_code == 404
    done = secretary.post(address, data={"copy": (photo(), "copy.jpg")}, content_type="multipart/form-data")
    assert done.status_code == 303
    assert handler.get(f"/cases/{drive.reference}/files/{row.id}").status_code == 200


@pytest.mark.parametrize("who", ["handler", "leader", "member"])
def test_only_who_runs_the_case_releases(drive: Drive, sign_in: SignIn, who: str) -> None:
    drive.submit()
    drive.accept()
    row = db.session.query(CaseFile).first()
    answer = sign_in(getattr(drive.cast, who)).get(f"/cases/{drive.reference}/files/{row.id}/release")
    assert answer.status_code == 403


def test_why_it_was_not_accepted_stands_first_and_until_when_one_may_object(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    sign_in(drive.cast.secretary).post_form(
        f"/cases/{drive.reference}/not_accept", {"reason": "不在权限", "next_path": "向区级主管部门申请行政裁决"}
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


def test_the_list_says_how_late_in_words(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    clock.advance(days=3)
    page = sign_in(drive.cast.secretary).get("/cases/").page
    assert page.texts(".line-badge .badge") == ["Overdue by 2 days"]


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
    assert "Very satisfied · explained clearly" in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words


def test_the_text_for_departments_stands_beside_the_original(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/release").page
    assert drive.mark("story") in page.text
    assert RELEASED_STORY in page.texts("textarea")


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


@pytest.mark.parametrize("act", ["accept", "assign"])
def test_a_department_is_not_offered_a_complaint_about_itself(drive: Drive, sign_in: SignIn, act: str) -> None:
    drive.submit()
    if act == "assign":
        routing.accept(drive.reference, actor=drive.who("secretary"))
        db.session.commit()
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/{act}").page
    form, about, other = page.form("lead"), str(drive.cast.other_department.id), str(drive.cast.department.id)
    for name in ("lead", "helpers"):
        assert other in form.controls[name].choices
        assert about not in form.controls[name].choices
    assert "A department that the complaint is about is not among them." in page.text


def test_whoever_sends_a_case_back_is_not_told_by_a_gap_in_the_list_whom_it_is_about(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    drive.accept()
    form = sign_in(drive.cast.handler).get(f"/cases/{drive.reference}/send_back").page.form("department")
    assert str(drive.cast.other_department.id) in form.controls["department"].choices


@pytest.mark.parametrize("act", ["accept", "assign", "release"])
def test_the_text_for_departments_must_say_all_as_they_do_not_see_whom_it_is_about(
    drive: Drive, sign_in: SignIn, act: str
) -> None:
    drive.submit()
    if act == "assign":
        routing.accept(drive.reference, actor=drive.who("secretary"))
        db.session.commit()
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/{act}").page
    assert any("do not see whom the complaint is about" in words for words in page.texts("#story-help"))


def test_a_handler_does_not_see_whom_a_confidential_complaint_is_about(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    here = f"/cases/{drive.reference}"
    assert drive.cast.other_department.name in sign_in(drive.cast.secretary).get(here).words
    assert drive.cast.other_department.name not in sign_in(drive.cast.handler).get(here).words


def files_of(drive: Drive) -> tuple[CaseFile, CaseFile]:
    """The text and the picture that came with the case."""
    first, second = db.session.query(CaseFile).order_by(CaseFile.id).all()
    return first, second


RELEASED = {"release_title": "某企业反映未付款", "story": "验收后未付款。"}


def test_accepting_lists_the_files_and_passes_on_the_ticked_pictures_in_the_same_act(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    text, photograph = files_of(drive)
    secretary, here = sign_in(drive.cast.secretary), f"/cases/{drive.reference}"
    page = secretary.get(f"{here}/accept").page
    assert len(page.css("main .files > li")) == 2
    assert "2 files are not released: departments and the leader do not get them." in page.text
    assert page.form("pictures").controls["pictures"].choices == [str(photograph.id)], "a text only as a redacted copy"
    assert page.form("pictures").controls["pictures"].values == [], "somebody has to look at it first"
    given = {"lead": str(drive.cast.department.id), "pictures": [str(photograph.id)], **RELEASED}
    page = secretary.post_form(page, given).page
    assert "1 file is not released: departments and the leader do not get it." in page.text
    assert page.css(".files-act")[0].attributes["href"] == f"{here}/files/{text.id}/release"
    handler = sign_in(drive.cast.handler)
    assert handler.get(f"{here}/files/{photograph.id}").status_code == 200
    assert handler.get(f"{here}/files/{text.id}").status_code == 404
    assert "not released" not in handler.get(here).words


def test_pictures_that_nobody_ticked_stay_with_the_secretariat_which_is_reminded(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    secretary, here = sign_in(drive.cast.secretary), f"/cases/{drive.reference}"
    page = secretary.post_form(f"{here}/accept", {"lead": str(drive.cast.department.id), **RELEASED}).page
    assert "2 files are not released" in page.text
    assert sign_in(drive.cast.handler).get(f"{here}/files/{files_of(drive)[1].id}").status_code == 404


def test_the_files_of_an_open_case_are_listed_and_need_no_release(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/accept").page
    assert len(page.css("main .files > li")) == 2
    assert "not released" not in page.text
    assert "pictures" not in page.form("lead").controls


def test_accepting_costs_no_more_queries_for_its_files(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    secretary = sign_in(drive.cast.secretary)
    secretary.get("/account")
    with queries(db) as seen:
        secretary.get(f"/cases/{drive.reference}/accept")
    assert len(seen) <= 12, "\n".join(seen)


def test_a_department_reads_a_case_with_many_redacted_copies_at_the_price_of_one_with_none(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(files=tuple(paper(text=str(number)) for number in range(6)))
    drive.accept()
    handler, here = sign_in(drive.cast.handler), f"/cases/{drive.reference}"
    handler.get(here)
    with queries(db) as none:
        handler.get(here)
    for row in db.session.query(CaseFile).all():
        releasing.release_file(drive.reference, row.id, picture("copy.png"), actor=drive.who("secretary"))
    db.session.commit()
    with queries(db) as many:
        assert len(handler.get(here).page.css("main .files > li")) == 6
    assert len(many) == len(none) <= 12


def test_the_law_beside_a_new_complaint_is_folded_and_goes_by_category(drive: Drive, sign_in: SignIn) -> None:
    owed = CaseCategory(kind=Kind.COMPLAINT, name="拖欠账款", position=5)
    db.session.add(owed)
    db.session.commit()
    page = sign_in(drive.cast.member).get("/cases/new/complaint").page
    assert page.css("#new-case details.fold"), "there without JavaScript, too"
    assert not page.css("#new-case details[open]")
    parts = page.css('details [data-when="category"]')
    assert {part.attributes["data-is"] for part in parts} == {str(owed.id)}
    assert any("public bodies pay within 30 days" in part.text() for part in parts)
    outside = [part for part in page.css("details p") if "data-when" not in part.attributes]
    assert any("tells you within 15 days" in part.text() for part in outside), "what concerns every complaint"
    assert page.css("details summary span[data-when]")[0].attributes.get("hidden", "no") is None


def test_a_case_shows_what_the_law_says_about_its_category(drive: Drive, sign_in: SignIn) -> None:
    owed = CaseCategory(kind=Kind.COMPLAINT, name="拖欠账款")
    db.session.add(owed)
    db.session.flush()
    drive.submit(category_id=owed.id)
    said = "public bodies pay within 30 days"
    assert said in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words
    assert said not in sign_in(drive.cast.leader).get(f"/cases/{drive.reference}").words, "knows no category yet"
    drive.suffix = "二"
    drive.submit()
    assert said not in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words


def test_every_category_of_the_first_lists_has_its_guidance() -> None:
    lists = tomllib.loads(categories.FIRST_LISTS.read_text(encoding="utf-8"))["categories"]
    for kind, names in lists.items():
        for name in names:
            assert guidance.of(kind, name)
    for word in guidance.BY_WORD:
        assert any(word in name for names in lists.values() for name in names), word


def test_what_consent_is_asked_for_is_kept_without_our_words_and_phrased_for_each_reader(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    drive.accept()
    sharing.ask_consent(drive.reference, "区仲裁委", "立案", actor=drive.who("secretary"), legal_duty="仲裁法")
    db.session.commit()
    assert db.session.query(CaseEvent.text).filter_by(act="ask_consent").scalar() == "区仲裁委\n立案\n仲裁法"
    page = sign_in(drive.cast.member).get(f"/cases/{drive.reference}").page
    assert "区仲裁委, for: 立案 仲裁法" in page.texts("#way .keep")


def test_consent_that_was_asked_for_in_a_sentence_is_shown_as_it_was(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    sharing.ask_consent(drive.reference, "区仲裁委", "立案", actor=drive.who("secretary"))
    event = db.session.query(CaseEvent).filter_by(act="ask_consent").one()
    event.text, event.data = "区仲裁委；用途：立案", {}
    db.session.commit()
    assert "区仲裁委；用途：立案" in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").page.texts(
        "#way .keep"
    )


def test_a_row_drawn_for_one_reader_is_not_shown_to_another(drive: Drive, app_with: Callable[..., Flask]) -> None:
    app = app_with(translated=True)
    case = drive.submit(Kind.COMPLAINT, title="某单位以检查为名多次索要赞助")
    mine, desk = Client(app).sign_in(drive.cast.member), Client(app).sign_in(drive.cast.secretary)
    assert "索要赞助" in mine.get("/cases/").words
    seen = desk.get("/cases/").words
    assert case.reference in seen
    assert "索要赞助" not in seen
    assert "Submitted" in desk.get("/cases/?lang=en").words
    assert "索要赞助" in mine.get("/cases/").words


def test_the_list_can_be_narrowed_to_a_department_and_put_in_order(drive: Drive, sign_in: SignIn) -> None:
    first, second = drive.submit(Kind.REQUEST).reference, drive.submit(Kind.REQUEST, title="另一件").reference
    lead = drive.cast.other_department
    drive.reference = first
    drive.accept()
    drive.reference = second
    route = routing.Route(lead_id=lead.id)
    routing.accept(second, actor=drive.who("secretary"), complexity="normal", route=route, message="已受理。")
    db.session.commit()
    desk = sign_in(drive.cast.secretary)
    page = desk.get("/cases/").page
    narrowed = desk.get(next(url for words, url in page.links() if words.startswith(lead.short_name or lead.name)))
    assert second in narrowed.words
    assert first not in narrowed.words
    assert [desk.get(f"/cases/?sort={order}").words.index(first) > 0 for order in ("due", "new")] == [True, True]
    newest = desk.get("/cases/?sort=new").words
    assert newest.index(second) < newest.index(first)


def test_later_words_are_found_at_once_by_who_may_read_them_and_by_nobody_else(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    sharing.add(drive.reference, "补充：琥珀牌样机仍在仓库。", actor=drive.who("member"))
    closing.withdraw(drive.reference, "玉髓已调解。", False, actor=drive.who("member"))
    db.session.commit()
    for word in ("琥珀牌", "玉髓"):
        found = {
            name: drive.reference in sign_in(getattr(drive.cast, name)).get(f"/cases/?q={word}").words
            for name in ("member", "secretary", "handler", "leader")
        }
        assert found == {"member": True, "secretary": True, "handler": False, "leader": False}, word


def test_an_empty_list_says_why_and_a_search_among_open_cases_points_to_ended_ones(
    drive: Drive, sign_in: SignIn
) -> None:
    desk = sign_in(drive.cast.secretary)
    assert "There is no case here yet." in desk.get("/cases/?do=open").words
    drive.submit(Kind.REQUEST)
    closing.withdraw(drive.reference, "已解决", None, actor=drive.who("member"))
    db.session.commit()
    page = desk.get(f"/cases/?do=open&q={drive.reference}").page
    assert "1 case that has ended does." in page.text
    assert drive.reference in desk.get(page.one(".empty a").attributes["href"]).words


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
