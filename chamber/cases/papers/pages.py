"""The papers of a case: on the page, to be printed, and as .docx."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...documents import filling, templates
from ...language.dates import in_language
from ...web.access import requires
from ...web.downloads import send_document
from ...web.requests import current_actor
from .. import rights
from ..pages.cases import blueprint
from . import answer, slip
from .declared import ANSWER, SLIP

NUMBER = "<int(max=99):number>"


@blueprint.get(f"/<reference>/answers/{NUMBER}")
@requires(rights.READ)
def answer_paper(reference: str, number: int) -> ResponseReturnValue:
    """The published answer of one round, as it is printed."""
    seen, values = answer.values_of(reference, number, actor=current_actor())
    download = url_for(".answer_file", reference=reference, number=number)
    return render_template(
        "cases/papers/paper.html",
        case=seen,
        page="cases/papers/_answer.html",
        title=_("Answer to a case"),
        paper={**filling.common_values(), **values},
        download=download,
    )


@blueprint.get(f"/<reference>/answers/{NUMBER}.docx")
@requires(rights.READ)
def answer_file(reference: str, number: int) -> Response:
    """The same as .docx, in Chinese."""
    with in_language("zh_CN"):
        seen, values = answer.values_of(reference, number, actor=current_actor())
        return send_document(templates.made(ANSWER, values), _("Answer to %(case)s", case=seen.reference))


@blueprint.get("/<reference>/slips/<key>")
@requires(rights.READ)
def slip_paper(reference: str, key: str) -> ResponseReturnValue:
    """One supervision slip, as it is printed."""
    seen, values = slip.values_of(reference, key, actor=current_actor())
    return render_template(
        "cases/papers/paper.html",
        case=seen,
        page="cases/papers/_slip.html",
        title=_("Supervision slip"),
        paper={**filling.common_values(), **values},
        download=url_for(".slip_file", reference=reference, key=key),
    )


@blueprint.get("/<reference>/slips/<key>/slip.docx")
@requires(rights.READ)
def slip_file(reference: str, key: str) -> Response:
    """The same as .docx, in Chinese."""
    with in_language("zh_CN"):
        seen, values = slip.values_of(reference, key, actor=current_actor())
        return send_document(templates.made(SLIP, values), _("Supervision slip %(case)s", case=seen.reference))
