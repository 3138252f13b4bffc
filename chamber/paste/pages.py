"""The page for pasted text: text box, what was found in it, buttons to the forms."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ..cases import rights as case_rights
from ..cases.words import Kind
from ..events import rights as event_rights
from ..notices import rights as notice_rights
from ..web.access import requires
from ..web.answers import attempt, invalid
from ..web.requests import current_actor
from . import services
from .forms import PasteForm

blueprint = Blueprint("paste", __name__, url_prefix="/paste")


@blueprint.route("/", methods=["GET", "POST"])
@requires(notice_rights.RUN)
def index() -> ResponseReturnValue:
    """Analyse a text and show the result; nothing is stored."""
    form, actor = PasteForm(), current_actor()
    if form.validate_on_submit():
        typed = (form.text.data or "", form.firm.data or "")
        done, found = attempt(form, services.analyse, *typed, means_next=bool(form.means_next.data), actor=actor)
        if done:
            return render_template(
                "paste/index.html",
                form=form,
                found=found,
                kinds=Kind.labels() if case_rights.SUBMIT.allows(actor) else {},
                makes_events=event_rights.RUN.allows(actor),
            )
    return invalid("paste/index.html", form=form)
