"""Who is notified of an invitation, an imported roster, the decision on an application, and an error on the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ..accounts.telling import OWN_ACCOUNT, outside
from ..extensions import db
from ..messages import Happened, Outside, Shown, Source
from ..rights import Actor
from . import rights
from .models import Contact, Correction, Member, MemberImport, MemberStatus
from .roster.importing import added_count
from .services import visible_to

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
            _said(one),
            "members.check",
            {"import_id": one.id},
        )
        for one in records
    }


def _import_outside(import_id: int) -> Outside | None:
    """How many firms it brought or changed, and its page: nothing of any of them."""
    record = db.session.get(MemberImport, import_id)
    return Outside(_said(record), f"/members/import/{import_id}") if record else None


def _said(record: MemberImport) -> str:
    return _("%(new)s new, %(changed)s changed", new=added_count(record), changed=record.counts.get("changed", 0))


OF_CONTACT = Source.of_owner(_account_of, _own_contacts, outside=outside)
OF_IMPORT = Source.of_owner(_sender, _imports, outside=_import_outside)


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


def _correction_outside(correction_id: int) -> Outside | None:
    """The page of the firm; what was wrong on it stays inside."""
    member_id = db.session.scalar(select(Correction.member_id).where(Correction.id == correction_id))
    return Outside(_("My firm"), f"/members/{member_id}#corrections") if member_id else None


OF_CORRECTION = Source.of_owner(_asker, _own_page, outside=_correction_outside)


def _people(member_id: int) -> list[int]:
    query = select(Contact.account_id).where(Contact.member_id == member_id, Contact.left_at.is_(None))
    return [one for one in db.session.scalars(query.distinct()) if one is not None]


def _own_firms(actor: Actor, member_ids: Sequence[int]) -> dict[int, Shown]:
    own = [one for one in member_ids if one in actor.member_ids]
    rows = db.session.execute(
        select(Member.id, Member.name, visible_to(actor).label("opens")).where(Member.id.in_(own))
    )
    return {
        row.id: Shown(row.name, "members.show", {"member_id": row.id})
        if row.opens
        else Shown(row.name, "accounts.account")
        for row in rows
    }


def _why(happened: Happened) -> Mapping[str, Any]:
    if happened.facts.get("status") != MemberStatus.REFUSED:
        return {}
    firm = db.session.scalar(select(Member.name).where(Member.id == happened.subject_id))
    return {"firm": firm, "why": happened.reason}


def _refused(kept: Mapping[str, Any]) -> str:
    return _("%(firm)s (reason: %(why)s)", firm=kept["firm"], why=kept["why"].rstrip("。."))


OF_MEMBER = Source(
    lambda happened, _to: _people(happened.subject_id),
    _own_firms,
    lambda account_id, _to, member_id: account_id in _people(member_id),
    kept=_why,
    recalled=_refused,
)
