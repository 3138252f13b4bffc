"""Pages of one's own messages, of how to be notified, and of mail that failed."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...errors import found
from ...messages import Shown
from ...web.access import requires
from ...web.addresses import arguments, chips, safe_next
from ...web.answers import attempt, invalid, is_htmx, see_other, success
from ...web.paging import keyset
from ...web.requests import current_actor
from ...web.toasts import then_next
from ...workdays import services as workdays
from .. import choices, resending, rights, schedule, services
from ..forms import ChoicesForm
from ..models import Delivery, Notification
from ..sending import stopping

blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")
may_resend = requires(rights.RESEND)


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """The person's own messages, newest first."""
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
        may_resend=rights.RESEND.allows(actor),
        runs_bots=rights.RUN_BOTS.allows(actor),
        chips=chips("show", {"unread": _("Unread"), "": _("All")}, show, {"unread": new, "": number}),
    )


@blueprint.post("/<sealed(notifications):notification_id>/open")
def open_line(notification_id: int) -> ResponseReturnValue:
    """Go to what a message is about; it counts as read."""
    line = services.open_line(notification_id, actor=current_actor())
    if line.act_as:
        flash(_("You act for %(firm)s now.", firm=line.firm), "info")
    if line.shown:
        return see_other(url_for(line.shown.endpoint, **line.shown.values))
    flash(_("You cannot see this in your current role, or no longer."), "info")
    return see_other(url_for(".index"))


@blueprint.post("/seen")
def seen() -> ResponseReturnValue:
    """The page at an address was opened, by whatever way: what was told of it counts as read."""
    actor, address = current_actor(), request.form.get("address", "")
    services.mark_seen(services.unread_of(address, _address, actor=actor), actor=actor)
    if is_htmx():
        return render_template("notifications/_unread.html", number=services.counts(actor)[1])
    return see_other(safe_next(address))


def _address(shown: Shown) -> str:
    return url_for(shown.endpoint, **shown.values)


@blueprint.post("/read")
def read_all() -> ResponseReturnValue:
    """Everything counts as read."""
    services.mark_read(current_actor())
    return see_other(url_for(".index"))


@blueprint.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """Choose how to be notified."""
    actor = current_actor()
    chosen = choices.chosen(actor)
    form = ChoicesForm.of(choices.topics(actor), chosen)
    if form.validate_on_submit():
        done, _result = attempt(form, choices.choose, form.email.data, form.wanted(), actor=actor)
        if done:
            return success(_("Saved. You will be notified as chosen here."), ".settings")
    return invalid(
        "notifications/settings.html",
        form=form,
        chosen=chosen,
        mail_works=choices.mail_is_set_up(),
    )


@blueprint.route("/stop/<token>", methods=["GET", "POST"])
def stop_mail(token: str) -> ResponseReturnValue:
    """The page of the link in a mail: stop such mail without signing in, or find out where one chooses."""
    account_id, topics = found(stopping.read(token))
    if request.method == "POST":
        choices.stop(account_id, topics)
    return render_template(
        "notifications/stop.html",
        topics=topics,
        fixed=[topic for topic in topics if topic.by_law],
        stopped=choices.stopped(account_id, topics),
        is_done=request.method == "POST",
    )


@blueprint.get("/outbox")
@may_resend
def outbox() -> ResponseReturnValue:
    """The mail that failed, and whether the worker is running."""
    actor = current_actor()
    page = keyset(resending.failed(actor), [Delivery.id], descending=True, scalars=False)
    return render_template(
        "notifications/outbox.html",
        failures=resending.failures(page.rows, actor),
        more_url=page.more_url,
        status=resending.outbox_status(actor),
        trouble=resending.trouble(actor),
        mail_works=choices.mail_is_set_up(),
    )


@blueprint.post("/outbox/again")
@may_resend
def send_all_again() -> ResponseReturnValue:
    """Try all failed messages once more."""
    return flash_all_resent(resending.send_all_again(actor=current_actor()), ".outbox")


@blueprint.post("/outbox/<sealed(deliveries):delivery_id>/again")
@may_resend
def send_again(delivery_id: int) -> ResponseReturnValue:
    """Try a failed message once more."""
    return flash_one_resent(resending.send_again(delivery_id, actor=current_actor()), ".outbox")


def flash_all_resent(number: int, back: str) -> ResponseReturnValue:
    """Go back to the page, which says how many messages are sent again."""
    words = ngettext("%(num)s message is being sent again.", "%(num)s messages are being sent again.", number)
    if number:
        words = then_next(_off_hours(words), current_actor(), but=url_for(back))
    flash(words, "success" if number else "info")
    return see_other(url_for(back))


def flash_one_resent(is_tried: bool, back: str) -> ResponseReturnValue:
    """Go back to the page, which says that the message is sent again, or was already."""
    if is_tried:
        words = _off_hours(_("The message is being sent again and will be retried for 24 hours."))
        flash(then_next(words, current_actor(), but=url_for(back)), "success")
    else:
        flash(_("This message is under way already."), "info")
    return see_other(url_for(back))


def _off_hours(words: str) -> str:
    if not schedule.is_day():
        return words + _(" Unless it is urgent, it will be sent on the next working morning.")
    return words if workdays.is_open() else words + _(" Deadline reminders are sent on the next working morning.")
