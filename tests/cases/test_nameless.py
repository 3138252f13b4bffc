"""What stays hidden where readers must not learn whose a case is: nameless suggestions, notes before a release."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.access import masks, respondents
from chamber.cases.doing import handling, intake, releasing, routing, sharing
from chamber.cases.lists import listing
from chamber.cases.models import CaseEvent
from chamber.cases.suggestions import publishing
from chamber.cases.words import Kind, Outcome, State
from chamber.errors import DomainError
from chamber.extensions import db
from chamber.rights import Role
from tests.client import Client
from tests.factories.accounts import make_account
from tests.factories.cases import Drive, paper

SignIn = Callable[[Account], Client]


def suggest(drive: Drive, show_name: bool) -> str:
    """A suggestion whose words name the firm, released without the name; its address."""
    firm, desk = drive.cast.firm.name, drive.who("secretary")
    drive.submit(Kind.SUGGESTION, title=f"{firm}建议延长窗口时间", story=f"我们{firm}周六送件。", show_name=show_name)
    route = routing.Route(lead_id=drive.cast.department.id)
    release = None if show_name else releasing.Release(*masks.proposal(drive.case)[:2])
    routing.accept(drive.reference, actor=desk, route=route, release=release)
    sharing.add(drive.reference, f"{firm}补充一句", (paper(f"{firm}说明.txt"),), actor=drive.who("member"))
    if not show_name:
        added = db.session.query(CaseEvent).filter_by(act="add").one()
        releasing.release_words(drive.reference, added.id, "■■■补充一句", actor=desk)
    db.session.commit()
    return f"/cases/{drive.reference}"


@pytest.mark.parametrize("reader", ["handler", "leader", "president"])
def test_a_suggestion_without_the_name_gives_the_name_away_in_no_words_and_no_file(
    drive: Drive, sign_in: SignIn, reader: str
) -> None:
    here, firm = suggest(drive, show_name=False), drive.cast.firm.name
    client = sign_in(getattr(drive.cast, reader))
    for place in (here, "/cases/", "/"):
        assert firm not in client.get(place).page.html
    words = client.get(here).words
    assert "建议延长窗口时间" in words
    assert "补充一句" in words
    assert client.get("/cases/", query_string={"q": firm}).page.texts("[data-row]") == []


@pytest.mark.parametrize("reader", ["leader", "president"])
def test_of_a_suggestion_without_the_name_nobody_reads_a_word_before_it_is_released(
    drive: Drive, sign_in: SignIn, reader: str
) -> None:
    drive.submit(Kind.SUGGESTION, title="琥珀窗口", story="翡翠周六送件")
    sharing.add(drive.reference, "琉璃补充", actor=drive.who("member"))
    routing.accept(drive.reference, actor=drive.who("secretary"), route=routing.Route(own_desk=True))
    handling.report_progress(drive.reference, "已联系翡翠的人", True, actor=drive.who("secretary"))
    db.session.commit()
    client = sign_in(getattr(drive.cast, reader))
    for place in (f"/cases/{drive.reference}", "/cases/", "/", "/cases/?q=翡翠"):
        words = client.get(place).page.html
        assert not [said for said in ("琥珀", "翡翠周六", "翡翠的人", "琉璃") if said in words], place


def test_a_suggestion_in_which_the_masks_find_nothing_is_released_by_one_press(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.SUGGESTION, title="窗口时间", story="希望周六也能送件。", evidence="")
    desk, here = sign_in(drive.cast.secretary), f"/cases/{drive.reference}"
    desk.post_form(here, action="/release")
    assert (drive.case.released_title, drive.case.released_story) == ("窗口时间", "希望周六也能送件。")
    assert "release it as it is" not in desk.get(here).words


def test_a_suggestion_in_which_something_is_masked_is_not_released_by_one_press(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.SUGGESTION, title="窗口时间", story="请联系陈经理。", evidence="")
    assert "release it as it is" not in sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}").words


def test_a_supervisor_who_does_not_decide_the_objection_to_its_refusal_does_not_read_the_firm_in_the_list(
    drive: Drive, sign_in: SignIn
) -> None:
    firm = drive.cast.firm.name
    drive.submit(Kind.SUGGESTION, title=f"{firm}建议延长窗口时间", story=f"我们{firm}周六送件。")
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    respondents.recuse(drive.reference, drive.cast.supervisor.id, "亲属关系", actor=drive.who("secretary"))
    intake.raise_objection(drive.reference, "请再看", actor=drive.who("member"))
    second = make_account("second", "新监事", Role.SUPERVISOR)
    db.session.commit()
    assert drive.case.leader_decides
    client = sign_in(second)
    for place in ("/cases/", f"/cases/{drive.reference}"):
        assert drive.reference in client.get(place).page.html
        assert firm not in client.get(place).page.html, place


def test_the_timeline_numbers_no_steps_as_the_gaps_would_count_those_that_a_reader_is_not_shown(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    drive.accept()
    sharing.ask_consent(drive.reference, "区人民法院", "诉前调解", actor=drive.who("secretary"))
    drive.sign()
    for reader in ("handler", "leader"):
        page = sign_in(getattr(drive.cast, reader)).get(f"/cases/{drive.reference}").page
        assert page.css(".timeline li") and page.css(".timeline [id]") == []


def test_author_and_secretariat_read_such_a_suggestion_as_it_was_written(drive: Drive, sign_in: SignIn) -> None:
    here, firm = suggest(drive, show_name=False), drive.cast.firm.name
    for reader in ("member", "secretary"):
        client = sign_in(getattr(drive.cast, reader))
        assert f"我们{firm}周六送件" in client.get(here).words
        assert f"{firm}建议延长窗口时间" in client.get("/cases/").words
    assert "Release…" in sign_in(drive.cast.secretary).get(here).words


def test_a_suggestion_with_the_name_is_read_as_it_was_written(drive: Drive, sign_in: SignIn) -> None:
    here, firm = suggest(drive, show_name=True), drive.cast.firm.name
    assert f"我们{firm}周六送件" in sign_in(drive.cast.handler).get(here).words


def test_what_is_written_on_a_suggestion_without_the_name_and_names_the_firm_waits_to_be_looked_through(
    drive: Drive, sign_in: SignIn
) -> None:
    here, firm = suggest(drive, show_name=False), drive.cast.firm.name
    drive.sign()
    handling.report_progress(drive.reference, f"已约{firm}", True, actor=drive.who("handler"), next_step=f"走访{firm}")
    db.session.commit()
    for reader in ("leader", "president"):
        for place in (here, "/cases/", "/"):
            assert firm not in sign_in(getattr(drive.cast, reader)).get(place).page.html, (reader, place)
    assert f"已约{firm}" in sign_in(drive.cast.handler).get(here).words


@pytest.mark.parametrize("name", ["瓯新阀门", "瓯新", "单会员"])
def test_a_suggestion_without_the_name_is_published_without_any_piece_of_it(drive: Drive, name: str) -> None:
    suggest(drive, show_name=False)
    drive.sign()
    drive.draft(Outcome.ADOPTED)
    drive.publish()
    desk = drive.who("secretary")
    with pytest.raises(DomainError, match="names"):
        publishing.publish_suggestion(drive.reference, "窗口时间", f"{name}建议延长", "已采纳", actor=desk)
    assert publishing.publish_suggestion(drive.reference, "窗口时间", "建议延长", "已采纳", actor=desk)


def test_the_leader_reads_no_notes_of_a_confidential_case_before_its_text_is_released(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    desk = drive.who("secretary")
    routing.accept(drive.reference, actor=desk, route=routing.Route(own_desk=True))
    handling.report_progress(drive.reference, "对方欠款的经过已核对", True, actor=desk, next_step="约谈欠款方")
    db.session.commit()
    leader = sign_in(drive.cast.leader)
    for place in (f"/cases/{drive.reference}", "/cases/"):
        assert "欠款" not in leader.get(place).words
    assert "约谈欠款方" in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words


def test_of_a_confidential_case_the_leader_reads_the_unit_and_not_the_person_in_the_timeline(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    words = sign_in(drive.cast.leader).get(f"/cases/{drive.reference}").words
    assert drive.cast.department.name in words
    assert drive.cast.handler.name not in words


def test_the_name_of_the_members_own_file_is_found_by_who_may_read_it(drive: Drive) -> None:
    drive.submit()
    sharing.add(drive.reference, "", (paper("螺钿附表.txt"),), actor=drive.who("member"))
    db.session.commit()
    found = {
        name: len(db.session.execute(listing.rows(listing.condition(drive.who(name), {"q": "螺钿附表"}))).all())
        for name in ("member", "secretary", "leader")
    }
    assert found == {"member": 1, "secretary": 1, "leader": 0}


def test_disputed_cases_have_a_chip_of_their_own_that_is_there_when_there_are_some(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.answered()
    drive.rate(2, False)
    leader = sign_in(drive.cast.leader)
    assert "do=disputed" not in leader.get("/cases/").page.html
    drive.call()
    drive.draft()
    drive.publish()
    drive.rate(1, False)
    assert (drive.case.state, drive.case.disputed) == (State.CLOSED, True)
    assert leader.get("/cases/?do=disputed").page.texts("[data-row] .ref") == [drive.reference]
    assert "do=disputed" in leader.get("/cases/").page.html
    assert leader.get("/cases/?do=mine").page.texts("[data-row] .ref") == []
    assert db.session.query(CaseEvent).filter_by(act="rate").count() == 2
