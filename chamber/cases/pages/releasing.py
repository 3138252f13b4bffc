"""Pages to release later texts and files of the author to departments, masked or redacted."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import NotFound
from ...rights import Actor
from ...web.access import requires
from ...web.answers import attempt, invalid, see_other
from ...web.requests import current_actor
from ...web.toasts import then_next
from ...web.uploads import is_valid_with_uploads, read_through
from .. import rights
from ..access import masks
from ..doing import releasing
from ..forms.acts import FileReleaseForm, ReleaseWordsForm
from ..models import CaseEvent, CaseFile
from ..reading import seeing
from ..reading.keys import number_of
from .cases import blueprint
from .choices import doubts


@blueprint.route("/<reference>/words/<key>/release", methods=["GET", "POST"])
@requires(rights.RUN)
def release_words(reference: str, key: str) -> ResponseReturnValue:
    """A later text of the author, and its masked form to release."""
    actor = current_actor()
    case, facts = seeing.find_with_facts(reference, actor=actor)
    seen = seeing.seen_by(actor, case, facts)
    event = next((one for one in seen.events if one.key == key and one.can_release and one.text), None)
    if event is None:
        raise NotFound()
    form = ReleaseWordsForm()
    if form.validate_on_submit():
        number = number_of(CaseEvent, key, case)
        done, _case = attempt(form, releasing.release_words, case.reference, number, form.text.data, actor=actor)
        if done:
            return _released(reference, actor)
    masker = masks.masker(case)
    if not form.is_submitted():
        form.text.data = masker.mask(event.text)[0]
    status = 422 if form.is_submitted() else 200
    unsure = doubts(masker, form.text.data)
    return invalid("cases/release_words.html", status=status, case=seen, event=event, form=form, doubts=unsure)


@blueprint.route("/<reference>/files/<key>/release", methods=["GET", "POST"])
@requires(rights.RUN)
def release_file(reference: str, key: str) -> ResponseReturnValue:
    """A file of the author: a picture may go out as it is, anything else as a redacted copy."""
    actor = current_actor()
    copy, refusals = read_through("copy")
    case, facts = seeing.find_with_facts(reference, actor=actor)
    seen = seeing.seen_by(actor, case, facts)
    file = next((one for one in seen.files if one.key == key and (one.can_release or one.can_pass_on)), None)
    if file is None:
        raise NotFound()
    form = FileReleaseForm()
    if is_valid_with_uploads(form, refusals):
        number = number_of(CaseFile, key, case)
        done, _case = attempt(form, releasing.release_file, case.reference, number, copy, actor=actor)
        if done:
            return _released(reference, actor)
    status = 422 if form.is_submitted() else 200
    return invalid("cases/release_file.html", status=status, case=seen, file=file, form=form)


def _released(reference: str, actor: Actor) -> ResponseReturnValue:
    page = url_for("cases.show", reference=reference)
    flash(then_next(_("Released. Departments that work on the case can read it."), actor, but=page), "success")
    return see_other(page)
