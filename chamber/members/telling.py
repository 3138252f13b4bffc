"""Who is notified of a contact's invitation, of an imported roster, and of what a firm says is wrong."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from ..accounts.telling import OWN_ACCOUNT, outside
from ..extensions import db
from ..messages import Shown, Source
from ..rights import Actor
from . import rights
from .models import Contact, Correction, MemberImport
from .roster.importing import added_count

TOPIC = OWN_ACCOUNT


def _account_of(contact_id: int) -> int | None:
    return db.session.scalar(select(Contact.account_id).where(Contact.id == contact_id))


def _own_contacts(actor: Actor, contact_ids: Sequence[int]) -> dict[int, Shown]:
    return {one: Shown(_("My account"), "accounts.account") for one in contact_ids if one in actor.contact_ids}


def _sender(import_id: int) -> int | None:
    return db.session.scalar(select(MemberImport.by_id).where(MemberImport.id == import_id))


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


OF_CONTACT = Source.of_owner(_account_of, _own_contacts, outside=outside)
OF_IMPORT = Source.of_owner(_sender, _imports)


def _asker(correction_id: int) -> int | None:
    return db.session.scalar(select(Correction.by_id).where(Correction.id == correction_id))


def _own_page(actor: Actor, correction_ids: Sequence[int]) -> dict[int, Shown]:
    query = select(Correction.id, Correction.member_id).where(
        Correction.id.in_(correction_ids), Correction.member_id == actor.member_id
    )
    return {
        row.id: Shown(_("My firm"), "members.show", {"member_id": row.member_id, "_anchor": "corrections"})
        for row in db.session.execute(query)
    }


OF_CORRECTION = Source.of_owner(_asker, _own_page)
