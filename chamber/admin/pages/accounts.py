"""Administration: accounts, and who handles cases for a department."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...accounts import administration, correcting, linking, listing
from ...accounts import rights as account_rights
from ...accounts.joining import invitations
from ...accounts.models import Account
from ...config import settings
from ...directory import handlers
from ...directory import rights as directory_rights
from ...directory import services as directory
from ...language.phones import mask_phone
from ...rights import Role
from ...web import qr
from ...web.access import requires
from ...web.addresses import arguments, chips
from ...web.answers import attempt, invalid, success
from ...web.paging import keyset
from ...web.requests import current_actor
from ..forms import AccountForm, ContactForm, CorrectionForm, HandlersForm, ReasonForm, RolesForm

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
ACCOUNT = "/accounts/<int(max=2147483647):account_id>"
DEPARTMENT = "/departments/<int(max=2147483647):department_id>"
administers = requires(account_rights.ADMINISTER)
sets_handlers = requires(directory_rights.ADMINISTER)


@blueprint.get("/")
@administers
def index() -> ResponseReturnValue:
    """Accounts come first."""
    return redirect(url_for(".accounts"), 303)


@blueprint.get("/accounts")
@administers
def accounts() -> ResponseReturnValue:
    """All accounts, newest first, by search and chip."""
    args = arguments()
    wanted = listing.Filter(args.get("q", ""), args.get("show", ""))
    page = keyset(listing.accounts(wanted, actor=current_actor()), [Account.id], descending=True)
    counts = listing.counts(wanted.query, actor=current_actor())
    return render_template(
        "admin/accounts.html",
        page=page,
        chips=chips("show", listing.labels(), wanted.chip, counts),
        wanted=wanted,
        total=counts.get(wanted.chip, 0),
        places=listing.firms_and_departments([row.id for row in page.rows], actor=current_actor()),
        labels=Role.labels(),
    )


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@administers
def new_account() -> ResponseReturnValue:
    """Make an account and show its link."""
    form = AccountForm().offer(directory.departments(actor=current_actor()))
    if form.validate_on_submit():
        done, made = attempt(form, administration.create, form.typed(), actor=current_actor())
        if done:
            return _link_page(*made)
    return invalid("admin/new_account.html", form=form)


def _link_page(account: Account, token: str) -> ResponseReturnValue:
    # Shown once, in the answer itself: only the hash of the secret is stored.
    address = f"{settings().address()}{url_for('accounts.join', token=token)}"
    until = clock.now() + invitations.LIFETIME
    return render_template(
        "admin/link.html", account=account, address=address, picture=qr.picture(address), until=until
    )


@blueprint.get(ACCOUNT)
@administers
def account(account_id: int) -> ResponseReturnValue:
    """One account: its roles, firms, departments and links."""
    return _account_page(account_id)


def _account_page(account_id: int, status: int = 200, **forms: Any) -> ResponseReturnValue:
    actor = current_actor()
    row = listing.find(account_id, actor=actor)
    contacts = administration.contacts_of(account_id, actor=actor)
    roles = forms.get("roles") or RolesForm(
        formdata=None, roles=[role.value for role in administration.roles_of(row)], version=row.version
    ).offer(bool(contacts))
    facts = forms.get("facts") or CorrectionForm(formdata=None, name=row.name, prefix="own")
    roles.version.data = facts.version.data = str(row.version)
    found, search = _candidates()
    return invalid(
        "admin/account.html",
        status=status,
        account=row,
        contacts=contacts,
        issues_link=not (row.disabled_at or administration.is_contact_only(row, actor=actor)),
        held=[Role.labels()[role] for role in Role if role in administration.roles_of(row)],
        departments=listing.departments_of(account_id, actor=actor),
        links=invitations.issued_for(account_id, actor=actor),
        mobile=mask_phone(row.mobile),
        roles=roles,
        facts=facts,
        reason=forms.get("reason") or ReasonForm(formdata=None),
        search=search,
        found=found,
    )


def _candidates() -> tuple[list[Any] | None, ContactForm]:
    form = ContactForm(request.args) if "mobile" in request.args else ContactForm(formdata=None)
    if "mobile" not in request.args or not form.validate():
        return None, form
    done, found = attempt(form, linking.candidates, form.mobile.data, actor=current_actor())
    return (found if done else None), form


def _change(account_id: int, service: Any, message: str, **named: Any) -> ResponseReturnValue:
    """Run a service with what was typed in the one form of the page that was sent; errors stand in that form."""
    (form,) = named.values()
    if form.validate_on_submit():
        done, row = attempt(form, service, account_id, actor=current_actor(), **form.typed())
        if done:
            return success(message % {"name": row.name}, ".account", account_id=account_id)
    overtaken = "version" in form and form.version.number != listing.find(account_id, actor=current_actor()).version
    return _account_page(account_id, 409 if overtaken else 422, **named)


@blueprint.post(f"{ACCOUNT}/roles")
@administers
def set_roles(account_id: int) -> ResponseReturnValue:
    """Change what an account may do."""
    form = RolesForm().offer(bool(administration.contacts_of(account_id, actor=current_actor())))
    return _change(account_id, administration.set_roles, _("The roles of %(name)s are changed."), roles=form)


@blueprint.post(f"{ACCOUNT}/correct")
@administers
def correct(account_id: int) -> ResponseReturnValue:
    """Put an account's name or mobile number right."""
    form = CorrectionForm(prefix="own")
    return _change(account_id, correcting.correct, _("Name and number of %(name)s are saved."), facts=form)


@blueprint.post(f"{ACCOUNT}/disable")
@administers
def disable(account_id: int) -> ResponseReturnValue:
    """Close an account at once."""
    message = _("The account is disabled; its sessions have ended.")
    return _change(account_id, administration.disable, message, reason=ReasonForm())


@blueprint.post(f"{ACCOUNT}/enable")
@administers
def enable(account_id: int) -> ResponseReturnValue:
    """Open an account again."""
    return _change(account_id, administration.enable, _("The account can sign in again."), reason=ReasonForm())


@blueprint.post(f"{ACCOUNT}/link")
@administers
def issue_link(account_id: int) -> ResponseReturnValue:
    """A new sign-in link for an account without a firm."""
    account, token = administration.issue_link(account_id, actor=current_actor())
    return _link_page(account, token)


@blueprint.post(f"{ACCOUNT}/contacts")
@administers
def link_contact(account_id: int) -> ResponseReturnValue:
    """Let the account act for the firm of a contact."""
    contact = linking.link(
        account_id,
        request.form.get("contact", 0, type=int),
        mobile=request.form.get("mobile", ""),
        actor=current_actor(),
    )
    message = _("The account now acts for %(firm)s too.", firm=contact.member.name)
    return success(message, ".account", account_id=account_id)


@blueprint.post(f"{ACCOUNT}/contacts/<int(max=2147483647):contact_id>/unlink")
@administers
def unlink_contact(account_id: int, contact_id: int) -> ResponseReturnValue:
    """Unlink the account from a contact."""
    linking.unlink(account_id, contact_id, actor=current_actor())
    return success(_("The account no longer acts for this firm."), ".account", account_id=account_id)


@blueprint.get("/departments")
@sets_handlers
def departments() -> ResponseReturnValue:
    """Who handles cases for which department."""
    return render_template("admin/departments.html", rows=handlers.by_department(actor=current_actor()))


@blueprint.route(DEPARTMENT, methods=["GET", "POST"])
@sets_handlers
def department(department_id: int) -> ResponseReturnValue:
    """Set the handlers of a department and their lead."""
    actor = current_actor()
    row = directory.find(department_id, actor=actor)
    choices = [(one.id, one.name) for one in handlers.choices(row, actor=actor)]
    present, lead = handlers.current(row)
    form = HandlersForm(handlers=present, lead=lead, version=row.version).offer(choices)
    if form.validate_on_submit():
        chosen, version = frozenset(form.handlers.data or []), form.version.number
        done, _row = attempt(form, handlers.set_handlers, row.id, chosen, form.lead.data, actor=actor, version=version)
        if done:
            return success(_("The handlers of “%(name)s” are set.", name=_row.name), ".departments")
    overtaken = form.is_submitted() and form.version.number != directory.find(department_id, actor=actor).version
    status = 409 if overtaken else None
    form.version.data = str(directory.find(department_id, actor=actor).version)
    return invalid("admin/department.html", status=status, department=row, form=form, overtaken=overtaken)
