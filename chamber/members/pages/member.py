"""The list of members, a member's page, and its form."""

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...accounts.joining.invitations import invitable
from ...cases.lists.on_behalf import hidden_notes
from ...cases.lists.today import of_member as cases_of_member
from ...cases.lists.today import open_of_contacts
from ...events.door.attendance import attended_by
from ...web.access import requires
from ...web.addresses import arguments
from ...web.answers import attempt, invalid, success
from ...web.paging import headings, keyset, order_of
from ...web.requests import current_actor
from .. import rights, search, services
from ..forms import MemberForm
from ..models import Member
from ..record import corrections, editing
from ..record.fields import MEMBER_FIELDS, log_value
from . import conflict
from .blueprint import ID, blueprint
from .chips import counted, groups
from .columns import SORTS, columns


@blueprint.get("/")
@requires(rights.READ)
def index() -> ResponseReturnValue:
    """The list, with a search box and filter chips."""
    actor = current_actor()
    filters, order = search.Filters.read(arguments(), actor), order_of(SORTS, "name")
    found, can_edit = search.results(actor, filters), services.can_edit(actor)
    page = keyset(found.rows, order.keys, descending=order.descending, scalars=False)
    return render_template(
        "members/index.html",
        page=page,
        called=services.whom_to_call([row.id for row in page.rows], actor=actor) if can_edit else {},
        filters=filters,
        total=counted(filters, found.facets),
        groups=groups(filters, found.facets),
        headings=headings(columns(), SORTS, order.name),
        hidden={**filters.chosen(), "sort": arguments().get("sort")},
        sees_all=services.sees_all(actor),
        can_edit=can_edit,
    )


@blueprint.get(f"/{ID}")
@requires(rights.READ)
def show(member_id: int) -> ResponseReturnValue:
    """A member's page."""
    actor = current_actor()
    return page_of(services.seen_by(actor, member_id))


def page_of(member: services.SeenMember, status: int = 200, **context: object) -> ResponseReturnValue:
    """Render a member's page; `context` may hold a form with errors."""
    actor = current_actor()
    has_left, people = member.status in services.FORMER, [person.id for person in member.contacts]
    hidden = hidden_notes(actor, (note.case_id for note in member.notes))
    member = replace(member, notes=tuple(note for note in member.notes if note.case_id not in hidden))
    page = render_template(
        "members/show.html",
        member=member,
        can_leave=editing.can_leave(actor, member.status),
        has_left=has_left,
        has_joined=member.status not in services.NEVER_JOINED,
        invitable=invitable(people, asker=actor) if member.is_staff else people,
        attended=attended_by(member.id, actor=actor) if member.is_full else [],
        cases=cases_of_member(actor, member.id) if member.is_full else [],
        open_cases=open_of_contacts(actor, people) if member.is_staff else {},
        said=corrections.of_firm(member.id, actor=actor) if member.said_something else [],
        secretariat=corrections.whom_to_ask() if member.is_own else [],
        **context,
    )
    return page, status


@blueprint.route("/new", methods=["GET", "POST"])
@requires(rights.EDIT)
def new() -> ResponseReturnValue:
    """A new member."""
    form = MemberForm()
    if form.validate_on_submit():
        confirmed = bool(form.confirmed.data)
        done, member = attempt(form, editing.create, form.typed(), actor=current_actor(), confirmed=confirmed)
        if done:
            return success(_("%(name)s is on the roster.", name=member.name), ".show", member_id=member.id)
    if not form.is_submitted():
        form.joined_on.data, form.status.data = clock.today().isoformat(), "active"
    return invalid("members/form.html", form=form, member=None)


@blueprint.route(f"/{ID}/edit", methods=["GET", "POST"])
@requires(rights.EDIT)
def edit(member_id: int) -> ResponseReturnValue:
    """Change a member's facts."""
    actor = current_actor()
    member = services.find(member_id, actor)
    form = MemberForm(status=member.status, data=_stored(member))
    if form.validate_on_submit():
        options = {"version": form.version.number, "confirmed": bool(form.confirmed.data)}
        try:
            done, _member = attempt(form, editing.edit, member_id, form.typed(), actor=actor, **options)
        except editing.EditConflict:
            return conflict.member_page(form, services.find(member_id, actor, fresh=True))
        if done:
            return success(_("Saved."), ".show", member_id=member_id)
    member = services.find(member_id, actor)
    return invalid("members/form.html", form=form, member=member)


def _stored(member: Member) -> dict[str, object]:
    facts = {name: log_value(getattr(member, name)) for name in MEMBER_FIELDS}
    return {**facts, "version": member.version}
