"""Probes of the rights on notices: a page, a service, and what shows each reach."""

from chamber.notices import listing, rights
from chamber.notices.answers import receiving
from chamber.notices.writing import publishing
from chamber.rights import ALL, OPEN, OWN
from tests.rights import Probe, Trial


def _notice(who: Trial, thing: str = "notice") -> int:
    return who.id_of(thing, "notice_id")


def _reads(who: Trial) -> set[str]:
    things = ("notice", "notice to the rival", "draft notice")
    return {thing for thing in things if who.status(f"/notices/{_notice(who, thing)}") == 200}


def _all(who: Trial) -> None:
    assert _reads(who) == {"notice", "notice to the rival", "draft notice"}


def _open(who: Trial) -> None:
    assert _reads(who) == {"notice", "notice to the rival"}


def _own(who: Trial) -> None:
    assert _reads(who) == {"notice"}


def _receives_own(who: Trial) -> None:
    answers = [who.client.post(f"/notices/{_notice(who, one)}/open") for one in ("notice", "notice to the rival")]
    assert [answer.status_code for answer in answers] == [303, 404]


PROBES = (
    Probe(
        rights.READ,
        lambda who: "GET /notices/",
        lambda who: listing.counts(who.actor),
        {ALL: _all, OPEN: _open, OWN: _own},
    ),
    Probe(
        rights.RECEIVE,
        lambda who: f"POST /notices/{_notice(who)}/open",
        lambda who: receiving.open_notice(_notice(who), actor=who.actor),
        {OWN: _receives_own},
    ),
    Probe(
        rights.RUN,
        lambda who: "GET /notices/new",
        lambda who: publishing.withdraw(_notice(who), reason="内容有误", actor=who.actor),
    ),
)
