"""On the first working morning of a week the leader is told how much is overdue: numbers, and the way to the list."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ... import clock
from ...accounts import acting
from ...accounts.acting import ActingAs
from ...errors import DomainError
from ...messages import Happened, Shown, Source, Tell, To
from ...notifications import services as notifications
from ...registry import Act
from ...rights import Actor, Role
from ...workdays import services as workdays
from ..access.eligible import holders
from ..addressees import LEADER, LIMITS
from . import overdue
from .late import LEADER as OWN_LEVEL

SUBJECT, NAME = "overdue", "time.cases_overdue_weekly"
ACTS = (Act(NAME, _l("Weekly list of what is overdue"), (Tell(LEADER, _l("Weekly list: %(what)s."), LIMITS),)),)


def pass_time() -> int:
    """Tell of the list of this week, once it has begun; harmless when repeated. How many lines are new."""
    now, monday = clock.now(), _monday(clock.today())
    days = (monday + timedelta(days=number) for number in range(7))
    first = next((day for day in days if workdays.is_workday(day)), None)
    if first is None or clock.today() < first or not workdays.is_open(now):
        return 0
    return notifications.notify(SUBJECT, Happened(NAME, monday.toordinal(), monday.isoformat(), now))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _as_leader(account_id: int, acting_as: ActingAs) -> Actor | None:
    try:
        return acting.actor_for(account_id, acting_as)
    except DomainError:
        return None


def _recipients(_happened: Happened, _to: To) -> Iterable[int]:
    """The leaders who see anything that is overdue."""
    for account_id, acting_as in holders(Role.LEADER):
        actor = _as_leader(account_id, acting_as)
        if actor and overdue.numbers(actor)[0]:
            yield account_id


def _shown(actor: Actor, weeks: Sequence[int]) -> dict[int, Shown]:
    """The list of this week with its numbers as they are now for this person, earlier ones by their week."""
    if actor.role != Role.LEADER:
        return {}
    this, found = _monday(clock.today()).toordinal(), {}
    for week in weeks:
        what = _numbers(actor) if week == this else _("the week of %(day)s", day=date.fromordinal(week).isoformat())
        found[week] = Shown(what, "cases.overdue")
    return found


def _numbers(actor: Actor) -> str:
    numbers = overdue.numbers(actor)
    words = ngettext("%(num)s case is overdue", "%(num)s cases are overdue", numbers[0])
    reported = numbers[OWN_LEVEL]
    return _("%(words)s, %(number)s of them reported to you", words=words, number=reported) if reported else words


def _can_see(account_id: int, _to: To, _week: int) -> bool:
    return any(account_id == one and _as_leader(one, acting_as) for one, acting_as in holders(Role.LEADER))


SOURCE = Source(_recipients, _shown, _can_see)
