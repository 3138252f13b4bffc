"""The pages on which the secretariat edits limits, categories and other paths."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import Conflict, DomainError, NotFound
from ...web.access import requires
from ...web.answers import invalid, see_other
from ...web.requests import current_actor
from .. import rights
from ..forms.acts import number
from ..lists import categories
from ..rules import limits
from ..words import LIMIT_LABELS, LIST_LABELS, Complexity
from .cases import blueprint

OWN_DESK = "desk"
"""Chosen in place of a department."""


@blueprint.route("/limits", methods=["GET", "POST"])
@requires(rights.MAINTAIN)
def edit_limits() -> ResponseReturnValue:
    """The limits in working days; an edit counts for cases submitted from then on."""
    problem: dict[str, str] = {}
    if request.method == "POST":
        key = request.form.get("key", "")
        try:
            limits.change(key, request.form.get("days", 0, type=int), actor=current_actor())
        except NotFound:
            raise
        except DomainError as error:
            problem = {key: str(error)}
        else:
            flash(_("Saved. It applies to cases submitted from now on."), "success")
            return see_other(url_for("cases.edit_limits"))
    return invalid(
        "cases/limits.html",
        status=422 if problem else 200,
        limits=limits.current(),
        limit_labels=LIMIT_LABELS,
        problem=problem,
    )


@blueprint.route("/lists", methods=["GET", "POST"])
@requires(rights.MAINTAIN)
def edit_lists() -> ResponseReturnValue:
    """Categories of each kind and other paths, and adding one."""
    problem: dict[str, DomainError] = {}
    if request.method == "POST":
        shelf = request.form.get("shelf", "")
        try:
            categories.add_entry(shelf, request.form.get("text", ""), actor=current_actor())
        except NotFound:
            raise
        except DomainError as error:
            problem = {shelf: error}
        else:
            flash(_("Saved. It is now available."), "success")
            return see_other(url_for("cases.edit_lists", _anchor=shelf))
    return _lists(problem)


def _lists(problem: dict[str, DomainError]) -> ResponseReturnValue:
    """The page of all lists; `problem` by the list, or by the list and the number of its entry."""
    return invalid(
        "cases/lists.html",
        status=max((error.status for error in problem.values()), default=200),
        lists=categories.maintained(),
        uses=categories.open_uses(current_actor()),
        list_labels=LIST_LABELS,
        departments=[(OWN_DESK, _("We handle it ourselves")), *categories.departments(to_lead=True)],
        complexities=Complexity.choices(),
        problem=problem,
    )


@blueprint.post("/lists/<shelf>/<int(max=2147483647):entry_id>/edit")
@requires(rights.MAINTAIN)
def change_entry(shelf: str, entry_id: int) -> ResponseReturnValue:
    """Rename an entry, put it in another place, or change what it proposes."""
    text, place, was = request.form.get("text", ""), request.form.get("place", 0, type=int), request.form.get("was", "")
    department = request.form.get("department", "")
    own_desk = department == OWN_DESK
    unit = (number(department) or 0) if department and not own_desk else None
    proposal = categories.Proposal(request.form.get("complexity", ""), unit, own_desk)
    try:
        categories.change_entry(shelf, entry_id, text, place, proposal, was=was, actor=current_actor())
    except NotFound:
        raise
    except DomainError as error:
        return _lists({f"{shelf}-{entry_id}": error})
    flash(_("Saved."), "success")
    return see_other(url_for("cases.edit_lists", _anchor=shelf))


@blueprint.post("/lists/<shelf>/<int(max=2147483647):entry_id>/questions")
@requires(rights.MAINTAIN)
def ask_in(shelf: str, entry_id: int) -> ResponseReturnValue:
    """Change what the text of a category's cases may begin with."""
    try:
        categories.ask_in(shelf, entry_id, request.form.get("questions", ""), actor=current_actor())
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_("Saved."), "success")
    return see_other(url_for("cases.edit_lists", _anchor=shelf))


@blueprint.post("/lists/<shelf>/<int(max=2147483647):entry_id>")
@requires(rights.MAINTAIN)
def retire_entry(shelf: str, entry_id: int) -> ResponseReturnValue:
    """Offer an entry no more, or again."""
    retired = request.form.get("retired") == "1"
    try:
        categories.retire_entry(shelf, entry_id, retired, actor=current_actor())
    except (NotFound, Conflict):
        raise
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_("Saved. It is now disabled.") if retired else _("Saved. It is now available."), "success")
    return see_other(url_for("cases.edit_lists", _anchor=shelf))
