"""Registers events with the application: pages, rights, log subjects, notifications, cards."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from ..messages import Tell, To
from ..registry import Act, Feature, Place, Subject
from ..registry.finds import Findable
from ..registry.homes import Card, Column, Fact, Matters, Row, Step
from ..rights import Role
from . import circle, listing, measured, pages, rights, services, telling
from .models import Event, EventKind, EventState, RegistrationState

STATES = {**EventState.labels(), **RegistrationState.labels()}

FIELDS = {
    "agenda": _l("Agenda"),
    "audience": _l("Audience"),
    "capacity": _l("Seats"),
    "ends_at": _l("Ends"),
    "host": _l("Host"),
    "is_open": _l("Others see it"),
    "link": _l("Link"),
    "firms": _l("Firms"),
    "place": _l("Place"),
    "policies": _l("Policies studied"),
    "registration_closes_at": _l("Registration closes"),
    "registration_opens_at": _l("Registration opens"),
    "seats_per_member": _l("Seats per firm"),
    "speakers": _l("Speakers"),
    "starts_at": _l("Begins"),
    "waiting_list": _l("Waiting list"),
}
"""Labels of logged values."""


def _step(row: Row) -> Step:
    page, door = url_for("events.event", event_id=row.key), url_for("events.door", event_id=row.key)
    return Step(row.title, page, _l("Check in at the door"), door, stays=True)


FEATURE = Feature(
    "events",
    pages=(pages.blueprint,),
    open_pages=("events.public",),
    places=(Place("events.index", _l("Events"), "event", rights.READ, rank=2),),
    rights=rights,
    subjects=(
        Subject(
            "event",
            _l("Event"),
            Event,
            name=Event.title,
            path="/events/",
            log_names_it=rights.READ.reaches_all,
            log_shows_values=rights.READ.reaches_all,
            choices={"kind": EventKind.labels().get, "state": STATES.get, **circle.LABELS},
            source=telling.SOURCE,
            measured=measured.MEASURED,
            fields=FIELDS,
        ),
    ),
    topics=(telling.TOPIC,),
    finds=(
        Findable(
            "event",
            _l("Coming events"),
            rights.READ,
            Event.id,
            listing.found(listing.When.COMING),
            Event.starts_at,
            listing.hits,
            "events.index",
            values={"when": listing.When.COMING.value},
            docs=services.docs,
            has_sound=True,
        ),
        Findable(
            "event",
            _l("Past events"),
            rights.READ,
            Event.id,
            listing.found(listing.When.PAST),
            Event.starts_at.desc(),
            listing.hits,
            "events.index",
            values={"when": listing.When.PAST.value},
            has_sound=True,
        ),
    ),
    each_minute=(telling.pass_time,),
    acts=(
        Act(
            "event.published",
            _l("published the event"),
            (
                Tell(telling.MEMBERS, _l("You are invited: %(what)s.")),
                Tell(To.GROUPS, _l("A new event: %(what)s.")),
            ),
        ),
        Act(
            "event.circle_widened",
            _l("invited more firms to the event"),
            (Tell(telling.ADDED, _l("You are invited: %(what)s.")),),
        ),
        Act(
            "event.registered",
            _l("registered a person"),
            (Tell(To.PERSON, _l("You have a seat: %(what)s."), receipt=True),),
        ),
        Act(
            "event.waitlisted",
            _l("added a person to the waiting list"),
            (Tell(To.PERSON, _l("You are on the waiting list: %(what)s."), receipt=True),),
        ),
        Act(
            "event.promoted",
            _l("gave a seat from the waiting list"),
            (Tell(To.PERSON, _l("You moved up and have a seat now: %(what)s.")),),
        ),
        Act(
            "event.seated",
            _l("assigned a seat manually"),
            (Tell(To.PERSON, _l("The secretariat gave you a seat: %(what)s.")),),
        ),
        Act(
            "event.excused",
            _l("noted somebody as excused"),
            (Tell(To.PERSON, _l("You are noted as excused: %(what)s.")),),
        ),
        Act(
            "event.released",
            _l("released the seat of somebody who had not come"),
            (Tell(To.PERSON, _l("Your seat was given to others because you had not come: %(what)s.")),),
        ),
        Act(
            "event.substituted",
            _l("noted that a substitute came"),
            (Tell(To.PERSON, _l("Somebody came in your place: %(what)s.")),),
        ),
        Act(
            "event.unregistered",
            _l("cancelled a registration"),
            (Tell(To.PERSON, _l("Your registration was cancelled: %(what)s.")),),
        ),
        Act(
            "event.edited",
            _l("edited the event"),
            (
                Tell(telling.TOLD, _l("Changed, please look at time and place: %(what)s.")),
                Tell(To.GROUPS, _l("Changed, please look at time and place: %(what)s.")),
            ),
        ),
        Act(
            "event.called_off",
            _l("called the event off"),
            (
                Tell(telling.TOLD, _l("Called off: %(what)s.")),
                Tell(To.GROUPS, _l("Called off: %(what)s.")),
            ),
        ),
        Act(
            "time.event_in_3_days",
            _l("Three working days before the event"),
            (Tell(telling.ATTENDEES, _l("In three working days: %(what)s.")),),
        ),
        Act(
            "time.event_tomorrow", _l("The day before the event"), (Tell(telling.ATTENDEES, _l("Tomorrow: %(what)s.")),)
        ),
        Act("event.check_in_undone", _l("undid a check-in"), undoes=("event.checked_in",)),
        Act("event.checked_in", _l("checked a person in")),
        Act("event.created", _l("created the event"), counts=False),
        Act("event.discarded", _l("deleted the draft of the event"), counts=False),
        Act("event.finish_undone", _l("undid “done” for the event"), undoes=("event.finished",)),
        Act("event.finished", _l("marked the event as done")),
        Act("event.attendance_taken", _l("took the attendance table"), counts=False),
        Act("event.let_in", _l("let an extra person in")),
        Act("event.link_closed", _l("closed the public link of the event"), undoes=("event.link_opened",)),
        Act("event.link_opened", _l("opened a public link to the event")),
        Act("event.restored", _l("restored the draft of the event"), counts=False),
        Act("event.sheet_read", _l("exported the sign-in sheet"), counts=False),
        Act("event.skipped", _l("skipped a person on the waiting list"), counts=False),
        Act("event.walked_in", _l("registered a walk-in")),
    ),
    cards=(
        Card(
            "events/_home.html",
            {
                **dict.fromkeys((Role.MEMBER, Role.PRESIDENT), Column.BELOW),
                **dict.fromkeys((Role.HANDLER, Role.LEADER, Role.SUPERVISOR), Column.ASIDE),
                Role.SECRETARIAT: Column.ASIDE_ABOVE,
            },
            rights.READ,
            load=listing.coming,
        ),
    ),
    facts=(
        Fact(
            "attended",
            _l("Attendance this year (present/registered)"),
            frozenset({Role.PRESIDENT}),
            rights.READ,
            listing.number_came,
            of=listing.number_expected,
        ),
    ),
    matters=(
        Matters(
            "events/_home_today.html",
            _l("Events of today"),
            "dashboard.home",
            frozenset({Role.SECRETARIAT}),
            rights.RUN,
            _step,
            values={"_anchor": "running"},
            query=listing.running_today,
        ),
    ),
)
