"""Probes of the rights on measures: a page, a service, and what shows each reach."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from chamber.errors import Forbidden, NotFound
from chamber.extensions import db
from chamber.measures import doing, giving, keeping, ledger, listing, rights
from chamber.measures.listing import Chosen
from chamber.measures.models import Measure
from chamber.measures.words import Act
from chamber.rights import ALL, OWN, Reach
from tests.factories.accounts import actor_as
from tests.rights import Probe, Trial

THINGS = (
    "task",
    "task of the firm",
    "measure of the complaint",
    "measure of the council",
    "measure of the supervisor",
)
SEEN = {
    ALL: THINGS[:4],
    OWN: (THINGS[1], THINGS[2]),
    rights.OWN_DEPARTMENT: (THINGS[0], THINGS[2]),
    rights.RELEASED: THINGS[:4],
    rights.OF_COUNCIL: (THINGS[3],),
    rights.THROUGH_CASES: (THINGS[4],),
}
"""What each reach opens."""
WORKS_ON = {
    OWN: THINGS[1],
    rights.OWN_DEPARTMENT: THINGS[0],
    rights.RELEASED: THINGS[0],
    rights.THROUGH_CASES: THINGS[4],
}
"""One on which somebody of this reach may act."""


def _reference(who: Trial, thing: str) -> str:
    return str(who.world.things[thing].parts["reference"])


def _reads(reach: Reach) -> Callable[[Trial], None]:
    def probe(who: Trial) -> None:
        opened = {thing for thing in THINGS if who.status(f"/measures/{_reference(who, thing)}") == 200}
        assert opened == set(SEEN[reach])

    return probe


def _own(who: Trial) -> str:
    reaches = {**dict.fromkeys(("secretary",), THINGS[0]), "member": THINGS[1], "supervisor": THINGS[4]}
    return _reference(who, reaches.get(who.name, THINGS[0]))


def _reports(reach: Reach) -> Callable[[Trial], None]:
    def probe(who: Trial) -> None:
        doing.report(_reference(who, WORKS_ON[reach]), "正在办。", actor=who.actor)
        with pytest.raises((NotFound, Forbidden)):
            doing.report(_reference(who, THINGS[3]), "正在办。", actor=who.actor)

    return probe


def _gives(who: Trial) -> None:
    giving.drop(_reference(who, THINGS[4]), "已另行处理", actor=who.actor)
    with pytest.raises(NotFound):
        giving.drop(_reference(who, THINGS[0]), "已另行处理", actor=who.actor)


def _confirms(reach: Reach) -> Callable[[Trial], None]:
    def probe(who: Trial) -> None:
        # It is not done yet: who may confirm learns that, who may not that it is none of theirs.
        assert who.client.post(f"/measures/{_reference(who, WORKS_ON[reach])}/confirm").status_code in (409, 422)
        hidden = THINGS[4] if reach is rights.RELEASED else THINGS[0]
        with pytest.raises(NotFound):
            doing.confirm(_reference(who, hidden), actor=who.actor)

    return probe


def _confirm(who: Trial) -> None:
    if rights.CONFIRM.allows(who.actor):
        row = db.session.scalars(select(Measure).where(Measure.reference == _own(who))).one()
        keeping.move(row, Act.DONE, actor_as(who.world.cast.handler))
        row.done_by_id = who.world.cast.handler.id
    doing.confirm(_own(who), actor=who.actor)


def _ledger(who: Trial) -> None:
    rows = listing.counts(who.actor, Chosen())
    assert rows.by_show[listing.Show.OPEN] == 4


PROBES = (
    Probe(
        rights.READ,
        lambda _who: "GET /measures/",
        lambda who: listing.counts(who.actor, Chosen()),
        {reach: _reads(reach) for reach in SEEN},
    ),
    Probe(
        rights.GIVE,
        lambda who: f"POST /measures/{_own(who)}/drop",
        lambda who: giving.drop(_own(who), "已另行处理", actor=who.actor),
        {rights.THROUGH_CASES: _gives},
    ),
    Probe(
        rights.REPORT,
        lambda who: f"POST /measures/{_own(who)}/note",
        lambda who: doing.report(_own(who), "正在办。", actor=who.actor),
        {reach: _reports(reach) for reach in (OWN, rights.OWN_DEPARTMENT, rights.THROUGH_CASES)},
    ),
    Probe(
        rights.CONFIRM,
        lambda who: f"POST /measures/{_own(who)}/confirm",
        _confirm,
        {reach: _confirms(reach) for reach in (rights.RELEASED, rights.THROUGH_CASES)},
    ),
    Probe(
        rights.LEDGER,
        lambda _who: "GET /measures/ledger.xlsx",
        lambda who: ledger.workbook(who.actor, Chosen()),
        {ALL: _ledger, rights.RELEASED: _ledger},
    ),
)
