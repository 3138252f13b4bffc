"""Roster import and export: upload, preview, confirm, download."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...files import services as files
from ...files.kinds import SPREADSHEETS, names_of
from ...jobs.kinds import MAX_IMMEDIATE_ROWS
from ...jobs.services import under_way_at
from ...web.access import requires
from ...web.addresses import arguments, here
from ...web.answers import attempt, invalid, see_other
from ...web.downloads import send_workbook
from ...web.requests import current_actor
from .. import jobs, rights, search
from ..forms import ConfirmForm, UploadForm
from ..joining import inviting
from ..models import MemberImport
from ..roster import exporting, importing, keeping
from ..roster.importing import ImportPreview
from ..roster.plan import Outcome
from .blueprint import blueprint

IMPORT = "/import/<int(max=2147483647):import_id>"
ROWS = 50


@blueprint.get("/export.xlsx")
@requires(rights.EDIT)
def export() -> ResponseReturnValue:
    """The filtered roster as a workbook; a large one is offered as a job."""
    actor = current_actor()
    filters = search.Filters.read(arguments(), actor)
    if (rows := exporting.size(filters, actor=actor)) > MAX_IMMEDIATE_ROWS:
        return render_template("jobs/ask.html", title=_("Export the roster"), rows=rows, back=_list_of(filters))
    data = exporting.export(filters, actor=actor)
    return send_workbook(data, _("roster"))


@blueprint.post("/export.xlsx")
@requires(rights.EDIT)
def begin_export() -> ResponseReturnValue:
    """Start the export of a large roster as a job."""
    actor = current_actor()
    filters = search.Filters.read(arguments(), actor)
    return see_other(url_for("jobs.job", job_id=jobs.export(filters, place=_list_of(filters), actor=actor)))


def _list_of(filters: search.Filters) -> str:
    chosen: dict[str, Any] = filters.chosen()
    return url_for(".index", **chosen)


@blueprint.get("/import/template.xlsx")
@requires(rights.EDIT)
def template() -> ResponseReturnValue:
    """An empty workbook to fill in."""
    return send_workbook(exporting.template(), _("roster to fill in"))


@blueprint.route("/import", methods=["GET", "POST"])
@requires(rights.EDIT)
def upload() -> ResponseReturnValue:
    """Upload a roster; leads to its preview."""
    form = UploadForm()
    if form.validate_on_submit():
        done, record = attempt(form, _store, form)
        if done:
            return see_other(url_for(".check", import_id=record.id))
    sent = importing.latest_imports(actor=current_actor())
    return invalid("members/import.html", form=form, sent=sent, kinds=names_of(SPREADSHEETS))


def _store(form: UploadForm) -> object:
    prepared = files.prepare(form.file.data, allow=SPREADSHEETS, field="file")
    return importing.upload(prepared, actor=current_actor())


@blueprint.get(IMPORT)
@requires(rights.EDIT)
def check(import_id: int) -> ResponseReturnValue:
    """Preview of an import, or its job while that runs; writes nothing."""
    job_id = under_way_at(url_for(".check", import_id=import_id), actor=current_actor())
    if job_id is not None:
        return see_other(url_for("jobs.job", job_id=job_id))
    if keeping.has_kept(import_id, actor=current_actor()):
        return _taken_in(importing.find(import_id, actor=current_actor()))
    return _check_page(importing.preview(import_id, actor=current_actor()), ConfirmForm(formdata=None))


def _taken_in(record: MemberImport) -> ResponseReturnValue:
    """What a roster that came in has changed; what the members are now stands on their own pages."""
    actor, counts = current_actor(), {"changed": record.counts["changed"], "new": importing.added_count(record)}
    wanted = arguments().get("show", "")
    outcome = wanted if counts.get(wanted) else next(name for name in ("changed", "new") if counts[name])
    after = arguments().get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 10 else 0
    rows = keeping.kept(record.id, are_new=outcome == "new", after=start, most=ROWS + 1, actor=actor)
    more = here(show=outcome, after=rows[ROWS].number - 1) if len(rows) > ROWS else None
    shown = {"counts": counts, "outcome": outcome, "rows": rows[:ROWS], "more_url": more}
    filename = importing.filename(record, actor=actor)
    uninvited = inviting.not_joined(inviting.Wanted(record.id), actor=actor)[1]
    return render_template("members/taken_in.html", record=record, filename=filename, uninvited=uninvited, **shown)


def _check_page(preview: ImportPreview, form: ConfirmForm, status: int = 200) -> ResponseReturnValue:
    counts = preview.plan.counts
    wanted = arguments().get("show", "")
    outcome = wanted if wanted in counts else next((one for one in Outcome if counts[one]), Outcome.NEW)
    rows = preview.rows_with(outcome)
    after = arguments().get("after", "")
    start = next((place for place, row in enumerate(rows) if str(row.source.row) == after), -1) + 1
    shown = rows[start : start + ROWS]
    more = here(show=outcome, after=shown[-1].source.row) if shown and start + ROWS < len(rows) else None
    form.fingerprint.data = preview.plan.fingerprint
    page = render_template("members/check.html", preview=preview, form=form, outcome=outcome, rows=shown, more_url=more)
    return page, status


@blueprint.get(f"{IMPORT}/marked.xlsx")
@requires(rights.EDIT)
def marked(import_id: int) -> ResponseReturnValue:
    """The uploaded table with its errors marked."""
    preview = importing.preview(import_id, actor=current_actor())
    stem = preview.filename.rpartition(".")[0]
    return send_workbook(importing.with_errors_marked(preview), _("%(name)s marked", name=stem))


@blueprint.post(f"{IMPORT}/confirm")
@requires(rights.EDIT)
def confirm(import_id: int) -> ResponseReturnValue:
    """Write a previewed roster."""
    actor, form = current_actor(), ConfirmForm()
    fingerprint, takes = form.fingerprint.data or "", bool(form.take_likely.data)
    place = url_for(".check", import_id=import_id)
    job_id = jobs.confirm(import_id, fingerprint=fingerprint, take_likely=takes, place=place, actor=actor)
    if job_id is not None:
        return see_other(url_for("jobs.job", job_id=job_id))
    done, record = attempt(form, importing.confirm, import_id, fingerprint=fingerprint, take_likely=takes, actor=actor)
    if not done:
        preview = importing.preview(import_id, actor=actor)
        if preview.record.confirmed_at:
            return see_other(place)
        return _check_page(preview, form, 409)
    for number, sentence in enumerate(importing.summary(record)):
        flash(sentence, "info" if number else "success")
    return see_other(place)
