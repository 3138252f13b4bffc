"""Pages of notices with a form: written, filled in, corrected, closed, totalled; number of queries."""

from collections.abc import Callable

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.extensions import db as database
from chamber.notices.answers import filling
from chamber.notices.models import Notice
from chamber.notices.writing import publishing
from chamber.rights import Actor
from tests.client import Client
from tests.committed import committed
from tests.conftest import Clock
from tests.database import queries
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import paper
from tests.factories.events import give_accounts, make_crowd
from tests.factories.notices import FIELDS, answers, make_form, reply

Browse = Callable[[Account], Client]
TYPED = {
    "title": "关于报名人数的通知",
    "body": "请填写。",
    "kind": "notice",
    "receipt": "form",
    "whom": "all",
    "answer_until": "2026-09-18T18:00",
    "fields-0-label": "参加人数",
    "fields-0-kind": "number",
    "fields-1-label": "午餐",
    "fields-1-kind": "choice",
    "fields-1-choices": "需要\n不需要",
    "fields-1-is_required": False,
}


def names(notice: Notice) -> list[str]:
    """What the fields of the form are called on the page."""
    return [filling.input_name(field.id) for field in notice.fields]


def test_a_form_is_written_previewed_and_published(cast: Cast, browse: Browse) -> None:
    secretary, member = browse(cast.secretary), browse(cast.member)
    more = secretary.post_form("/notices/new", {**TYPED, "fields-2-label": "备注"}, press="More fields")
    assert more.status_code == 200 and len(more.page.css("#fields fieldset")) == 6
    assert more.page.form("title").controls["fields-1-choices"].values == ["需要\n不需要"]
    seen = secretary.post_form(more, press="Preview").page.one("#preview").text()
    assert "参加人数" in seen and "需要 / 不需要" in seen and "备注" in seen
    page = secretary.post_form(more, press="Save the draft").page
    assert page.texts("#reply li") == [
        "参加人数 Number",
        "午餐 One of several choices · optional需要 / 不需要",
        "备注 Free text",
    ]
    page = secretary.post_form(page, action="/publish").page
    assert "fill in the form by 9月18日 18:00" in page.one("#wechat-text").text()
    assert "0 of 2 firms have answered" in page.text
    notice = database.session.scalars(select(Notice)).one()
    assert "answers until Sep 18 18:00" in member.get("/").page.text
    assert member.get("/notices/?show=to_fill_in").page.texts("#rows a") == [notice.title]
    stays = secretary.get(f"/notices/{notice.id}/correct").page.form("title").controls
    assert stays["answer_until"].values == ["2026-09-18T18:00"] and "fields-0-label" not in stays
    later = {"answer_until": "2026-09-19T18:00", "note": "延期一天"}
    page = secretary.post_form(f"/notices/{notice.id}/correct", later, press="Publish the correction").page
    assert "Sep 19 18:00" in page.one("#reply").text()


def test_a_preview_of_what_no_form_offers_is_shown_all_the_same(cast: Cast, browse: Browse) -> None:
    data = {**TYPED, "fields-0-kind": "colour", "fields-1-is_required": "", "preview": "1"}
    answer = browse(cast.secretary).post("/notices/new", data=data)
    assert answer.status_code == 200 and "参加人数" in answer.page.one("#preview").text()


def test_a_wrong_field_is_said_in_its_row_and_keeps_what_was_typed(cast: Cast, browse: Browse) -> None:
    wrong = {**TYPED, "fields-1-choices": "需要", "fields-2-kind": "choice", "fields-2-choices": "甲\n乙"}
    answer = browse(cast.secretary).post_form("/notices/new", wrong, press="Save the draft")
    assert answer.status_code == 422
    assert answer.page.texts("#fields-1-choices-error") and answer.page.texts("#fields-2-label-error")
    controls = answer.page.form("title").controls
    kept = {name: value for name, value in wrong.items() if isinstance(value, str)}
    assert {name: controls[name].values for name in kept} == {name: [value] for name, value in kept.items()}
    empty = {**TYPED, "fields-0-label": "", "fields-1-label": "", "fields-1-choices": "", "answer_until": ""}
    page = browse(cast.secretary).post_form("/notices/new", empty, press="Save the draft").page
    assert "Please enter the deadline for replies." in page.text


def test_a_firm_answers_and_changes_its_answers(cast: Cast, staff: Actor, browse: Browse) -> None:
    notice = make_form(staff)
    member, colleague, secretary = browse(cast.member), browse(cast.colleague), browse(cast.secretary)
    path, (number, lunch, day, text, file) = f"/notices/{notice.id}", names(notice)
    assert "Please fill this in for your firm by Sep 18 10:00 (Friday)." in member.get(path).page.text
    typed = {number: "一些", lunch: "需要", day: "2026-09-18", text: "两位素食"}
    wrong = member.post_form(path, typed, action="/fill-in")
    assert wrong.status_code == 422 and wrong.page.texts(f"#{number}-error")
    controls = wrong.page.form(number).controls
    assert {name: controls[name].values for name in typed} == {name: [value] for name, value in typed.items()}
    upload = (paper().name, paper().data)
    page = member.post_form(wrong, {number: "3", file: upload}, action="/fill-in").page
    assert page.texts(".toast p") == ["Thank you. The secretariat has the answers of your firm."]
    page = colleague.get(path).page
    assert f"Answered for your firm by {cast.member.name}" in page.text
    link = page.link("纸件.txt")
    assert colleague.get(link).data == paper().data
    assert browse(cast.rival).get(link).status_code == browse(cast.leader).get(link).status_code == 404
    page = colleague.post_form(page, {number: "5", f"{file}_away": True}, action="/fill-in").page
    assert f"Answered for your firm by {cast.colleague.name}" in page.text
    assert "纸件.txt" not in page.text and colleague.get(link).status_code == 404
    receipts = secretary.get(f"{path}/receipts").page
    assert "5 together, from 1 firm" in receipts.one("#totals").text()
    assert receipts.texts("#rows .badge") == ["not opened", "filled in"]
    assert "两位素食" in receipts.one("#rows").text()
    assert secretary.get(f"{path}/receipts?state=missing").page.texts("#rows th") == [cast.rival_firm.name]
    assert "两位素食" not in browse(cast.rival).get(path).page.text
    assert "两位素食" not in browse(cast.leader).get(path).page.text


def test_two_colleagues_at_once_see_both_answers(cast: Cast, staff: Actor, browse: Browse) -> None:
    notice = make_form(staff)
    number, lunch = names(notice)[:2]
    mine, other = browse(cast.member), browse(cast.colleague)
    page = mine.get(f"/notices/{notice.id}").page
    other.post_form(f"/notices/{notice.id}", {number: "8", lunch: "不需要"}, action="/fill-in")
    answer = mine.post_form(page, {number: "3", lunch: "需要"}, action="/fill-in")
    assert answer.status_code == 409
    assert answer.page.texts("#stale dd") == ["8", "不需要"]
    assert answer.page.form(number).controls[number].values == ["3"]
    mine.post_form(answer, action="/fill-in")
    assert answers(notice, actor_as(cast.member))["参加人数"].text == "3"


def test_after_the_deadline_a_sentence_stands_in_place_of_the_form(
    cast: Cast, staff: Actor, browse: Browse, clock: Clock
) -> None:
    notice = make_form(staff)
    number, lunch = names(notice)[:2]
    member, rival = browse(cast.member), browse(cast.rival)
    path = f"/notices/{notice.id}"
    page = member.post_form(path, {number: "3", lunch: "需要"}, action="/fill-in").page
    clock.advance(days=3, minutes=1)
    with committed() as changed:
        late = member.post_form(page, {number: "4"}, action="/fill-in")
    assert (late.status_code, changed) == (409, set())
    assert "has passed" in late.page.one("#reply [role=alert]").text()
    assert late.page.one(f"#{number}").attributes["value"] == "4"
    for reader in (member, rival):
        page = reader.get(path).page
        assert "answers can no longer be sent or changed" in page.text and not page.css("#reply form")
    assert member.get(path).page.texts("#reply dd") == ["3", "需要"]
    page = browse(cast.secretary).get(f"{path}/receipts").page
    assert page.texts("summary") == [] and "A correction can move it." in page.text


def test_a_file_that_is_not_what_it_says_is_refused_at_its_field(cast: Cast, staff: Actor, browse: Browse) -> None:
    notice = make_form(staff)
    number, lunch, *_others, file = names(notice)
    typed = {number: "3", lunch: "需要", file: ("名册.xlsx", b"MZ\x90\0" + bytes(300))}
    answer = browse(cast.member).post_form(f"/notices/{notice.id}", typed, action="/fill-in")
    assert answer.status_code == 422 and answer.page.texts(f"#{file}-error")
    assert answer.page.one(f"#{number}").attributes["value"] == "3"


def test_few_queries_at_any_size(db: SQLAlchemy, cast: Cast, staff: Actor, browse: Browse) -> None:
    give_accounts(make_crowd(20, 2))
    notice = make_form(staff, fields=FIELDS)
    allowed = {
        "member": {"/notices/": 6, "/notices/{id}": 9, "/": 12},
        "secretary": {"/notices/": 7, "/notices/{id}": 14, "/notices/{id}/receipts": 12},
        "leader": {"/notices/{id}": 7},
    }
    for accounts in ([], [cast.member, cast.rival]):
        for account in accounts:
            filling.fill_in(notice.id, reply(notice, "3", "需要", "", "好"), actor=actor_as(account))
        db.session.commit()
        for name, pages in allowed.items():
            client = browse(getattr(cast, name))
            for path, most in pages.items():
                address = path.format(id=notice.id)
                with queries(db) as seen:
                    assert client.get(address).status_code == 200
                assert len(seen) <= most, f"{name} {path}: {len(seen)} queries\n" + "\n".join(seen)


def test_an_open_form_is_printed_with_what_it_asks(cast: Cast, browse: Browse, staff: Actor) -> None:
    form = make_form(staff)
    assert "参加人数" in browse(cast.member).get(f"/notices/{form.id}").page.one("#reply .print-only").text()


def test_a_withdrawn_form_names_no_deadline(cast: Cast, browse: Browse, staff: Actor) -> None:
    form = make_form(staff)
    publishing.set_public_link(form.id, True, actor=staff)
    publishing.withdraw(form.id, reason="写错了", actor=staff)
    database.session.commit()
    for address in (f"/notices/{form.id}", f"/notices/public/{form.public_token}"):
        assert "until" not in browse(cast.member).get(address).page.text
