"""Who is notified of a contact's invitation and of an imported roster."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from ..accounts.telling import OWN_ACCOUNT
from ..extensions import db
from ..messages import Happened, Shown, Source, To
from ..rights import Actor
from . import rights
from .models import Contact, MemberImport
from .roster.importing import added_count

TOPIC = OWN_ACCOUNT


def _account_of(contact_id: int) -> list[int]:
    account_id = db.session.scalar(select(Contact.account_id).where(Contact.id == contact_id))
    return [account_id] if account_id else []


def _own_contacts(actor: Actor, contact_ids: Sequence[int]) -> dict[int, Shown]:
    return {one: Shown(_("My account"), "accounts.account") for one in contact_ids if one in actor.contact_ids}


def _sender(import_id: int) -> list[int]:
    by_id = db.session.scalar(select(MemberImport.by_id).where(MemberImport.id == import_id))
    return [by_id] if by_id else []


def _imports(actor: Actor, import_ids: Sequence[int]) -> dict[int, Shown]:
    if not rights.EDIT.allows(actor):
        return {}
    records = db.session.scalars(select(MemberImport).where(MemberImport.id.in_(import_ids)))
    return {
        one.id: Shown(
            _("%(new)s new, %(changed)s changed", new=added_count(one), changed=one.counts.get("changed", 0)),
            "members.check",
            {"import_id": one.id},
        )
        for one in records
    }


def _of_contact(happened: Happened, _to: To) -> list[int]:
    return _account_of(happened.subject_id)


def _of_import(happened: Happened, _to: To) -> list[int]:
    return _sender(happened.subject_id)


OF_CONTACT = Source(_of_contact, _own_contacts, lambda account_id, _to, one: account_id in _account_of(one))
OF_IMPORT = Source(_of_import, _imports, lambda account_id, _to, one: account_id in _sender(one))
