"""The readers' pages of notices: open, confirm, ask, reminders, public link."""

from collections.abc import Callable

from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.extensions import db as database
from chamber.notices.answers import receipts, receiving
from chamber.notices.models import NoticeQuestion
from chamber.rights import Actor
from tests.client import Client
from tests.committed import committed
from tests.factories.accounts import Cast
from tests.factories.notices import make_notice

Browse = Callable[[Account], Client]


def test_opening_counts_only_when_the_page_says_so(cast: Cast, staff: Actor, browse: Browse) -> None:
    notice = make_notice(staff, receipt="read")
    member = browse(cast.member)
    with committed() as changed:
        page = member.get(f"/notices/{notice.id}").page
    assert changed == set(), "a look by a preview of links is no receipt"
    assert page.one("#receipt form").attributes["hx-trigger"] == "load, submit"
    fragment = member.post_form(page, press="Mark as read", htmx=True, follow=False).page
    assert not fragment.full and not fragment.css("#receipt form")
    assert receipts.tallies([notice.id], actor=staff)[notice.id].opened == 1
    with committed() as changed:
        member.post(f"/notices/{notice.id}/open")
    assert changed == set()


def test_one_press_confirms_for_the_firm(cast: Cast, staff: Actor, browse: Browse) -> None:
    notice = make_notice(staff)
    member, colleague = browse(cast.member), browse(cast.colleague)
    assert "To confirm" in member.get("/").page.text
    page = member.post_form(f"/notices/{notice.id}", press="Confirm for my firm").page
    assert "Confirmed for your firm by 单会员" in page.text
    assert "Confirmed for your firm by 单会员" in colleague.get(f"/notices/{notice.id}").page.text
    assert member.get("/notices/?show=to_confirm").page.texts("#rows a") == []
    assert colleague.get("/notices/?show=unread").page.texts("#rows a") == [notice.title]


def test_receipts_are_filtered_taken_out_and_the_rest_reminded(
    cast: Cast, staff: Actor, browse: Browse, actor: Callable[..., Actor]
) -> None:
    notice = make_notice(staff)
    receiving.confirm(notice.id, actor=actor(cast.member))
    secretary, path = browse(cast.secretary), f"/notices/{notice.id}/receipts"
    page = secretary.get(path).page
    assert len(page.css("#rows tr")) == 2
    assert [chip.text() for chip in page.css(".chip")] == ["All 2", "Missing 1", "Opened 1", "Confirmed 1"]
    page = secretary.get(f"{path}?state=missing").page
    assert page.texts("#rows a.open") == [cast.rival_firm.name]
    assert cast.rival_firm.name in page.one("#wechat-text").text()
    page = secretary.get(f"{path}?q=永宁").page
    assert [chip.text() for chip in page.css(".chip")] == ["All 1", "Missing 1", "Opened 0", "Confirmed 0"]
    assert page.one("#count").text() == "1 firm"
    answer = secretary.get(f"{path}.xlsx")
    assert answer.get_data().startswith(b"PK")
    assert "exported the receipts" in secretary_log(browse, cast)
    page = secretary.post_form(path, press="Remind 1 person").page
    assert page.texts(".toast p") == ["1 person was reminded."]
    assert secretary.post(f"/notices/{notice.id}/remind").status_code == 409


def secretary_log(browse: Browse, cast: Cast) -> str:
    """What the supervisor reads in the log."""
    return browse(cast.supervisor).get("/admin/log").words


def test_questions_are_asked_and_answered_on_the_page(cast: Cast, staff: Actor, browse: Browse) -> None:
    notice = make_notice(staff)
    member, secretary, rival = browse(cast.member), browse(cast.secretary), browse(cast.rival)
    path = f"/notices/{notice.id}"
    assert member.post_form(path, {"text": " "}, action="/ask").page.texts("#text-error")
    assert "几点开始？" in member.post_form(path, {"text": "几点开始？"}, action="/ask").page.text
    assert "几点开始？" not in rival.get(path).page.text
    number = database.session.scalars(select(NoticeQuestion.id)).one()
    assert "几点开始？" in secretary.get("/").words
    assert secretary.get("/").page.link("Answer") == f"{path}#question-{number}"
    assert secretary.get("/notices/?show=questions").page.texts("#rows .line-act") == ["1 open question"]
    fields = {f"q{number}-answer": "九点。", f"q{number}-is_shared": True}
    wrong = secretary.post_form(path, {f"q{number}-answer": " "}, press="Send the answer")
    assert wrong.status_code == 422 and wrong.page.texts(f"#q{number}-answer-error")
    assert "九点。" in secretary.post_form(path, fields, press="Send the answer").page.text
    text = rival.get(path).page.text
    assert "九点。" in text and "单会员" not in text and cast.firm.name not in text
    assert "几点开始？" not in secretary.get("/").words


def test_a_public_link_needs_no_account_and_tells_no_more_than_the_notice(
    cast: Cast, staff: Actor, browse: Browse, client: Client
) -> None:
    notice, secretary = make_notice(staff), browse(cast.secretary)
    path = f"/notices/{notice.id}"
    page = secretary.post_form(path, press="Make a public link").page
    link = "/notices/public/" + page.one("#public-link").text().strip().rpartition("/")[2]
    answer = client.get(link + "?lang=en")
    assert answer.status_code == 200 and answer.page.heading == notice.title
    assert "请于周五前完成备案" in answer.page.one("meta[name=description]").attributes["content"]
    assert cast.firm.name not in answer.words and not answer.page.css("main form")
    assert client.get(path).status_code == 303
    secretary.post_form(path, {"reason": "日期有误"}, action="/withdraw")
    words = client.get(link).words
    assert "日期有误" in words and "请于" not in words
    secretary.post_form(path, press="Close the link")
    assert client.get(link).status_code == 404


def test_the_receipts_of_a_draft_say_that_there_are_none_yet(cast: Cast, browse: Browse, staff: Actor) -> None:
    draft = make_notice(staff, published=False)
    page = browse(cast.secretary).get(f"/notices/{draft.id}/receipts").page
    assert "This notice is not published yet." in page.text
    assert "Firms reached" not in page.text and not page.css("a[href$='receipts.xlsx']")
