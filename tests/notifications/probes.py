"""What shows that the rights to messages and bots hold people back."""

from chamber.extensions import db
from chamber.notifications import bots, resending, rights
from chamber.notifications.models import Service
from tests.notifications.group_services import WECOM
from tests.rights import Probe, Trial


def _failed(who: Trial) -> set[str]:
    """What the person knows of the two messages that failed."""
    known = {row.Delivery.id for row in db.session.execute(resending.failed(who.actor))}
    things = ("failed message", "failed message about a secret")
    return {thing for thing in things if who.id_of(thing, "delivery_id") in known}


def _topics_shown(who: Trial) -> set[str]:
    rows = db.session.execute(resending.failed(who.actor)).all()
    return {one.about for one in resending.failures(rows, who.actor)}


def _seen(who: Trial) -> None:
    assert _failed(who) == {"failed message"}
    assert "" not in _topics_shown(who)


def _unread(who: Trial) -> None:
    assert _failed(who) == {"failed message", "failed message about a secret"}
    assert _topics_shown(who) == {""}


PROBES = (
    Probe(
        rights.RESEND,
        lambda who: "GET /notifications/outbox",
        lambda who: resending.send_all_again(actor=who.actor),
        {rights.SEEN: _seen, rights.UNREAD: _unread},
    ),
    Probe(
        rights.RUN_BOTS,
        lambda who: "GET /notifications/bots/",
        lambda who: bots.add("一群", Service.WECOM, WECOM, "", actor=who.actor),
    ),
)
