"""The pages of the settings: what they are, and changing those of one group."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..config import settings
from ..errors import Conflict
from ..web.access import requires
from ..web.answers import attempt, invalid, see_other, success
from ..web.requests import current_actor
from . import rights, services, trial
from .declared import GROUPS
from .forms import GroupForm

blueprint = Blueprint("settings", __name__, url_prefix="/settings")
edits = requires(rights.EDIT)


@blueprint.get("/")
@edits
def index() -> ResponseReturnValue:
    """What is set, by groups."""
    actor = current_actor()
    shown = [(group, services.shown(group, actor=actor)) for group in GROUPS]
    return render_template(
        "settings/index.html",
        groups=shown,
        opened_as=request.host_url.rstrip("/"),
        public_url=settings().public_url,
        mail_works=bool(settings().smtp_url),
        own_address=trial.own_address(actor=actor),
    )


@blueprint.route("/<key>", methods=["GET", "POST"])
@edits
def change(key: str) -> ResponseReturnValue:
    """Change the settings of one group."""
    actor = current_actor()
    group = services.group_of(key, actor=actor)
    form, overtaken = GroupForm.of(services.shown(group, actor=actor)), False
    if form.validate_on_submit():
        done, result = attempt(form, services.change, group, form.typed(request.host), actor=actor)
        if done:
            return success(_("Saved.") if result else _("Nothing was changed."), ".index")
        overtaken = isinstance(result, Conflict)
    shown = services.shown(group, actor=actor)
    form.version.data = str(shown.version)
    status = 409 if overtaken else None
    return invalid("settings/group.html", status=status, group=group, form=form, shown=shown, overtaken=overtaken)


@blueprint.post("/mail/test")
@edits
def test_mail() -> ResponseReturnValue:
    """Send a test to the administrator, and say at once how it went."""
    tried = trial.send_test(actor=current_actor())
    if tried.reason is None:
        words = _(
            "The mail server took the test for %(address)s. Please see whether it arrives.", address=tried.address
        )
        flash(words, "success")
    else:
        flash(_("The test was not sent. %(reason)s", reason=tried.reason.what), "error")
        if tried.reason.detail:
            flash(_("Server response: %(words)s", words=tried.reason.detail[:200]), "error")
    return see_other(url_for(".index"))
