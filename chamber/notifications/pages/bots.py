"""Pages of the group bots: list, set up, test, switch off, remove, send failed messages again."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...config import settings
from ...web.access import requires
from ...web.answers import attempt, invalid, see_other, success
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import bots, rights
from ..forms import BotForm
from ..models import Bot, BotMessage, Service
from ..sending.webhooks import EXAMPLES
from .bell import blueprint, flash_all_resent, flash_one_resent

ID = "<int(max=2147483647):bot_id>"
runs = requires(rights.RUN_BOTS)


@blueprint.get("/bots/")
@runs
def bot_list() -> ResponseReturnValue:
    """The bots, how each of them does, and what did not get through."""
    actor = current_actor()
    page = keyset(bots.failed(actor), [BotMessage.id], descending=True, scalars=False)
    return render_template(
        "notifications/bots.html",
        bots=bots.listed(actor),
        failures=bots.failures(page.rows, actor),
        more_url=page.more_url,
        public_url=settings().public_url,
    )


@blueprint.route("/bots/new", methods=["GET", "POST"])
@runs
def add_bot() -> ResponseReturnValue:
    """Set a bot up."""
    form = BotForm()
    if form.validate_on_submit():
        service = Service(form.service.data)
        typed = (form.name.data, service, form.address.data, form.signing.data)
        done, bot = attempt(form, bots.add, *typed, actor=current_actor())
        if done:
            return success(_("“%(name)s” is set up. Please send a test now.", name=bot.name), ".bot_list")
    return _page(form)


@blueprint.route(f"/bots/{ID}/edit", methods=["GET", "POST"])
@runs
def edit_bot(bot_id: int) -> ResponseReturnValue:
    """Another name or address."""
    actor = current_actor()
    bot = bots.find(bot_id, actor)
    form = BotForm.of(bot)
    if form.validate_on_submit():
        typed = (form.name.data, form.address.data, form.signing.data)
        done, _bot = attempt(form, bots.edit, bot_id, *typed, actor=actor)
        if done:
            return success(_("Saved."), ".bot_list")
    return _page(form, bots.find(bot_id, actor))


def _page(form: BotForm, bot: Bot | None = None) -> ResponseReturnValue:
    return invalid(
        "notifications/bot.html",
        form=form,
        bot=bot,
        service=Service(bot.service).label if bot else "",
        examples=[(service.label, example) for service, example in EXAMPLES.items()],
    )


@blueprint.post(f"/bots/{ID}/test")
@runs
def test_bot(bot_id: int) -> ResponseReturnValue:
    """Send a test to the group, and show at once how it went."""
    tested = bots.test(bot_id, actor=current_actor())
    if not tested.sent:
        flash(_("A test was sent to “%(name)s” a moment ago.", name=tested.name), "info")
    elif tested.reason is None:
        flash(_("The test has arrived in “%(name)s”.", name=tested.name), "success")
    else:
        text = _("The test was not delivered to “%(name)s”. %(reason)s", name=tested.name, reason=tested.reason.what)
        flash(text, "error")
    return see_other(url_for(".bot_list"))


@blueprint.post(f"/bots/{ID}/<any(on, off):act>")
@runs
def switch_bot(bot_id: int, act: str) -> ResponseReturnValue:
    """Switch it on or off."""
    bot = bots.switch(bot_id, on=act == "on", actor=current_actor())
    words = _("“%(name)s” is turned on.") if act == "on" else _("“%(name)s” is turned off.")
    return success(words % {"name": bot.name}, ".bot_list")


@blueprint.post(f"/bots/{ID}/remove")
@runs
def remove_bot(bot_id: int) -> ResponseReturnValue:
    """Remove it."""
    bot = bots.remove(bot_id, actor=current_actor())
    return success(_("“%(name)s” is removed, and its address is gone from here.", name=bot.name), ".bot_list")


@blueprint.post(f"/bots/{ID}/again")
@runs
def say_all_again(bot_id: int) -> ResponseReturnValue:
    """Try all that failed in this group once more."""
    return flash_all_resent(bots.send_all_again(bot_id, actor=current_actor()), ".bot_list")


@blueprint.post("/bots/messages/<sealed(bot_messages):message_id>/again")
@runs
def say_again(message_id: int) -> ResponseReturnValue:
    """Try a failed message to a group once more."""
    return flash_one_resent(bots.send_again(message_id, actor=current_actor()), ".bot_list")
