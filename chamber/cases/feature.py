"""What cases are to the house."""

from flask_babel import lazy_gettext as _l

from ..registry import Feature, Place
from ..rights import Role
from . import rights, views_new, views_suggestions

WORK_ON_CASES = (Role.SECRETARIAT, Role.HANDLER, Role.LEADER, Role.SUPERVISOR)
"""Whoever works on cases sees first what is still open, the soonest due on top."""

FEATURE = Feature(
    "cases",
    pages=(views_new.blueprint, views_suggestions.blueprint),
    places=(
        Place(
            "cases.index",
            _l("Cases"),
            "case",
            rights.READ,
            rank=1,
            label_for={Role.MEMBER: _l("My cases")},
            opens={role: {"do": "open"} for role in WORK_ON_CASES},
        ),
        Place("suggestions.index", _l("Suggestions"), "suggestion", rights.SUGGESTIONS, rank=4),
    ),
    rights=rights,
)
