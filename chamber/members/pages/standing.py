"""The standing of the chamber: what is in force, what was before, and a new version."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...documents import numbers
from ...documents.rights import KEEP
from ...errors import Conflict
from ...web.access import requires
from ...web.answers import attempt, invalid, success
from ...web.requests import current_actor
from .. import rights
from ..standing import changing, consenting, reading
from ..standing.forms import AgreementForm, ConsentTextForm, StandingForm
from ..standing.words import CHARTER_OFFICES
from .blueprint import blueprint


@blueprint.get("/standing")
@requires(rights.READ_STANDING)
def standing() -> ResponseReturnValue:
    """What the chamber is now; with all versions for who reads all."""
    actor = current_actor()
    one, reads_all = reading.shown(actor=actor), reading.reads_all(actor)
    return render_template(
        "members/standing.html",
        standing=one,
        words=reading.in_words(one),
        reads_all=reads_all,
        can_edit=rights.EDIT_STANDING.allows(actor),
        offices=CHARTER_OFFICES,
        held=reading.offices_held() if reads_all else {},
        history=reading.history(actor=actor) if reads_all else [],
        texts=reading.texts(actor=actor) if reads_all else [],
        text=reading.consent_text(),
        agrees=rights.AGREE.allows(actor),
        said=consenting.said(actor),
        asked=consenting.is_asked(actor),
        refused=consenting.refused(actor=actor) if reads_all else [],
        series=numbers.series(actor=actor) if KEEP.allows(actor) else [],
    )


@blueprint.post("/standing/agree")
@requires(rights.AGREE)
def agree() -> ResponseReturnValue:
    """Agree to the text on personal data, or refuse it."""
    form, agreed = AgreementForm(), "refuse" not in request.form
    consenting.decide(form.version.number, agreed, actor=current_actor())
    words = _("Thank you. Your consent is recorded.") if agreed else _("Your refusal is recorded.")
    return success(words, ".standing", _anchor="agree")


@blueprint.route("/standing/edit", methods=["GET", "POST"])
@requires(rights.EDIT_STANDING)
def edit_standing() -> ResponseReturnValue:
    """Say what has changed in the standing."""
    actor = current_actor()
    form, status = StandingForm(actor=actor), None
    if form.validate_on_submit():
        version = form.version.number
        done, result = attempt(form, changing.change, form.typed(), actor=actor, version=version)
        if done:
            return success(_("Saved.") if result else _("Nothing has changed."), ".standing")
        status = 409 if isinstance(result, Conflict) else None
    one = reading.now()
    if not form.is_submitted():
        form = StandingForm.of(one, actor=actor)
    form.version.data = str(one.version)
    theirs = reading.in_words(one) if status else None
    return invalid("members/standing_form.html", status=status, form=form, standing=one, theirs=theirs)


@blueprint.route("/standing/text", methods=["GET", "POST"])
@requires(rights.EDIT_STANDING)
def edit_consent_text() -> ResponseReturnValue:
    """Put a new text on personal data in force."""
    form, status = ConsentTextForm(), None
    if form.validate_on_submit():
        typed = (form.text.data or "", form.changed.data or "", form.asks_again.data)
        version = form.version.number
        done, result = attempt(form, changing.publish_text, *typed, actor=current_actor(), version=version)
        if done:
            return success(_("Version %(number)s of the text is in force.", number=result), ".standing")
        status = 409 if isinstance(result, Conflict) else None
    now = reading.consent_text()
    if now and not form.is_submitted():
        form.text.data = now.text
    form.version.data = str(now.version if now else 0)
    return invalid("members/consent_text_form.html", status=status, form=form, now=now)
