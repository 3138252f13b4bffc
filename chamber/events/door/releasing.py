"""After the start the secretariat decides: release the seats of people who have not come, let others move up."""

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...audit import services as audit
from ...errors import Conflict
from ...extensions import db
from ...rights import Actor
from .. import rights, seats, services
from ..models import Away, Event, Registration, RegistrationState
from .counting import can_release, is_running, not_come


def give_up(event: Event, row: Registration, reason: Away, *, actor: Actor) -> None:
    """Free somebody's seat under the event's lock, and note why."""
    seats.move_seat(row, RegistrationState.CANCELLED)
    row.away = reason
    after = {"registration": row.id, "member": row.member_id}
    audit.record(f"event.{reason}", "event", event.id, actor=actor, after=after)


def release(event_id: int, *, actor: Actor) -> int:
    """Release the seats of all who have not come 15 minutes after the start; returns how many.

    Who comes later is found at the door as before. Conflict before that moment and after the end.
    """
    rights.RUN.demand(actor)
    event, now = services.lock(event_id, actor), clock.now()
    if not can_release(event, now):
        raise Conflict(_("Seats can be released from 15 minutes after the start until the end."))
    query = select(Registration).where(Registration.event_id == event.id, not_come(now)).order_by(Registration.id)
    rows = list(db.session.scalars(query.execution_options(populate_existing=True)))
    for row in rows:
        give_up(event, row, Away.RELEASED, actor=actor)
    db.session.flush()
    return len(rows)


def promote(event_id: int, *, actor: Actor) -> list[str]:
    """Give the free seats to those who wait, in turn; each is told. Returns their names.

    Conflict while this happens by itself, and after the end.
    """
    rights.RUN.demand(actor)
    event = services.lock(event_id, actor)
    if not is_running(event, clock.now()):
        raise Conflict(_("Until two hours before the start people move up by themselves; afterwards it takes a press."))
    promoted = seats.promote_from_waiting_list(event, actor=actor, by_press=True)
    return [db.session.get_one(Registration, one).name for one in promoted]
