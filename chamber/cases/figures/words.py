"""What each figure is called, what it counts of what, and how it is defined (`design: cases.md`, Figures)."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

VERSION = 1
"""Which definitions these are: a frozen figure keeps it. Another text or condition is another version."""
FIELDS = {"definitions": _l("Version of the definitions"), "number": _l("Document number")}
"""What logged values of frozen figures are called."""
FEW = 5
"""A smaller number is not told to those who see yearly totals only."""


@dataclass(frozen=True)
class Figure:
    """A rate: so many of `part` among so many of `whole`, both named in `conditions.COUNTS`."""

    key: str
    label: LazyString
    part: str
    whole: str
    definition: LazyString


FIGURES = (
    Figure(
        "response",
        _l("Response rate"),
        "contacted",
        "contact_due",
        _l("Cases first contacted by the due date ÷ cases whose first contact was due in the period"),
    ),
    Figure(
        "acceptance",
        _l("Acceptance rate"),
        "accepted",
        "decided",
        _l("Cases accepted ÷ cases accepted or not accepted, by decisions of the period"),
    ),
    Figure(
        "completion",
        _l("Completion rate"),
        "completed",
        "accepted",
        _l("Of the cases accepted in the period, those first answered by its end ÷ all of them"),
    ),
    Figure(
        "net_completion",
        _l("Net completion rate"),
        "completed_for_good",
        "accepted",
        _l("Of the cases accepted in the period, those answered by its end without a later round ÷ all of them"),
    ),
    Figure(
        "on_time",
        _l("On-time rate"),
        "on_time",
        "base",
        _l("Rounds answered by the date in force ÷ rounds answered in the period, or due in it and unanswered"),
    ),
    Figure(
        "overdue",
        _l("Overdue rate"),
        "overdue",
        "base",
        _l("Rounds past the date in force ÷ rounds answered in the period, or due in it and unanswered"),
    ),
    Figure(
        "overdue_originally",
        _l("Past the original date"),
        "overdue_originally",
        "base",
        _l("Rounds past their original date ÷ rounds answered in the period, or due in it and unanswered"),
    ),
    Figure(
        "extension",
        _l("Extension rate"),
        "extended",
        "accepted",
        _l("Of the cases accepted in the period, those extended by its end ÷ all of them"),
    ),
    Figure(
        "monitoring",
        _l("Monitoring rate"),
        "monitored",
        "answered",
        _l("Of the cases first answered in the period, those kept under monitoring ÷ all of them"),
    ),
    Figure(
        "solved_by_handler",
        _l("Solved, as the handler says"),
        "resolved",
        "answered",
        _l("Of the cases first answered in the period, those resolved or agreed with the chamber's help ÷ all of them"),
    ),
    Figure(
        "solved_by_member",
        _l("Solved, as the member says"),
        "said_solved",
        "asked_solved",
        _l("Members who said “solved” ÷ members asked who answered in the period, on first answers"),
    ),
    Figure(
        "clear",
        _l("Explained clearly"),
        "said_clear",
        "asked_clear",
        _l("Members who said “clear” ÷ members asked who answered in the period, on first answers"),
    ),
    Figure(
        "satisfaction",
        _l("Satisfaction rate"),
        "satisfied",
        "rated",
        _l("Grades 5, 4 and 3 ÷ all grades given in the period to first answers"),
    ),
    Figure(
        "strict_satisfaction",
        _l("Strict satisfaction rate"),
        "very_satisfied",
        "rated",
        _l("Grades 5 and 4 ÷ all grades given in the period to first answers"),
    ),
    Figure(
        "rating",
        _l("Rating rate"),
        "rated",
        "answered",
        _l("Grades given in the period to first answers ÷ cases first answered in the period"),
    ),
    Figure(
        "new_round",
        _l("New-round rate"),
        "again",
        "answered",
        _l("Of the cases first answered in the period, those with a second round by its end ÷ all of them"),
    ),
)
BY_KEY = {figure.key: figure for figure in FIGURES}
IN_TABLES = ("response", "acceptance", "completion", "on_time", "solved_by_member", "satisfaction", "new_round")
"""The figures that stand side by side where cases are parted by something."""


@dataclass(frozen=True)
class Measure:
    """A time in working days, with its definition."""

    key: str
    label: LazyString
    count: str
    """How many cases it is of, as `conditions.COUNTS` names them."""
    definition: LazyString


MEASURES = (
    Measure(
        "handling",
        _l("Handling time"),
        "answered",
        _l("Working days from acceptance to first answer, less suspensions, of the cases first answered in the period"),
    ),
    Measure(
        "to_close",
        _l("From submission to closing"),
        "closed",
        _l("Working days from submission to the final closing, nothing deducted, of the cases closed in the period"),
    ),
)
P90 = _l("nine in ten took no longer (nearest rank)")
STOCK = {
    "stock_week": _l("1 to 5 working days late"),
    "stock_fortnight": _l("6 to 10 working days late"),
    "stock_month": _l("11 to 20 working days late"),
    "stock_longer": _l("More than 20 working days late"),
}
STOCK_LABEL = _l("Overdue stock")
STOCK_DEFINITION = _l("Rounds unanswered and past their date at the end of the period, by age")
