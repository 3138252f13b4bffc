"""What who runs cases maintains: categories and other paths, which alone the forms and the services take."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.cases import categories, handling, intake, sharing
from chamber.cases.respondents import Respondent
from chamber.cases.words import PATHS, Kind, Outcome, RespondentKind
from chamber.errors import DomainError, Forbidden
from chamber.extensions import db
from tests.client import Client
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
    with pytest.raises(DomainError, match="another path"):
        intake.not_accept(drive.reference, "不属受理范围", "去别处问问", actor=drive.who("secretary"))
    db.session.rollback()
    drive.accept()
    drive.sign()
    for path in ("去别处问问", ""):
        with pytest.raises(DomainError, match="another path"):
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
    [("　", "fill in"), ("长" * 31, "under 30 characters"), (f"{Kind.REQUEST} 类", "in the list already")],
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
    assert "One of them must stay on offer." in answer.get_data(as_text=True)
    assert not categories.maintained()[Kind.REQUEST][0].retired


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
