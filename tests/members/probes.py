"""Probes of the rights on members: a page, a service, and what shows each reach."""

from chamber.extensions import db
from chamber.members import rights, search
from chamber.members.models import Contact
from chamber.members.record import corrections, notes, people
from chamber.members.standing import changing, consenting, reading
from chamber.rights import ALL, OWN
from tests.factories.accounts import make_member
from tests.rights import Probe, Trial

NUMBER, MASKED = "138 0000 0002", "138****0002"


def _firm(who: Trial, thing: str = "firm") -> str:
    return f"/members/{who.id_of(thing, 'member_id')}"


def _rival(who: Trial) -> str:
    return f"/members/{who.world.cast.rival_firm.id}"


def _all(who: Trial) -> None:
    assert who.status(_firm(who, "gone firm")) == 200
    assert who.world.cast.firm.name in who.words("/members/?q=13800000002"), "found by the whole number"


def _masked(who: Trial) -> None:
    assert who.status(_firm(who, "gone firm")) == 200
    words = who.words(_firm(who))
    assert MASKED in words and NUMBER not in words
    assert who.world.cast.firm.name not in who.words("/members/?q=13800000002")


def _masked_without_outside(who: Trial) -> None:
    _masked(who)
    outside = make_member("茉莉辖区记号有限公司", 8)
    outside.status = "outside"
    db.session.commit()
    assert who.status(f"/members/{outside.id}") == 404


def _firm_in_full(who: Trial) -> None:
    assert NUMBER in who.words(_firm(who))
    _public(who, _rival(who))


def _public(who: Trial, address: str) -> None:
    assert who.status(_firm(who, "gone firm")) == 404
    assert "****" not in who.words(address) and "138 " not in who.words(address)


def _only_own(who: Trial) -> None:
    assert who.client.post(f"{_firm(who)}/corrections", data={"text": "地址旧了"}).status_code == 303
    assert who.client.post(f"{_rival(who)}/corrections", data={"text": "地址旧了"}).status_code == 404


def _people(who: Trial, *, whole: bool, outside: bool) -> None:
    firm = make_member("茉莉来人记号有限公司", 18)
    firm.status = "outside"
    db.session.add(Contact(member_id=firm.id, name="辖区来人", search_door="辖区来人"))
    db.session.commit()
    words = who.words("/members/people")
    assert (NUMBER in words, MASKED in words) == (whole, True), "masked is the number on paper too"
    assert ("辖区来人" in words) == outside


def _own_people(who: Trial) -> None:
    words = who.words("/members/people")
    assert NUMBER in words and who.world.cast.firm.name in words
    assert who.world.cast.rival_firm.name not in words


def _standing(who: Trial, *, in_full: bool) -> None:
    assert ("By the charter" in who.words("/members/standing")) == in_full
    assert bool(reading.shown(actor=who.actor).head) == in_full


PROBES = (
    Probe(
        rights.READ,
        lambda who: "GET /members/",
        lambda who: search.results(who.actor, search.Filters()),
        {
            ALL: _all,
            rights.MASKED: _masked,
            rights.MEMBERS_MASKED: _masked_without_outside,
            rights.FIRM: _firm_in_full,
            rights.DIRECTORY: lambda who: _public(who, _firm(who)),
        },
    ),
    Probe(
        rights.FIND_PEOPLE,
        lambda who: "GET /members/people",
        lambda who: people.listed("", actor=who.actor),
        {
            ALL: lambda who: _people(who, whole=True, outside=True),
            rights.MASKED: lambda who: _people(who, whole=False, outside=True),
            rights.MEMBERS_MASKED: lambda who: _people(who, whole=False, outside=False),
            OWN: _own_people,
        },
    ),
    Probe(
        rights.EDIT,
        lambda who: "GET /members/new",
        lambda who: notes.add(who.id_of("firm", "member_id"), "来电询问", actor=who.actor),
    ),
    Probe(
        rights.CORRECT,
        lambda who: f"POST {_firm(who)}/corrections",
        lambda who: corrections.ask(who.id_of("firm", "member_id"), "地址旧了", actor=who.actor),
        {OWN: _only_own},
    ),
    Probe(
        rights.READ_STANDING,
        lambda who: "GET /members/standing",
        lambda who: reading.shown(actor=who.actor),
        {
            ALL: lambda who: _standing(who, in_full=True),
            rights.PUBLIC: lambda who: _standing(who, in_full=False),
        },
    ),
    Probe(
        rights.EDIT_STANDING,
        lambda who: "GET /members/standing/edit",
        lambda who: changing.publish_text("告知书新稿", "措辞", False, actor=who.actor, version=1),
    ),
    Probe(
        rights.AGREE,
        lambda who: "POST /members/standing/agree",
        lambda who: consenting.decide(1, True, actor=who.actor),
    ),
)
