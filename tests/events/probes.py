"""Probes of the rights on events: a page, a service, and what shows each reach."""

import pytest

from chamber.errors import NotFound
from chamber.events import listing, registration, rights, services
from chamber.members.models import Contact
from chamber.rights import ALL, OPEN, OWN
from tests.rights import Probe, Trial


def _event(who: Trial) -> int:
    return who.id_of("event", "event_id")


def _draft(who: Trial) -> int:
    return who.id_of("draft", "event_id")


def _register(who: Trial, name: str) -> None:
    contact = Contact.query.filter_by(account_id=who.world.account(name).id).one()
    registration.register(_event(who), actor=who.actor, contact_id=contact.id)


def _all(who: Trial) -> None:
    assert who.status(f"/events/{_draft(who)}") == 200
    assert who.status(f"/events/{who.id_of('event for the rival', 'event_id')}") == 200


def _open(who: Trial) -> None:
    assert who.status(f"/events/{_event(who)}") == 200
    assert who.status(f"/events/{_draft(who)}") == 404
    assert who.status(f"/events/{who.id_of('event for the rival', 'event_id')}") == 404


def _own(who: Trial) -> None:
    _register(who, "colleague")
    with pytest.raises(NotFound):
        _register(who, "rival")


def _self(who: Trial) -> None:
    registration.register(_event(who), actor=who.actor)
    with pytest.raises(NotFound):
        _register(who, "colleague")
    with pytest.raises(NotFound):
        registration.register(_event(who), actor=who.actor, account_id=who.world.cast.other_handler.id)


def _anyone(who: Trial) -> None:
    _register(who, "colleague")
    registration.register(_event(who), actor=who.actor, account_id=who.world.cast.other_handler.id)


PROBES = (
    Probe(
        rights.READ,
        lambda who: "GET /events/",
        lambda who: listing.filter_counts(who.actor, when=listing.When.COMING),
        {ALL: _all, OPEN: _open},
    ),
    Probe(
        rights.RUN,
        lambda who: "GET /events/new",
        lambda who: services.call_off(_event(who), reason="台风", actor=who.actor),
    ),
    Probe(
        rights.REGISTER,
        lambda who: f"POST /events/{_event(who)}/register",
        lambda who: registration.register(_event(who), actor=who.actor),
        {rights.ANYONE: _anyone, OWN: _own, rights.SELF: _self},
    ),
)
