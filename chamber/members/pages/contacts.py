"""The pages of a member's contacts: add, change, invite."""

from collections.abc import Iterable
from typing import Any

import segno
from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts import rights as account_rights
from ...accounts.correcting import SignIn
from ...tables.writing import escape_formula
from ...web.access import requires
from ...web.addresses import arguments, here, outside
from ...web.answers import attempt, invalid, is_htmx, see_other, success
from ...web.requests import current_actor
from ...web.toasts import undoable
from .. import rights, services
from ..forms import ContactForm, InvitationsForm
from ..joining import inviting
from ..record import contacts, editing
from . import conflict
from .blueprint import ID, blueprint

PERSON = f"/{ID}/contacts/<int(max=2147483647):contact_id>"


@blueprint.route(f"/{ID}/contacts/new", methods=["GET", "POST"])
@requires(rights.EDIT)
def new_contact(member_id: int) -> ResponseReturnValue:
    """A new contact of a member."""
    actor = current_actor()
    form = ContactForm()
    if form.validate_on_submit():
        done, contact = attempt(form, contacts.add, member_id, form.typed(), actor=actor)
        if done:
            message = _("%(name)s is a contact now.", name=contact.name)
            return success(message, ".show", member_id=member_id, _anchor=f"contact-{contact.id}")
    member = services.find(member_id, actor)
    return invalid("members/contact_form.html", form=form, member=member, contact=None)


@blueprint.route(f"{PERSON}/edit", methods=["GET", "POST"])
@requires(rights.EDIT)
def edit_contact(member_id: int, contact_id: int) -> ResponseReturnValue:
    """Change a contact; stored numbers are not shown, only replaced."""
    actor = current_actor()
    contact = services.find_contact(member_id, contact_id, actor)
    stored = {name: getattr(contact, name) for name in ("name", "title", "duty", "version")}
    form = ContactForm(data=stored)
    if form.validate_on_submit():
        at, version = (member_id, contact_id), form.version.number
        try:
            done, sign_in = attempt(form, contacts.edit, *at, form.typed(), version=version, actor=actor)
        except editing.EditConflict:
            return _conflict(form, member_id, contact_id)
        if done:
            flash(_saved(contact.name, sign_in), "success" if sign_in in (SignIn.SAME, SignIn.UPDATED) else "info")
            # The message is on top of the page: without an anchor the browser shows it.
            anchor = f"contact-{contact_id}" if sign_in == SignIn.SAME else None
            return see_other(url_for(".show", member_id=member_id, _anchor=anchor))
    contact = services.find_contact(member_id, contact_id, actor)
    seen, member = services.seen_contact(actor, contact), services.find(member_id, actor)
    return invalid("members/contact_form.html", form=form, member=member, contact=seen)


def _saved(name: str, sign_in: SignIn) -> str:
    messages = {
        SignIn.SAME: _("Saved."),
        SignIn.UPDATED: _("Saved. %(name)s signs in with the new number from now on.", name=name),
        SignIn.TAKEN: _(
            "Saved. But another account has this number already, so %(name)s signs in as before. The system"
            " administrator can correct that.",
            name=name,
        ),
        SignIn.NOT_UPDATED: _(
            "Saved. %(name)s signs in as before; the system administrator can change that.",
            name=name,
        ),
    }
    return messages[sign_in]


def _conflict(form: ContactForm, member_id: int, contact_id: int) -> ResponseReturnValue:
    actor = current_actor()
    contact = services.find_contact(member_id, contact_id, actor, fresh=True)
    return conflict.contact_page(form, services.find(member_id, actor), contact, services.seen_contact(actor, contact))


@blueprint.post(f"{PERSON}/leave")
@requires(rights.EDIT)
def contact_leaves(member_id: int, contact_id: int) -> ResponseReturnValue:
    """Mark a contact as no longer with the firm."""
    contact = contacts.leave(member_id, contact_id, actor=current_actor())
    undo = url_for(".contact_returns", member_id=member_id, contact_id=contact_id)
    message = undoable(_("%(name)s is no longer a contact.", name=contact.name), undo)
    return success(message, ".show", member_id=member_id, _anchor="contacts")


@blueprint.post(f"{PERSON}/come-back")
@requires(rights.EDIT)
def contact_returns(member_id: int, contact_id: int) -> ResponseReturnValue:
    """Undo `contact_leaves`."""
    contact = contacts.come_back(member_id, contact_id, actor=current_actor())
    message = _("%(name)s is a contact again.", name=contact.name)
    return success(message, ".show", member_id=member_id, _anchor="contacts")


def shown_link(secret: str) -> dict[str, str]:
    """A sign-in link as phones open it, and its QR picture."""
    link = outside(url_for("accounts.join", token=secret))
    return {"link": link, "picture": segno.make(link, error="m").svg_data_uri(scale=6, border=2)}


@blueprint.route("/invitations", methods=["GET", "POST"])
@requires(account_rights.INVITE)
def invitations() -> ResponseReturnValue:
    """Links for many firms in one press; they are shown once and not stored."""
    actor, form, wanted = current_actor(), InvitationsForm(), _wanted()
    if form.validate_on_submit():
        done, links = attempt(form, inviting.invite, form.chosen.data or [], wanted, actor=actor)
        if done:
            shown = [(one, shown_link(one.secret)) for one in links]
            table = _as_table(shown)
            return render_template("members/invited.html", links=shown, table=table, again=here(tick=None))
    firms, number = inviting.not_joined(wanted, actor=actor)
    others = inviting.without_contact(wanted, actor=actor)
    tick = arguments().get("tick", "")
    ticked = {one.person.id for one in firms if tick == "all" or (tick != "none" and not one.invited_at)}
    chosen = set(form.chosen.data or ()) if form.is_submitted() else ticked
    seen: dict[str, Any] = {"firms": firms, "number": number, "others": others, "wanted": wanted, "chosen": chosen}
    return invalid("members/invitations.html", form=form, **seen)


def _as_table(shown: Iterable[tuple[inviting.Link, dict[str, str]]]) -> str:
    """Firm, person, number and link, a line each, with tabs between: to paste into a spreadsheet."""
    rows = ([one.firm, one.person.name, one.person.phone, link["link"]] for one, link in shown)
    return "\n".join("\t".join(escape_formula(cell) for cell in row) for row in rows)


def _wanted() -> inviting.Wanted:
    """The firms that the address asks for."""
    number = arguments().get("import", "")
    import_id = int(number) if number.isdecimal() and len(number) < 10 else None
    return inviting.Wanted(import_id, arguments().get("q", "")[:100])


@blueprint.post(f"{PERSON}/invite")
@requires(account_rights.INVITE)
def invite(member_id: int, contact_id: int) -> ResponseReturnValue:
    """Issue a sign-in link to paste into WeChat; shown once and not stored."""
    contact, secret = contacts.invite(member_id, contact_id, actor=current_actor())
    shown = shown_link(secret)
    seen = {"member": services.find(member_id, current_actor()), "contact": contact, **shown}
    return render_template("members/_invite.html" if is_htmx() else "members/invite.html", **seen)
