"""The page after an edit conflict: stored and typed values side by side."""

from collections.abc import Mapping
from typing import Any

from flask.typing import ResponseReturnValue

from ...web.answers import invalid
from ..forms import ContactForm, MemberForm
from ..models import Contact, Member
from ..record.fields import CONTACT_FIELDS, MEMBER_FIELDS, Field, read_all, shown
from ..services import SeenContact


def _differences(fields: Mapping[str, Field], stored: object, typed: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    values, _problems = read_all(fields, typed)
    return [
        (name, shown(name, getattr(stored, name)), shown(name, value))
        for name, value in values.items()
        if getattr(stored, name) != value
    ]


def member_page(form: MemberForm, member: Member) -> ResponseReturnValue:
    """The 409 page of a member: differences, and the form on top of the stored version."""
    stale = _differences(MEMBER_FIELDS, member, form.typed())
    form.version.data = member.version
    return invalid("members/form.html", status=409, form=form, member=member, stale=stale)


def contact_page(form: ContactForm, member: Member, contact: Contact, seen: SeenContact) -> ResponseReturnValue:
    """The 409 page of a contact."""
    typed = {name: value for name, value in form.typed().items() if name not in form.masked}
    stale = _differences(CONTACT_FIELDS, contact, typed)
    form.version.data = contact.version
    return invalid("members/contact_form.html", status=409, form=form, member=member, contact=seen, stale=stale)
