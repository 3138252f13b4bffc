"""Registers the calendar of working days with the application: rights, log subjects and acts."""

from flask_babel import lazy_gettext as _l

from ..registry import Act, Feature, Subject
from . import rights

FIELDS = {
    "is_workday": _l("Working day"),
    "reason": _l("Reason"),
}
"""What logged values are called."""

FEATURE = Feature(
    "workdays",
    rights=rights,
    subjects=(
        Subject(
            "workday",
            _l("Working day"),
            words=str,
            path="/admin/calendar/",
            page_right=rights.EDIT,
            log_shows_values=lambda _actor: True,
            secretariat_reads=False,
            fields=FIELDS,
        ),
    ),
    acts=(Act("workdays.changed", _l("changed the calendar")),),
)
