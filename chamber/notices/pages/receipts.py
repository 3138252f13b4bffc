"""The receipts of a notice: by firm, as a workbook, and reminders."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...language.text import excerpt
from ...web.access import requires
from ...web.addresses import arguments, chips
from ...web.answers import attempt, invalid, success
from ...web.downloads import send_workbook
from ...web.paging import PAGE_ROWS, keyset
from ...web.requests import current_actor
from .. import rights, services
from ..answers import by_secretariat, filling, receipts, replies
from ..forms import ActForm
from ..models import Receipt
from ..writing import sharing
from .blueprint import ID, blueprint

MOST_PRINTED = 1000
"""Firms on a page that is to be printed."""


def _page(notice_id: int, status: int = 200, refusal: str = "") -> ResponseReturnValue:
    actor, args = current_actor(), arguments()
    notice = services.find(notice_id, actor)
    confirms, has_form = notice.receipt == Receipt.CONFIRMED, notice.receipt == Receipt.FORM
    whole, people = receipts.counts(notice, actor), receipts.missing_people(notice, actor)
    names = {"": _("All"), "missing": _("Not filled in") if has_form else _("Missing"), "opened": _("Opened")}
    if confirms or has_form:
        names |= {"confirmed": _("Confirmed")} if confirms else {"answered": _("Filled in")}
    state, q = args.get("state", ""), args.get("q", "")
    state, counts = state if state in names else "", receipts.counts(notice, actor, q) if q.strip() else whole
    most = MOST_PRINTED if args.get("every") else PAGE_ROWS
    page = keyset(receipts.firms(notice, actor, state=state, search=q), receipts.PAGE_KEYS, scalars=False, most=most)
    answers = replies.of_firms(notice, [row.id for row in page.rows], actor) if has_form else {}
    return invalid(
        "notices/receipts.html",
        status=status,
        refusal=refusal,
        notice=notice,
        confirms=confirms,
        has_form=has_form,
        is_open=filling.is_open(notice),
        totals=replies.totals(notice, actor) if has_form else [],
        tally=receipts.Tally(whole[""], *(whole[step] for step in receipts.TIMES)),
        left=whole["missing"],
        left_people=people,
        can_enter=by_secretariat.accepts_entry(notice),
        can_remind=bool(people) and receipts.can_remind(notice, actor),
        unreachable=receipts.unreachable(notice, actor) if whole["missing"] else [],
        reminder=sharing.reminder(notice, actor, whole["missing"]),
        firms=receipts.with_people(notice, page.rows, answers),
        more_url=page.more_url,
        chips=chips("state", names, state, counts),
        found=counts[state],
        state=state,
        q=q,
    )


@blueprint.get(f"/{ID}/receipts")
@requires(rights.RUN)
def receipt_list(notice_id: int) -> ResponseReturnValue:
    """Receipts by firm."""
    return _page(notice_id)


@blueprint.get(f"/{ID}/receipts.xlsx")
@requires(rights.RUN)
def receipt_file(notice_id: int) -> ResponseReturnValue:
    """The receipts as a workbook."""
    actor = current_actor()
    notice = services.find(notice_id, actor)
    return send_workbook(receipts.workbook(notice, actor), _("receipts %(title)s", title=excerpt(notice.title, 60)))


@blueprint.post(f"/{ID}/remind")
@requires(rights.RUN)
def remind(notice_id: int) -> ResponseReturnValue:
    """Remind the firms without receipt; the page names those where nobody could be."""
    form = ActForm(formdata=None)
    done, people = attempt(form, receipts.remind, notice_id, actor=current_actor())
    if not done:
        return _page(notice_id, 409, form.form_errors[0])
    message = ngettext("%(num)s person was reminded.", "%(num)s people were reminded.", people)
    return success(message, ".receipt_list", notice_id=notice_id)
