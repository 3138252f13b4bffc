"""Members as the search shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from ...extensions import db
from ...registry.finds import Hit
from ...rights import Actor
from ..models import Member, MemberStatus
from ..words import labels


def hits(_actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These members, each with its industry, or that it is none."""
    known = labels()
    rows = db.session.execute(select(Member.id, Member.name, Member.industry, Member.status).where(Member.id.in_(ids)))
    notes = {row.id: (row.name, _note(row, known)) for row in rows}
    return {key: Hit(name, "members.show", {"member_id": key}, note) for key, (name, note) in notes.items()}


def _note(row: Any, known: Mapping[str, Mapping[str, str]]) -> str:
    if row.status == MemberStatus.OUTSIDE:
        return known["status"][row.status]
    return known["industry"].get(row.industry, "")
