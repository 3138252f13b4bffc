"""Registers measures with the application: pages, rights, log subject, notifications, cards."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from ..messages import Tell
from ..registry import Act, Feature, Place, Subject
from ..registry.finds import Findable
from ..registry.homes import Card, Column, Matters, Row, Step
from ..rights import Role
from . import access, doing, indexed, listing, pages, rights, telling
from .models import Measure

WORDS = {
    listing.CONFIRM: _l("Confirm"),
    listing.PASS_ON: _l("Pass on"),
    listing.OWN: _l("Report"),
}
"""What the button of a line says."""


def _step(row: Row) -> Step:
    reference, _blank, title = row.title.partition(" ")
    return Step(title, url_for("measures.measure", reference=reference), WORDS[row.number])


FEATURE = Feature(
    "measures",
    pages=(pages.blueprint,),
    places=(Place("measures.index", _l("Measures"), "measure", rights.READ, rank=5),),
    rights=rights,
    subjects=(
        Subject(
            "measure",
            _l("Measure"),
            Measure,
            name=Measure.reference,
            path="/measures/",
            path_key=Measure.reference,
            visible=access.visible_to,
            log_rows=access.log_rows,
            source=telling.SOURCE,
        ),
        Subject("measureledger", _l("Ledger of measures"), secretariat_reads=False),
    ),
    topics=(telling.TOPIC,),
    finds=(
        Findable(
            "measure",
            _l("Measures"),
            rights.READ,
            Measure.id,
            listing.found,
            Measure.created_at.desc(),
            listing.hits,
            "measures.index",
            values={"show": listing.Show.ALL.value},
            docs=indexed.docs,
            has_sound=True,
        ),
    ),
    each_minute=(doing.pass_time,),
    acts=(
        Act(
            "measure.given",
            _l("gave the measure"),
            (Tell(telling.OWNER, _l("This was given to you to do: %(what)s.")),),
        ),
        Act(
            "measure.noted",
            _l("wrote how the measure stands"),
            (Tell(telling.GIVERS, _l("There is news: %(what)s.")),),
        ),
        Act(
            "measure.postponed",
            _l("postponed the measure"),
            (Tell(telling.OWNER, _l("There is another date for %(what)s.")),),
        ),
        Act(
            "measure.passed_on",
            _l("passed the measure on"),
            (Tell(telling.OWNER, _l("This was given to you to do: %(what)s.")),),
        ),
        Act(
            "measure.done",
            _l("reported the measure as done"),
            (Tell(telling.GIVERS, _l("Done, please confirm it: %(what)s.")),),
        ),
        Act(
            "measure.confirmed",
            _l("confirmed the measure"),
            (Tell(telling.OWNER, _l("Confirmed as done: %(what)s.")),),
        ),
        Act(
            "measure.reopened",
            _l("opened the measure again"),
            (Tell(telling.OWNER, _l("This goes on, please look at the reason: %(what)s.")),),
        ),
        Act(
            "measure.dropped",
            _l("dropped the measure"),
            (Tell(telling.OWNER, _l("This need not be done any more: %(what)s.")),),
        ),
        Act(
            "time.measure_due_soon",
            _l("A measure is due soon"),
            (Tell(telling.OWNER, _l("Due soon: %(what)s.")),),
        ),
        Act(
            "time.measure_overdue",
            _l("A measure is overdue"),
            (
                Tell(telling.OWNER, _l("Overdue: %(what)s.")),
                Tell(telling.GIVERS, _l("Overdue: %(what)s.")),
            ),
        ),
        Act("measure.ledger_exported", _l("exported the ledger of measures"), counts=False),
    ),
    cards=(
        Card(
            "measures/_home.html",
            {
                **dict.fromkeys((Role.MEMBER, Role.HANDLER), Column.ABOVE),
                Role.SECRETARIAT: Column.ASIDE,
            },
            rights.READ,
            load=listing.home,
            rank=9,
        ),
        Card("measures/_home_late.html", {Role.LEADER: Column.ASIDE}, rights.READ, count=listing.number_late, rank=9),
        Card(
            "measures/_home_done.html", {Role.LEADER: Column.ASIDE}, rights.CONFIRM, count=listing.number_done, rank=9
        ),
    ),
    matters=(
        Matters(
            "measures/_home_matter.html",
            _l("Measures"),
            "measures.index",
            frozenset({Role.SECRETARIAT}),
            rights.GIVE,
            _step,
            query=listing.waiting,
        ),
    ),
)
