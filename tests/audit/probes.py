"""What shows that the right to the log holds people back."""

from chamber.audit import listing, rights
from chamber.extensions import db
from chamber.rights import ALL, Role
from tests.rights import Probe, Trial

ELSEWHERE = {"account", "workday", "job", "message"}
"""Kinds of things that are none of the secretariat's."""


def _rows(who: Trial) -> list[tuple[str, str, str]]:
    """What one reads in the log, after somebody has signed in."""
    who.words("/admin/log")
    return [
        (row.kind, row.act, row.role) for row in db.session.scalars(listing.rows(listing.Filter(), actor=who.actor))
    ]


def _area(who: Trial) -> None:
    kinds = {kind for kind, _act, _role in _rows(who)}
    assert {"member", "event", "notice", "case"} <= kinds and not kinds & ELSEWHERE


def _no_traces(who: Trial) -> None:
    rows = _rows(who)
    assert {"member", "case", "account"} <= {kind for kind, _act, _role in rows} | {"account"}
    assert not {act for _kind, act, _role in rows} & {"account.signed_in", "invitation.issued", "member.noted"}
    assert not [row for row in rows if row[0] != "case" and row[2] == Role.MEMBER]
    assert not _shows_seals(who)


def _sealed(who: Trial) -> None:
    assert "account.signed_in" in {act for _kind, act, _role in _rows(who)}
    assert _shows_seals(who)


def _all(who: Trial) -> None:
    assert "account.signed_in" in {act for _kind, act, _role in _rows(who)}
    assert not _shows_seals(who)


def _shows_seals(who: Trial) -> bool:
    return "Seals" in who.words("/admin/log")


PROBES = (
    Probe(
        rights.READ,
        lambda who: "GET /admin/log",
        lambda who: listing.rows(listing.Filter(), actor=who.actor),
        {rights.AREA: _area, rights.NO_TRACES: _no_traces, rights.SEALED: _sealed, ALL: _all},
    ),
)
