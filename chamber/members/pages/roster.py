"""The roster in and out as tables."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...files import services as files
from ...files.kinds import names_of
from ...jobs.kinds import LARGE
from ...jobs.services import under_way_at
from ...web.access import requires
from ...web.addresses import arguments, here
from ...web.answers import attempt, see_other
from ...web.downloads import send_bytes
from ...web.requests import current_actor
from .. import jobs, rights, search
from ..forms import ConfirmForm, UploadForm
from ..roster import exporting as roster_out
from ..roster import importing as roster_in
from ..roster.importing import Look
from ..roster.plan import Fate
from .blueprint import blueprint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMPORT = "/import/<int(max=2147483647):import_id>"
ROWS = 50


@blueprint.get("/export.xlsx")
@requires(rights.EDIT)
def export() -> ResponseReturnValue:
    """The roster, or the part of it that the filters leave."""
    actor = current_actor()
    filters = search.Filters.read(arguments(), actor)
    if (rows := roster_out.size(filters, actor=actor)) > LARGE:
        return render_template("jobs/ask.html", title=_("Roster as a table"), rows=rows, back=_list_of(filters))
    data = roster_out.export(filters, actor=actor)
    return send_bytes(data, _("roster") + ".xlsx", XLSX)


@blueprint.post("/export.xlsx")
@requires(rights.EDIT)
def begin_export() -> ResponseReturnValue:
    """Have the worker lay out a large roster as a table."""
    actor = current_actor()
    filters = search.Filters.read(arguments(), actor)
    return see_other(url_for("jobs.job", job_id=jobs.export(filters, place=_list_of(filters), actor=actor)))


def _list_of(filters: search.Filters) -> str:
    chosen: dict[str, Any] = filters.chosen()
    return url_for(".index", **chosen)


@blueprint.get("/import/template.xlsx")
@requires(rights.EDIT)
def template() -> ResponseReturnValue:
    """An empty table to fill in."""
    return send_bytes(roster_out.template(), _("roster to fill in") + ".xlsx", XLSX)


@blueprint.route("/import", methods=["GET", "POST"])
@requires(rights.EDIT)
def upload() -> ResponseReturnValue:
    """Send a roster to be looked at."""
    form = UploadForm()
    if form.validate_on_submit():
        done, record = attempt(form, _take, form)
        if done:
            return see_other(url_for(".check", import_id=record.id))
    sent = roster_in.last_sent(actor=current_actor())
    kinds, status = names_of(files.SPREADSHEETS), 422 if form.is_submitted() else 200
    return render_template("members/import.html", form=form, sent=sent, kinds=kinds), status


def _take(form: UploadForm) -> object:
    prepared = files.prepare(form.file.data, allow=files.SPREADSHEETS, field="file")
    return roster_in.take(prepared, actor=current_actor())


@blueprint.get(IMPORT)
@requires(rights.EDIT)
def check(import_id: int) -> ResponseReturnValue:
    """What a roster would change; nothing is written by looking. While it is being written, how far that is."""
    job_id = under_way_at(url_for(".check", import_id=import_id), actor=current_actor())
    if job_id is not None:
        return see_other(url_for("jobs.job", job_id=job_id))
    return _check_page(roster_in.look(import_id, actor=current_actor()), ConfirmForm(formdata=None))


def _check_page(look: Look, form: ConfirmForm, status: int = 200) -> ResponseReturnValue:
    counts = look.plan.counts
    wanted = arguments().get("show", "")
    fate = wanted if wanted in counts else next((fate for fate in Fate if counts[fate]), Fate.NEW)
    rows = look.of_fate(fate)
    after = arguments().get("after", "")
    start = next((place for place, row in enumerate(rows) if str(row.source.row) == after), -1) + 1
    shown = rows[start : start + ROWS]
    more = here(show=fate, after=shown[-1].source.row) if shown and start + ROWS < len(rows) else None
    form.fingerprint.data = look.plan.fingerprint
    page = render_template("members/check.html", look=look, form=form, fate=fate, rows=shown, more_url=more)
    return page, status


@blueprint.get(f"{IMPORT}/marked.xlsx")
@requires(rights.EDIT)
def marked(import_id: int) -> ResponseReturnValue:
    """The table as it was sent, its bad cells marked."""
    look = roster_in.look(import_id, actor=current_actor())
    stem = look.filename.rpartition(".")[0]
    return send_bytes(roster_in.marked(look), _("%(name)s marked", name=stem) + ".xlsx", XLSX)


@blueprint.post(f"{IMPORT}/confirm")
@requires(rights.EDIT)
def confirm(import_id: int) -> ResponseReturnValue:
    """Write a roster that was looked at."""
    actor, form = current_actor(), ConfirmForm()
    fingerprint, takes = form.fingerprint.data or "", bool(form.take_likely.data)
    place = url_for(".check", import_id=import_id)
    job_id = jobs.confirm(import_id, fingerprint=fingerprint, take_likely=takes, place=place, actor=actor)
    if job_id is not None:
        return see_other(url_for("jobs.job", job_id=job_id))
    done, record = attempt(form, roster_in.confirm, import_id, fingerprint=fingerprint, take_likely=takes, actor=actor)
    if not done:
        look = roster_in.look(import_id, actor=actor)
        if look.record.confirmed_at:
            return see_other(place)
        return _check_page(look, form, 409)
    for number, sentence in enumerate(roster_in.outcome(record)):
        flash(sentence, "info" if number else "success")
    return see_other(place)
