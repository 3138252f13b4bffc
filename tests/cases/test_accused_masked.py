"""The text proposed for departments in a confidential complaint does not say whom the complaint is about."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from chamber.accounts.models import Account
from chamber.cases.access import masks
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import handling, releasing, routing, sharing
from chamber.cases.models import CaseEvent
from chamber.cases.words import Kind, RespondentKind
from chamber.directory import popular
from chamber.directory.models import DepartmentPerson
from chamber.errors import DomainError
from chamber.extensions import db
from chamber.language.masking import MASK, Masker
from tests.cases.holding import NAMED, look_through
from tests.client import Client
from tests.factories.accounts import make_department
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
WAYS = tomllib.loads(Path(__file__).with_name("accused.toml").read_text(encoding="utf-8"))
ACCUSED = "梧桐街道综合行政执法队"


def about_wardens(drive: Drive, **said: object) -> None:
    """A complaint about the street's wardens, of whom one is in the directory."""
    unit = make_department(ACCUSED)
    unit.popular_names = popular.proposed(ACCUSED)
    db.session.add(DepartmentPerson(department_id=unit.id, name="江波", title="中队长"))
    db.session.commit()
    drive.submit(respondents=(Respondent(RespondentKind.DEPARTMENT, department_id=unit.id),), **said)


@pytest.fixture
def masker(drive: Drive) -> Masker:
    """What masks a complaint about the wardens."""
    about_wardens(drive)
    return masks.masker(drive.case)


def test_however_the_accused_is_named_it_is_masked(masker: Masker) -> None:
    read = {said: masker.read(said) for said in WAYS["masked"].splitlines()}
    left = [said for said, masked in read.items() if not masked.places or masked.unsure]
    assert not left


def test_what_may_be_the_accused_is_marked_and_stays(masker: Masker) -> None:
    read = {said: masker.read(said) for said in WAYS["marked"].splitlines()}
    assert not [said for said, masked in read.items() if not masked.unsure and not masked.places]


def test_ordinary_words_beside_stay_unmarked(masker: Masker) -> None:
    assert not [said for said in WAYS["left"].splitlines() if masker.found(said)]


@pytest.mark.parametrize("act", ["accept", "release"])
def test_pages_that_propose_a_text_for_departments_do_not_name_the_accused(
    drive: Drive, sign_in: SignIn, act: str
) -> None:
    about_wardens(drive, title="城管乱收费", story="城管到店里收占道费。")
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/{act}").page
    [title], [story] = page.css("[name=release_title]"), page.css("[name=story]")
    assert "城管" not in (title.attributes["value"] or "") + story.text()
    assert MASK in (title.attributes["value"] or "") and MASK in story.text()


def test_a_request_that_is_about_nobody_keeps_the_departments_it_names(drive: Drive) -> None:
    make_department(ACCUSED).popular_names = popular.proposed(ACCUSED)
    drive.submit(Kind.REQUEST, confidential=True, title="请城管增设停车位", story="请执法队划线。")
    assert masks.proposal(drive.case) == ("请城管增设停车位", "请执法队划线。", 0)


def test_a_firm_that_is_accused_is_masked_however_people_call_it(drive: Drive) -> None:
    respondent = Respondent(RespondentKind.MEMBER, text="永宁泵业有限公司", member_id=drive.cast.rival_firm.id)
    drive.submit(respondents=(respondent,))
    masker = masks.masker(drive.case)
    left = [one for one in ("永宁泵业不付款", "永宁那家不付款", "yongning不付款") if not masker.found(one)]
    assert not left


@pytest.mark.parametrize("name", [ACCUSED, "执法队", "城管", "江波中队长"])
def test_a_text_for_departments_that_names_the_accused_again_is_refused(drive: Drive, name: str) -> None:
    about_wardens(drive)
    desk = drive.who("secretary")
    for title, story, field in ((f"{name}多收费", "某单位收费。", "release_title"), ("收费", f"{name}收费。", "story")):
        released = releasing.Release(title, story)
        with pytest.raises(DomainError) as refused:
            releasing.release(drive.reference, released, actor=desk)
        assert refused.value.field == field and "tells departments" in str(refused.value)
        db.session.rollback()
        with pytest.raises(DomainError):
            route = routing.Route(lead_id=drive.cast.department.id)
            routing.accept(drive.reference, actor=desk, route=route, release=released)
        db.session.rollback()
    releasing.release(drive.reference, releasing.Release("收费", "某单位收费。"), actor=desk)


def test_later_words_for_departments_that_name_the_accused_are_refused(drive: Drive) -> None:
    about_wardens(drive)
    drive.accept()
    sharing.add(drive.reference, "又来了一次。", actor=drive.who("member"))
    db.session.commit()
    event = db.session.query(CaseEvent).filter_by(act="add").one()
    with pytest.raises(DomainError) as refused:
        releasing.release_words(drive.reference, event.id, "城管又来了一次。", actor=drive.who("secretary"))
    assert refused.value.field == "text"
    db.session.rollback()
    releasing.release_words(drive.reference, event.id, "又来了一次。", actor=drive.who("secretary"))


def test_what_was_looked_through_does_not_name_the_accused_either(drive: Drive) -> None:
    about_wardens(drive)
    drive.accept()
    drive.sign()
    handling.report_progress(drive.reference, NAMED, False, actor=drive.who("handler"))
    db.session.commit()
    with pytest.raises(DomainError) as refused:
        look_through(drive, "已请城管到场。")
    assert refused.value.field == "text"
    db.session.rollback()
    look_through(drive, "已到场。")


def test_the_text_of_a_request_may_name_departments(drive: Drive) -> None:
    make_department(ACCUSED).popular_names = popular.proposed(ACCUSED)
    drive.submit(Kind.REQUEST, confidential=True)
    releasing.release(drive.reference, releasing.Release("车位", "请城管划线。"), actor=drive.who("secretary"))


@pytest.mark.parametrize("act", ["assign", "look-through"])
def test_later_pages_for_departments_do_not_name_the_accused(drive: Drive, sign_in: SignIn, act: str) -> None:
    about_wardens(drive, title="城管乱收费", story="城管到店里收占道费。")
    desk = sign_in(drive.cast.secretary)
    if act == "assign":
        routing.accept(drive.reference, actor=drive.who("secretary"))
    else:
        drive.accept()
        drive.sign()
        handling.report_progress(drive.reference, f"{NAMED}，城管也在", False, actor=drive.who("handler"))
    db.session.commit()
    page = desk.get(f"/cases/{drive.reference}/{act}").page
    texts = [field.text() for field in page.css("#act textarea")]
    texts += [field.attributes.get("value") or "" for field in page.css("#act input[type=text]")]
    assert any(MASK in text for text in texts) and not any("城管" in text for text in texts)
