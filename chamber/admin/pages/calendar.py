"""The calendar of working days."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ... import clock
from ...errors import NotFound
from ...web.access import requires
from ...web.answers import attempt, invalid, success
from ...web.requests import current_actor
from ...workdays import rights as workday_rights
from ...workdays import services as workdays
from ...workdays.services import DayRow
from ..forms import DayForm
from .accounts import blueprint

_CHANGED = _l("The calendar is changed. Limits already calculated keep their dates.")
_CHANGED_AND_RECOUNTED = _l("The calendar is changed. Provisional limits are calculated again.")


@blueprint.get("/calendar")
@requires(workday_rights.EDIT)
def calendar() -> ResponseReturnValue:
    """The working days of a year."""
    today = clock.today()
    year = request.args.get("year", today.year, type=int)
    rows = workdays.year(year)
    return render_template(
        "admin/calendar.html",
        year=year,
        months=_months(rows),
        years=[number for number in (year - 1, year, year + 1) if number in workdays.known_years()],
        today=today,
        provisional=not all(row.official for row in rows),
        changed=[row for row in rows if row.changed],
        working=sum(row.is_workday for row in rows),
    )


def _months(rows: list[DayRow]) -> list[list[list[DayRow | None]]]:
    """The days by month and week, Monday first, with gaps before the first and after the last day."""
    months: list[list[list[DayRow | None]]] = []
    for row in rows:
        if row.day.day == 1:
            months.append([[None] * row.day.weekday()])
        elif row.day.weekday() == 0:
            months[-1].append([])
        months[-1][-1].append(row)
    for month in months:
        month[-1].extend([None] * (7 - len(month[-1])))
    return months


def _day(text: str) -> DayRow:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotFound(_("The calendar has no such day.")) from None
    return next(row for row in workdays.year(day.year) if row.day == day)


@blueprint.route("/calendar/<day>", methods=["GET", "POST"])
@requires(workday_rights.EDIT)
def calendar_day(day: str) -> ResponseReturnValue:
    """Declare a day working or free, with the reason."""
    row = _day(day)
    form = DayForm() if request.method == "POST" else DayForm.of(row)
    if form.validate_on_submit():
        works = form.kind.data == "working"
        done, _change = attempt(
            form, workdays.change, row.day, works, form.reason.data, actor=current_actor(), version=form.version.number
        )
        if done:
            return success(str(_CHANGED_AND_RECOUNTED if row.assumed else _CHANGED), ".calendar", year=row.day.year)
    row = _day(day)
    overtaken = form.is_submitted() and form.version.number != row.version
    form.version.data = str(row.version)
    status = 409 if overtaken else None
    return invalid("admin/day.html", status=status, row=row, form=form, overtaken=overtaken)
