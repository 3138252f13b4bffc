"""The directory of departments: everybody reads, the secretariat edits."""

from collections import Counter

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..web.access import requires
from ..web.addresses import arguments, chips
from ..web.answers import attempt, invalid, success
from ..web.requests import current_actor
from . import rights, services
from .forms import DepartmentForm
from .models import DepartmentKind

blueprint = Blueprint("directory", __name__, url_prefix="/directory")
blueprint.context_processor(lambda: {"kinds": DepartmentKind.labels()})
ID = "<int(max=2147483647):department_id>"


@blueprint.get("/")
@requires(rights.READ)
def index() -> ResponseReturnValue:
    """All departments, or those that fit the search."""
    query, kind = arguments().get("q", ""), arguments().get("kind", "")
    kind = kind if kind in set(DepartmentKind) else ""
    rows = services.departments(query, actor=current_actor())
    counts = Counter(row.kind for row in rows)
    offered = {value: label for value, label in DepartmentKind.labels().items() if counts[value] or value == kind}
    return render_template(
        "directory/index.html",
        departments=[row for row in rows if row.kind == kind or not kind],
        kind_chips=chips("kind", offered, kind, counts, toggle=True),
        kind=kind,
        q=query,
        can_edit=services.can_edit(current_actor()),
        needs_verifying=services.needs_verifying,
    )


@blueprint.get(f"/{ID}")
@requires(rights.READ)
def department(department_id: int) -> ResponseReturnValue:
    """One department with its people."""
    row = services.find(department_id, actor=current_actor())
    return render_template(
        "directory/department.html",
        department=row,
        can_edit=services.can_edit(current_actor()),
        needs_verifying=services.needs_verifying(row),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(rights.EDIT)
def new() -> ResponseReturnValue:
    """Add a department."""
    form = DepartmentForm()
    if form.is_submitted() and "more" not in request.form and form.validate():
        done, row = attempt(form, services.create, form.details(), actor=current_actor())
        if done:
            return success(_("“%(name)s” is in the directory.", name=row.name), ".department", department_id=row.id)
    return _page(form, None)


@blueprint.route(f"/{ID}/edit", methods=["GET", "POST"])
@requires(rights.EDIT)
def edit(department_id: int) -> ResponseReturnValue:
    """Change a department; who was slower sees both texts."""
    actor = current_actor()
    form = (
        DepartmentForm() if request.method == "POST" else DepartmentForm.of(services.find(department_id, actor=actor))
    )
    if form.is_submitted() and "more" not in request.form and form.validate():
        version = form.version.number
        done, _row = attempt(form, services.edit, department_id, form.details(), actor=actor, version=version)
        if done:
            return success(_("Saved."), ".department", department_id=department_id)
    return _page(form, department_id)


def _page(form: DepartmentForm, department_id: int | None) -> ResponseReturnValue:
    row = services.find(department_id, actor=current_actor()) if department_id else None
    asked = "more" in request.form
    overtaken = row is not None and form.is_submitted() and form.version.number != row.version
    if overtaken and row is not None:
        form.version.data = str(row.version)
    if asked or not form.is_submitted():
        form.add_rows()
    status = 409 if overtaken else 200 if asked else None
    return invalid(
        "directory/edit.html",
        status=status,
        form=form,
        department=row,
        rows_added=asked,
        theirs=row if overtaken else None,
    )


@blueprint.post(f"/{ID}/verified")
@requires(rights.EDIT)
def verified(department_id: int) -> ResponseReturnValue:
    """Note that all of this was checked today."""
    row = services.verify(department_id, actor=current_actor())
    message = _("“%(name)s” is marked as verified today.", name=row.name)
    return success(message, ".department", department_id=department_id)
