"""The papers of a case: on the page, to be printed, and as .docx."""

from collections.abc import Mapping

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
from ..reading.seen import SeenCase
from ..rules.acts import Act
from . import answer, handling_slip, letter, slip
from .declared import ANSWER, HANDLING_SLIP, LETTER, SLIP

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
        issues=_issues(seen, Act.ISSUE_ANSWER, values) if number == seen.round_number else "",
    )


def _issues(seen: SeenCase, act: Act, values: Mapping[str, str]) -> str:
    """The address of the act that gives this paper its number; empty where it has one, or it is not this person's."""
    here = url_for(".act", reference=seen.reference, act=act.address)
    return here if act in seen.acts and not values["number"] else ""


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


@blueprint.get("/<reference>/handling-slip")
@requires(rights.RUN)
def handling_slip_paper(reference: str) -> ResponseReturnValue:
    """The handling slip for the department that has the case, as it is printed."""
    seen, values = handling_slip.values_of(reference, actor=current_actor())
    return render_template(
        "cases/papers/paper.html",
        case=seen,
        page="cases/papers/_handling_slip.html",
        title=_("Handling slip"),
        paper={**filling.common_values(), **values},
        download=url_for(".handling_slip_file", reference=reference),
        issues=_issues(seen, Act.ISSUE_HANDLING_SLIP, values),
        note=_("What comes back is entered on the page of the case under “For the department”, with its scan."),
    )


@blueprint.get("/<reference>/handling-slip.docx")
@requires(rights.RUN)
def handling_slip_file(reference: str) -> Response:
    """The same as .docx, in Chinese."""
    with in_language("zh_CN"):
        seen, values = handling_slip.values_of(reference, actor=current_actor())
        return send_document(templates.made(HANDLING_SLIP, values), _("Handling slip %(case)s", case=seen.reference))


@blueprint.get("/<reference>/letters/<key>")
@requires(rights.READ)
def letter_paper(reference: str, key: str) -> ResponseReturnValue:
    """A letter to a department, as it goes out."""
    seen, one, values = letter.values_of(reference, key, actor=current_actor())
    is_out = seen.runs and one.issued_at is not None
    return render_template(
        "cases/papers/paper.html",
        case=seen,
        page="cases/papers/_letter.html",
        title=_("Coordination letter"),
        paper={**filling.common_values(), **values},
        download=url_for(".letter_file", reference=reference, key=key) if is_out else "",
        note="" if one.issued_at else _("Not sent yet: so it would go out."),
    )


@blueprint.get("/<reference>/letters/<key>/letter.docx")
@requires(rights.RUN)
def letter_file(reference: str, key: str) -> Response:
    """The same as .docx, in Chinese, once it has gone out: nobody carries away what the author has not agreed to."""
    with in_language("zh_CN"):
        seen, _letter, values = letter.values_of(reference, key, actor=current_actor(), issued=True)
        return send_document(templates.made(LETTER, values), _("Coordination letter %(case)s", case=seen.reference))
