"""Taking one's own receipt codes, and opening a case again with one."""

import secrets
from datetime import datetime

from flask import render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .... import clock
from ....language.phones import show_phone
from ....rights import Actor, Role
from ....web.access import requires
from ....web.addresses import safe_next
from ....web.answers import attempt, invalid, success
from ....web.requests import current_actor
from ... import rights
from ...access import opening
from ...access import receipts as codes
from ...forms.receipts import CodeForm, ReceiptForm
from ..cases import blueprint

ASKED = "call_asked"
"""In the signed cookie: who asked for a call because a code is lost, and when."""


def first_page(actor: Actor) -> str:
    """After a link: how closed cases are opened, whether there are any or not."""
    return "cases.open_again" if actor.role == Role.MEMBER else ""


@blueprint.route("/receipts", methods=["GET", "POST"])
@requires(rights.READ)
def receipts() -> ResponseReturnValue:
    """The codes of one's own confidential cases, shown once."""
    actor, form = current_actor(), ReceiptForm()
    go_on = safe_next(request.args.get("next"))
    if form.validate_on_submit():
        done, made = attempt(form, codes.make, form.once.data or "", form.number.data or "", actor=actor)
        if done:
            return render_template("cases/receipts_shown.html", receipts=made, go_on=go_on, alone=True)
    waiting = codes.waiting(actor)
    if not form.is_submitted():
        form.once.data = secrets.token_urlsafe(24)
        form.number.data = show_phone(waiting[0].phone) if waiting else ""
    return invalid("cases/receipts.html", form=form, waiting=waiting, go_on=go_on)


@blueprint.route("/open-again", methods=["GET", "POST"])
@requires(rights.READ)
def open_again() -> ResponseReturnValue:
    """Type a receipt code; the page is the same for everybody, whether there is a closed case or not."""
    actor, form = current_actor(), CodeForm()
    rights.READ.demand(actor, rights.MINE)
    if form.validate_on_submit():
        address = request.remote_addr or "unknown"
        done, opened = attempt(form, opening.open_again, form.code.data, actor=actor, address=address)
        if done:
            return _opened(*opened)
    asked_at = _asked_at(actor)
    return invalid("cases/open_again.html", form=form, go_on=safe_next(request.args.get("next")), asked_at=asked_at)


def _asked_at(actor: Actor) -> datetime | None:
    """When this person asked for a call, here: kept whether there is a closed case or not, and so telling nothing."""
    account_id, moment = session.get(ASKED, (0, ""))
    return datetime.fromisoformat(moment) if account_id == actor.account_id else None


def _opened(reference: str, seen: bool) -> ResponseReturnValue:
    if seen:
        return success(_("%(reference)s is open to you again.", reference=reference), "cases.show", reference=reference)
    words = _("%(reference)s is open again. It belongs to another firm of yours: please switch to it under My account.")
    return success(words % {"reference": reference}, "cases.index")


@blueprint.post("/open-again/lost")
@requires(rights.READ)
def code_lost() -> ResponseReturnValue:
    """Ask for a call."""
    actor = current_actor()
    opening.say_lost(actor=actor)
    session[ASKED] = (actor.account_id, clock.now().isoformat())
    return success(
        _("Recorded. If one of your cases is locked, the supervisor will call you at the number stored with it."),
        "cases.open_again",
    )
