"""What who runs cases maintains: categories and other paths, which alone the forms and the services take."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow, AuditValue
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import closing, handling, intake, sharing
from chamber.cases.lists import categories
from chamber.cases.words import PATHS, Kind, Outcome, RespondentKind
from chamber.errors import DomainError, Forbidden
from chamber.extensions import db
from tests.client import Answer, Client
from tests.factories.audit import history
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
PATH, NEW = "向区级主管部门申请行政裁决", "向人民调解委员会申请调解"
LISTS = "/cases/lists"


def add(client: Client, shelf: str, text: str) -> tuple[int, str]:
    """One more entry by the page: the status, and what was answered."""
    token = client.get(LISTS).page.forms()[-1].controls["csrf_token"]
    answer = client.post(LISTS, data={"csrf_token": token, "shelf": shelf, "text": text}, follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def test_only_a_path_of_the_maintained_list_is_taken(drive: Drive) -> None:
    drive.submit()
    with pytest.raises(DomainError, match="another option"):
        intake.not_accept(drive.reference, "不属受理范围", "去别处问问", actor=drive.who("secretary"))
    db.session.rollback()
    drive.accept()
    drive.sign()
    for path in ("去别处问问", ""):
        with pytest.raises(DomainError, match="another option"):
            handling.draft(
                drive.reference, handling.Draft(Outcome.OUT_OF_POWER, "答复", "理由", path), actor=drive.who("handler")
            )
        db.session.rollback()


def test_a_draft_keeps_the_path_that_was_retired_while_it_was_reviewed(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    drive.draft(Outcome.OUT_OF_POWER)
    secretary = drive.who("secretary")
    categories.add_entry(PATHS, NEW, actor=secretary)
    [entry] = [one for one in categories.maintained()[PATHS] if one.text == PATH]
    categories.retire_entry(PATHS, entry.id, True, actor=secretary)
    db.session.commit()
    offered = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/publish").page.texts("#next_path option")
    assert offered == ["Please choose", NEW, PATH]
    kept = handling.Draft(Outcome.OUT_OF_POWER, "答复", "理由", PATH)
    handling.publish(drive.reference, actor=secretary, corrected=kept)


def test_the_secretariat_adds_retires_and_brings_back_what_the_forms_offer(drive: Drive, sign_in: SignIn) -> None:
    desk, member = sign_in(drive.cast.secretary), sign_in(drive.cast.member)
    assert add(desk, Kind.REQUEST, "停电停水")[0] == 200
    assert "停电停水" in member.get("/cases/new/request").page.texts("#category option")
    [entry] = [one for one in categories.maintained()[Kind.REQUEST] if one.text == "停电停水"]
    desk.post_form(LISTS, {"retired": "1"}, action=f"/lists/request/{entry.id}")
    assert "停电停水" not in member.get("/cases/new/request").page.texts("#category option")
    desk.post_form(LISTS, {"retired": "0"}, action=f"/lists/request/{entry.id}")
    assert "停电停水" in member.get("/cases/new/request").page.texts("#category option")
    assert db.session.query(AuditRow).filter_by(act="case.list_changed").count() == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [("　", "fill in"), ("长" * 31, "At most 30 characters"), (f"{Kind.REQUEST} 类", "in the list already")],
)
def test_an_entry_that_is_empty_too_long_or_there_already_is_refused_at_its_field(
    drive: Drive, sign_in: SignIn, text: str, said: str
) -> None:
    status, answer = add(sign_in(drive.cast.secretary), Kind.REQUEST, text)
    assert status == 422
    assert said in answer
    assert len(categories.maintained()[Kind.REQUEST]) == 1


def test_the_last_entry_of_a_list_stays_on_offer(drive: Drive, sign_in: SignIn) -> None:
    [entry] = categories.maintained()[Kind.REQUEST]
    answer = sign_in(drive.cast.secretary).post_form(
        LISTS, {"retired": "1"}, action=f"/lists/request/{entry.id}", follow=True
    )
    assert "At least one must stay enabled." in answer.get_data(as_text=True)
    assert not categories.maintained()[Kind.REQUEST][0].retired


def change(client: Client, entry: categories.Entry, **typed: str) -> Answer:
    """A category of requests renamed or moved by the page."""
    return client.post_form(LISTS, typed, action=f"/lists/request/{entry.id}/edit")


def test_an_entry_is_renamed_and_moved_and_the_log_keeps_what_it_was(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    desk, old = sign_in(drive.cast.secretary), f"{Kind.REQUEST} 类"
    for name in ("停电停水", "用工"):
        assert add(desk, Kind.REQUEST, name)[0] == 200
    [_first, _second, last] = categories.maintained()[Kind.REQUEST]
    assert change(desk, last, text="招工用工", place="1").status_code == 200
    assert [one.text for one in categories.maintained()[Kind.REQUEST]] == ["招工用工", old, "停电停水"]
    [named] = [one for one in categories.maintained()[Kind.REQUEST] if one.text == old]
    change(desk, named, text="融资")
    assert "融资" in desk.get(f"/cases/{drive.reference}").words
    rows = history("caselist", Kind.REQUEST)
    assert [db.session.get_one(AuditValue, row.id).values for row in rows[-2:]] == [
        {"before": {"text": "用工", "position": 3}, "after": {"text": "招工用工", "position": 1}},
        {"before": {"text": old, "position": 2}, "after": {"text": "融资", "position": 2}},
    ]


@pytest.mark.parametrize(
    ("typed", "at"),
    [({"text": "　"}, "text"), ({"text": "停电停水"}, "text"), ({"place": "3"}, "place"), ({"place": "x"}, "place")],
)
def test_a_change_that_cannot_be_is_refused_at_its_field(
    drive: Drive, sign_in: SignIn, typed: dict[str, str], at: str
) -> None:
    desk = sign_in(drive.cast.secretary)
    add(desk, Kind.REQUEST, "停电停水")
    before = categories.maintained()[Kind.REQUEST]
    answer = change(desk, before[0], **typed)
    assert answer.status_code == 422
    assert answer.page.css(f"details[open] #request-{before[0].id}-{at}-error")
    assert categories.maintained()[Kind.REQUEST] == before


def test_two_who_rename_one_entry_do_not_write_over_each_other(drive: Drive, sign_in: SignIn) -> None:
    desk, [entry] = sign_in(drive.cast.secretary), categories.maintained()[Kind.REQUEST]
    page = desk.get(LISTS).page
    change(desk, entry, text="甲名")
    answer = desk.post_form(page, {"text": "乙名"}, action=f"/lists/request/{entry.id}/edit")
    assert answer.status_code == 409
    assert "changed this to “甲名”" in answer.page.text and "乙名" in str(answer.data.decode())
    desk.post_form(answer, action=f"/lists/request/{entry.id}/edit")
    assert categories.maintained()[Kind.REQUEST][0].text == "乙名"


def test_before_an_entry_is_retired_the_page_says_how_many_open_cases_use_it(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    desk, ask = sign_in(drive.cast.secretary), "#request .ask-box > p"
    assert desk.get(LISTS).page.texts(ask) == ["1 open case uses “request 类” and will keep it. Disable it?"]
    closing.withdraw(drive.reference, "已解决", None, actor=drive.who("member"))
    db.session.commit()
    assert desk.get(LISTS).page.texts(ask) == ["No open case uses “request 类”. Disable it?"]
    drive.submit(Kind.REQUEST, respondents=(Respondent(RespondentKind.SECRETARIAT),))
    assert desk.get(LISTS).page.texts(ask) == ["No open case uses “request 类”. Disable it?"], "it sees none"
    drive.submit()
    drive.accept()
    drive.sign()
    drive.draft(Outcome.OUT_OF_POWER)
    assert desk.get(LISTS).page.texts("#path .ask-box > p") == [
        f"1 open case uses “{PATH}” and will keep it. Disable it?"
    ]


def test_who_runs_the_case_looks_at_the_authors_number_and_the_log_says_so(drive: Drive, sign_in: SignIn) -> None:
    for about, who in (((), "secretary"), ((Respondent(RespondentKind.SECRETARIAT),), "supervisor")):
        drive.submit(**({"respondents": about, "title": "关于秘书处"} if about else {}))
        here, desk = f"/cases/{drive.reference}", sign_in(getattr(drive.cast, who))
        assert "138****0002" in desk.get(here).words
        assert "138 0000 0002" in desk.post_form(here, action="/reveal").get_data(as_text=True)
        looked = db.session.query(AuditRow).filter_by(act="case.author_revealed", subject=f"case:{drive.case.id}").one()
        assert looked.actor_id == getattr(drive.cast, who).id


def test_nobody_who_does_not_run_the_case_is_shown_the_number(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    for name in ("handler", "leader", "member"):
        with pytest.raises(Forbidden):
            sharing.reveal_author(drive.reference, actor=drive.who(name))
