"""Why an act is not there: a sentence in place of the button that somebody looks for."""

from collections.abc import Mapping
from datetime import timedelta

from flask_babel import gettext as _

from .. import clock
from ..dates import local_date
from . import clocks
from .acts import Act, Party
from .limits import REOPEN_DAYS, REOPEN_MOST
from .seen import SeenCase
from .words import Kind, State


def hints(seen: SeenCase, reopened: int, limits: Mapping[str, int]) -> list[str]:
    """Why an act that this reader may look for is not there, and what should be said soon.

    `reopened`: how often the member has had it reopened; `limits`: those of the case, in working days.
    """
    if seen.is_author:
        return _hints_for_author(seen, reopened)
    return [*_hints_for_department(seen), *_hints_on_power(seen, limits)]


def _hints_on_power(seen: SeenCase, limits: Mapping[str, int]) -> list[str]:
    at_work = seen.state in (State.ASSIGNED, State.IN_PROGRESS) and Party.HANDLER in seen.parties
    if not at_work or seen.waits_for & {"call", "extension"} or seen.kind == Kind.SUGGESTION:
        return []
    round_ = seen.rounds[-1]
    last = clocks.beyond_due(limits, round_.began_at)
    if not clock.now() < last < round_.due_at:
        return []
    return [_("If it is beyond our power, please say so by %(day)s: that answer does not wait.", day=local_date(last))]


def _hints_for_author(seen: SeenCase, reopened: int) -> list[str]:
    if seen.state != State.CLOSED or Act.REOPEN in seen.acts or seen.closed_at is None:
        return []
    if reopened >= REOPEN_MOST:
        return [_("It was taken up again twice already. For anything further please call %(desk)s.", desk=seen.desk)]
    last = local_date(seen.closed_at + timedelta(days=REOPEN_DAYS))
    return [_("It could be taken up again until %(day)s. Please call %(desk)s.", day=last, desk=seen.desk)]


def _hints_for_department(seen: SeenCase) -> list[str]:
    if seen.state != State.IN_PROGRESS:
        return []
    if Party.HELPER in seen.parties:
        return [_("Your department helps here; notes and the answer are written by the lead department.")]
    if Party.HANDLER not in seen.parties:
        return []
    if "call" in seen.waits_for:
        return [_("The answer can be put up once %(desk)s has called the member.", desk=seen.desk)]
    if "extension" in seen.waits_for:
        return [_("The answer can be put up once the extension is decided.")]
    if Party.LEAD in seen.parties and seen.colour == "red" and Act.ASK_EXTENSION not in seen.acts:
        return [_("It is overdue: an extension can only be asked for before that.")]
    return []
