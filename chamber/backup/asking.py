"""Backups as the administrator sees them: when the last one was made, and having one made now, by the worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from .. import clock
from ..config import settings
from ..jobs.kinds import Advance, Result, Work
from ..jobs.services import enqueue
from ..rights import Actor
from . import rights, services

LATE_AFTER = timedelta(hours=26)
_BACK_UP = "backup.now"


@dataclass(frozen=True)
class Last:
    """What there is to say of backups."""

    at: datetime | None
    """When the last one was made; None where there is none."""
    is_late: bool
    is_elsewhere: bool
    """Whether another folder gets them too."""


def last(actor: Actor) -> Last:
    """The last backup."""
    rights.BACK_UP.demand(actor)
    at = services.last_good()
    return Last(at, at is None or clock.now() - at > LATE_AFTER, settings().backup_second is not None)


def ask(*, place: str, actor: Actor) -> int:
    """Have the worker make a backup now; the id of the job."""
    rights.BACK_UP.demand(actor)
    return enqueue(_BACK_UP, {}, rows=0, place=place, actor=actor)


def _make(actor: Actor, _arguments: Mapping[str, Any], _advance: Advance) -> Result:
    rights.BACK_UP.demand(actor)
    services.back_up()
    return Result(_("The backup is made and checked."))


WORKS = {_BACK_UP: Work(_l("Backup"), _make, ("dashboard.home", _l("Home")))}
