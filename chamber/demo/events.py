"""The events of the demo, with registrations and check-in (`events.toml`)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from .. import clock
from ..events import circle, registration, services
from ..events.details import EventDetails, PolicyDetails, details_of
from ..events.door import check_in, guests, releasing, staying_away
from ..events.models import Event, EventKind, Registration, RegistrationState
from ..extensions import db
from ..members.audience.choosing import Audience
from ..members.models import Contact, Member, MemberStatus
from ..rights import Actor, Role
from .world import World, data

PUBLISHED_BEFORE = 18
"""Days before the event."""
ABSENT = 0.12


def plan_events(world: World) -> int:
    """Plan every event of the data file; returns how many."""
    spec = data("events")["event"]
    for place, event in enumerate(spec):
        DemoEvent(world, event, Random(place)).plan()  # noqa: S311
    return len(spec)


class DemoEvent:
    """An event and everything that happens to it."""

    def __init__(self, world: World, spec: dict[str, Any], random: Random) -> None:
        self.world, self.spec, self.random = world, spec, random
        timeline = world.timeline
        self.day = timeline.near(spec["day"])
        start, hours = spec["hours"].split()
        hour, minute = map(int, start.split(":"))
        self.starts_at = timeline.at(self.day, time(hour, minute))
        self.ends_at = self.starts_at + timedelta(hours=int(hours))
        self.event_id = 0

    def plan(self) -> None:
        """Add its acts to the timeline."""
        timeline, spec = self.world.timeline, self.spec
        published_at = min(self.starts_at - timedelta(days=PUBLISHED_BEFORE), timeline.now - timedelta(days=3))
        timeline.add(published_at, self._create)
        if spec.get("draft"):
            return
        timeline.add(
            published_at + timedelta(minutes=20), lambda: services.publish(self.event_id, actor=self._secretary())
        )
        if "also" in spec:
            timeline.add(published_at + timedelta(minutes=25), self._invite_too)
        if spec.get("member") == "seat":
            timeline.add(published_at + timedelta(minutes=30), self._registering("mingche", 0))
        guests, until = spec["guests"], min(self.starts_at, timeline.now)
        if "call_off" in spec:
            until -= timedelta(days=2)
            why = spec["call_off"]
            timeline.add(until, lambda: services.call_off(self.event_id, reason=why, actor=self._secretary()))
        room = (until - published_at - timedelta(hours=20)) / (guests + 2)
        for number in range(guests):
            timeline.add(
                self._at_daytime(published_at + timedelta(hours=1) + room * (number + 1)), self._register_somebody
            )
        if spec.get("member") == "waiting":
            timeline.add(timeline.now - timedelta(hours=15), self._registering("mingche", 0))
        if "capacity" in spec:
            timeline.add(until - timedelta(hours=16), self._cancel_somebody)
        if "call_off" not in spec and self.ends_at < timeline.now:
            timeline.add(self.starts_at - timedelta(minutes=15), lambda: self._check_in(late=False))
            timeline.add(self.starts_at - timedelta(minutes=20), self._stay_away)
            timeline.add(self.starts_at + timedelta(minutes=22), lambda: self._check_in(late=True))
            timeline.add(self.starts_at + timedelta(minutes=25), self._pass_seats_on)
            timeline.add(self.ends_at, lambda: services.mark_done(self.event_id, actor=self._secretary()))

    @staticmethod
    def _at_daytime(moment: datetime) -> datetime:
        local = clock.local(moment)
        return moment if 8 <= local.hour < 21 else moment + timedelta(hours=11)

    def _secretary(self) -> Actor:
        return self.world.actor("secretary", Role.SECRETARIAT)

    def _create(self) -> None:
        spec = self.spec
        policies = tuple(PolicyDetails(*_parts(line)) for line in spec.get("policies", ()))
        details = EventDetails(
            title=spec["title"],
            kind=spec["kind"],
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=spec["place"],
            host=spec.get("host", "商会秘书处"),
            speakers=spec.get("speakers", ""),
            agenda=spec["agenda"],
            capacity=spec.get("capacity"),
            seats_per_member=spec.get("seats", 2),
            registration_closes_at=self.starts_at - timedelta(hours=3),
            audience=Audience(circle.BY_KIND),
            policies=policies,
        )
        self.event_id = services.create(details, actor=self._secretary()).id

    def _invite_too(self) -> None:
        """Invite more offices after publication."""
        event = db.session.get_one(Event, self.event_id)
        offices = (*event.audience["office"], *self.spec["also"])
        changed = replace(details_of(event), audience=Audience("features", office=offices))
        services.edit(event.id, changed, version=event.version, actor=self._secretary())

    def _registering(self, firm: str, place: int) -> Callable[[], object]:
        def act() -> object:
            username = next(name for name, known in self.world.authors.items() if known == (firm, place))
            return registration.register(self.event_id, actor=self.world.actor(username, Role.MEMBER))

        return act

    def _register_somebody(self) -> None:
        """Register a random contact of an active member who is not registered yet."""
        listed = select(Registration.contact_id).where(
            Registration.event_id == self.event_id, Registration.contact_id.is_not(None)
        )
        query = (
            select(Contact.id)
            .join(Member, Member.id == Contact.member_id)
            .where(Member.status == MemberStatus.ACTIVE, Contact.left_at.is_(None), Contact.id.not_in(listed))
            .where(Contact.id.not_in(self.world.contacts["mingche"]))
            .order_by(Contact.id)
        )
        if self.spec["kind"] == EventKind.COUNCIL:
            event = db.session.get_one(Event, self.event_id)
            query = query.where(Contact.member_id.in_(circle.firms(event)))
        ids = list(db.session.scalars(query))
        if ids:
            registration.register(self.event_id, contact_id=self.random.choice(ids), actor=self._secretary())

    def _cancel_somebody(self) -> None:
        query = select(Registration.id).where(
            Registration.event_id == self.event_id, Registration.state == RegistrationState.REGISTERED
        )
        contacts = self.world.contacts["mingche"]
        ids = list(db.session.scalars(query.where(Registration.contact_id.not_in(contacts)).order_by(Registration.id)))
        if ids:
            chosen = self.random.choice(ids)
            registration.cancel(self.event_id, registration_id=chosen, actor=self._secretary())

    def _missing(self) -> list[int]:
        query = select(Registration.id).where(
            Registration.event_id == self.event_id,
            Registration.state == RegistrationState.REGISTERED,
            Registration.checked_in_at.is_(None),
        )
        return list(db.session.scalars(query.order_by(Registration.id)))

    def _stay_away(self) -> None:
        """Some are excused, for others a substitute comes (`excused` and `substitutes` of the data file)."""
        missing = self._missing()
        for _number in range(self.spec.get("excused", 0)):
            staying_away.excuse(missing.pop(), actor=self._secretary())
        for name in self.spec.get("substitutes", ()):
            staying_away.substitute(missing.pop(), name=name, actor=self._secretary())

    def _pass_seats_on(self) -> None:
        """At a full house: release the seats of who has not come, let those who wait move up, and guests in beside."""
        guests_beside = self.spec.get("beside", ())
        if guests_beside:
            releasing.release(self.event_id, actor=self._secretary())
            releasing.promote(self.event_id, actor=self._secretary())
            self._check_in(late=False)
        for line in guests_beside:
            name, firm = line.split(" | ")
            guests.walk_in(self.event_id, name=name, organisation=firm, beside=True, actor=self._secretary())

    def _check_in(self, *, late: bool) -> None:
        for registration_id in self._missing():
            if self.random.random() > (0.6 if late else ABSENT):
                check_in.check_in(registration_id, actor=self._secretary())


def _parts(line: str) -> tuple[str, str, str, str]:
    title, number, text = line.split("|")
    return title, number, "", text
