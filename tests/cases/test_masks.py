"""What the proposal for departments hides and leaves of 160 stories; their author had not seen the rules."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chamber.accounts.models import Account
from chamber.audit import services as audit
from chamber.cases.access import masks
from chamber.cases.doing import releasing
from chamber.cases.models import Case
from chamber.extensions import db
from chamber.language.masking import Masked
from tests.client import Client
from tests.factories.accounts import make_contact, make_member
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
STORIES = tomllib.loads(Path(__file__).with_name("masks.toml").read_text(encoding="utf-8"))


@pytest.fixture
def maskers(drive: Drive) -> dict[str, Any]:
    """What masks the stories of each firm; all of them are in the roster."""
    firms = {}
    for number, told in enumerate(STORIES["firm"], 100):
        said = {name: told[name] for name in ("short_name", "legal_representative", "address", "uscc")}
        firms[told["key"]] = member = make_member(told["name"], number, **said)
        for person in told["contacts"]:
            make_contact(member, person["name"], mobile=f"+86{person['mobile']}")
        before = {"name": told["former_name"]}
        audit.record("member.edited", "member", member.id, actor=drive.who("secretary"), before=before, after={})
    db.session.commit()
    return {key: masks.masker(Case(member_id=member.id, evidence="", wish="")) for key, member in firms.items()}


def read(maskers: dict[str, Any], kind: str) -> list[tuple[dict[str, Any], Masked]]:
    """The stories of a kind, each as it is proposed."""
    return [(told, maskers[told["firm"]].read(told["story"])) for told in STORIES[kind]]


def is_marked(said: str, masked: Masked) -> bool:
    """Whether a person is asked to look at these words, or at what is in them."""
    return any(said in one or one in said for one in masked.unsure)


def test_what_tells_who_somebody_is_goes_or_is_marked_and_the_story_stays(maskers: dict[str, Any]) -> None:
    texts = read(maskers, "text")
    hide = [(said, masked) for told, masked in texts for said in told["must_hide"]]
    stay = [(said, masked) for told, masked in texts for said in told["must_stay"]]
    left = [said for said, masked in hide if said in masked.text and not is_marked(said, masked)]
    gone = [said for said, masked in stay if said not in masked.text]
    assert len(left) <= 0.05 * len(hide), left
    assert len(gone) <= 0.03 * len(stay), gone
    assert sum(len(masked.unsure) for _told, masked in texts) <= 0.5 * len(texts), "nobody reads that many marks"


def test_stories_that_name_nobody_stay_as_they_are(maskers: dict[str, Any]) -> None:
    texts = read(maskers, "clean")
    assert len(texts) == 40
    touched = [masked.text for told, masked in texts if masked.text != told["story"]]
    assert len(touched) <= 2, touched
    assert sum(bool(masked.unsure) for _told, masked in texts) <= 4


def test_who_releases_is_shown_what_may_be_a_name_and_may_leave_it(drive: Drive, sign_in: SignIn) -> None:
    make_contact(drive.cast.firm, "高峰")
    drive.submit(title="高峰时停电", story="早高峰停电，请找高峰。")
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/release").page
    assert [one.text() for one in page.css(".doubts mark")] == ["高峰", "高峰", "高峰"]
    text = releasing.Release("高峰时停电", "早高峰停电，请找■■■。")
    releasing.release(drive.reference, text, actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.released_story == text.story


def test_names_and_contracts_of_the_evidence_are_masked_in_the_story(drive: Drive) -> None:
    drive.submit(
        story="赵立新不付款，按XS-88号合同，宏远机电早该付了，打5577那个号也不接。",
        evidence="宏远机电有限公司，经办人赵立新 13900115577，合同XS-88。",
    )
    story = masks.proposal(drive.case)[1]
    assert not [said for said in ("赵立新", "XS-88", "宏远机电", "5577") if said in story], story


def test_with_what_many_firms_of_the_roster_begin_is_a_place(drive: Drive) -> None:
    trades = ("明澈精密机械", "鼎新五金制品", "云帆软件", "昊运物流", "宝丰食品", "金桥装饰")
    first, *_others = [make_member(f"澜州{trade}有限公司", number) for number, trade in enumerate(trades, 300)]
    db.session.commit()
    assert "MCJM" not in masks.masker(Case(member_id=first.id, evidence="", wish="")).read("MCJM也来过。").text
