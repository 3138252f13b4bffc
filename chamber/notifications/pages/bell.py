"""The bell, how a person wants to be told, and the messages that failed."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...web.access import requires
from ...web.addresses import arguments, chips
from ...web.answers import attempt, invalid, see_other
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import choices, manners, mending, rights, services
from ..forms import ChoicesForm
from ..models import Delivery, Notification

blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")
mends = requires(rights.MEND)


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """What the product told this person, newest first."""
    actor = current_actor()
    unread = arguments().get("show") == "unread"
    show = "unread" if unread else ""
    page = keyset(services.query(actor, unread=unread), [Notification.at, Notification.id], descending=True)
    number, new = services.counts(actor)
    return render_template(
        "notifications/index.html",
        lines=services.lines(page.rows, actor),
        more_url=page.more_url,
        unread=new,
        total=new if unread else number,
        mends=rights.MEND.allows(actor),
        runs_bots=rights.RUN_BOTS.allows(actor),
        chips=chips("show", {"unread": _("Unread"), "": _("All")}, show, {"unread": new, "": number}),
    )


@blueprint.post("/<int(max=2147483647):notification_id>/open")
def open_line(notification_id: int) -> ResponseReturnValue:
    """Go to what a line tells of; it counts as read."""
    shown = services.open_line(notification_id, actor=current_actor())
    if shown:
        return see_other(url_for(shown.endpoint, **shown.values))
    flash(_("This cannot be seen in the role you act in, or not any more."), "info")
    return see_other(url_for(".index"))


@blueprint.post("/read")
def read_all() -> ResponseReturnValue:
    """Everything counts as read."""
    services.mark_read(current_actor())
    return see_other(url_for(".index"))


@blueprint.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """Choose how to be told."""
    actor = current_actor()
    chosen = choices.chosen(actor)
    form = ChoicesForm.of(choices.topics(actor), chosen)
    if form.validate_on_submit():
        done, _result = attempt(form, choices.choose, form.email.data, form.wanted(), actor=actor)
        if done:
            flash(_("Saved. From now on you are told as chosen here."), "success")
            return see_other(url_for(".settings"))
    return invalid(
        "notifications/settings.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        chosen=chosen,
        mail_works=choices.mail_is_set_up(),
    )


@blueprint.get("/outbox")
@mends
def outbox() -> ResponseReturnValue:
    """The messages that failed, and whether anybody sends what waits."""
    actor = current_actor()
    page = keyset(mending.failed(actor), [Delivery.id], descending=True, scalars=False)
    return render_template(
        "notifications/outbox.html",
        failures=mending.failures(page.rows, actor),
        more_url=page.more_url,
        outlook=mending.outlook(actor),
        trouble=mending.trouble(actor),
        mail_works=choices.mail_is_set_up(),
    )


@blueprint.post("/outbox/again")
@mends
def send_all_again() -> ResponseReturnValue:
    """Try all failed messages once more."""
    return all_again(mending.send_all_again(actor=current_actor()), ".outbox")


@blueprint.post("/outbox/<int(max=2147483647):delivery_id>/again")
@mends
def send_again(delivery_id: int) -> ResponseReturnValue:
    """Try a failed message once more."""
    return one_again(mending.send_again(delivery_id, actor=current_actor()), ".outbox")


def all_again(number: int, back: str) -> ResponseReturnValue:
    """So many failed messages are tried once more: say so on their page."""
    words = ngettext("%(num)s message is on its way again.", "%(num)s messages are on their way again.", number)
    flash(_by_night(words) if number else words, "success" if number else "info")
    return see_other(url_for(back))


def one_again(is_tried: bool, back: str) -> ResponseReturnValue:
    """One failed message is tried once more, or was already: say so on its page."""
    if is_tried:
        flash(_by_night(_("The message is on its way again; the worker tries it for another 24 hours.")), "success")
    else:
        flash(_("This message is under way already."), "info")
    return see_other(url_for(back))


def _by_night(words: str) -> str:
    return words if manners.is_day() else words + _(" Unless it is urgent, it leaves on the next working morning.")
