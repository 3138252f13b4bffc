"""What is said of delays, and to whom: at the date whoever has it, then level after level those above."""

from flask_babel import lazy_gettext as _l

from ...messages import Tell
from ...registry import Act
from ..addressees import DESK, HEAD, IN_CHARGE, LEADER, LIMITS, SUPERVISOR, TOP

ACTS = (
    Act(
        "time.case_overdue",
        _l("Deadline missed"),
        tuple(Tell(to, _l("Overdue: %(what)s."), LIMITS) for to in (DESK, IN_CHARGE, SUPERVISOR, LEADER)),
    ),
    Act(
        "time.case_level_1",
        _l("Overdue, level 1"),
        (
            Tell(IN_CHARGE, _l("Supervision slip: %(what)s is overdue. Please confirm the receipt and reply."), LIMITS),
            Tell(
                DESK,
                _l("Supervision slip for a department that does not sign in, please hand it over: %(what)s."),
                LIMITS,
            ),
        ),
    ),
    Act("time.case_level_2", _l("Overdue, level 2"), (Tell(HEAD, _l("Overdue, level 2: %(what)s."), LIMITS),)),
    Act("time.case_level_3", _l("Overdue, level 3"), (Tell(LEADER, _l("Overdue, level 3: %(what)s."), LIMITS),)),
    Act("time.case_level_4", _l("Overdue, level 4"), (Tell(TOP, _l("Overdue, level 4: %(what)s."), LIMITS),)),
)
