"""Export the roster as xlsx, with the same columns that the import reads."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ...audit import services as audit
from ...extensions import db
from ...jobs.kinds import Advance, no_progress, with_progress
from ...rights import Actor
from ...tables.writing import Column, write
from .. import rights, search
from ..models import Contact, Member
from ..record.fields import shown
from .columns import MAX_CONTACTS, MEMBER_COLUMNS, contact_columns, label_of

_AS_THEY_ARE = ("employees", "joined_on", "left_on")


def columns(contacts: int = 1) -> list[Column]:
    """The columns of a roster with this many contacts per row, in the current language."""
    people = [one for number in range(1, contacts + 1) for one in contact_columns(number)]
    return [Column(label_of(column.key), column.width, column.kind) for column in (*MEMBER_COLUMNS, *people)]


def _field(key: str) -> str:
    return key.rpartition(".")[2]


def template() -> bytes:
    """An empty roster to fill in, as xlsx."""
    return write(columns(2), [], _("Roster"))


def size(filters: search.Filters, *, actor: Actor) -> int:
    """The number of rows that an export has."""
    rights.EDIT.demand(actor)
    ids = search.matching(actor, filters).with_only_columns(Member.id).subquery()
    return db.session.scalar(select(func.count()).select_from(ids)) or 0


def export(filters: search.Filters, *, actor: Actor, advance: Advance = no_progress) -> bytes:
    """The filtered members with facts and current contacts, as xlsx; logged. Forbidden for all but the secretariat."""
    rights.EDIT.demand(actor)
    audit.record_read("member.exported", "member", "list", actor=actor)
    chosen = search.matching(actor, filters)
    ids = chosen.with_only_columns(Member.id)
    most = db.session.scalar(
        select(func.count())
        .select_from(Contact)
        .where(Contact.member_id.in_(ids), Contact.left_at.is_(None))
        .group_by(Contact.member_id)
        .order_by(func.count().desc())
        .limit(1)
    )
    contacts = min(max(most or 1, 1), MAX_CONTACTS)
    rows = with_progress(_rows(chosen, contacts), 0 if advance is no_progress else size(filters, actor=actor), advance)
    return write(columns(contacts), rows, _("Roster"))


def _rows(chosen: Any, contacts: int) -> Iterator[list[Any]]:
    query = chosen.options(selectinload(Member.contacts)).order_by(Member.name_key, Member.id)
    for member in db.session.scalars(query.execution_options(yield_per=500)):
        row = [_value(column.key, getattr(member, column.key)) for column in MEMBER_COLUMNS]
        people = [person for person in member.contacts if person.left_at is None][:contacts]
        for person in people:
            row += [_value(_field(column.key), getattr(person, _field(column.key))) for column in contact_columns(1)]
        yield row + [None] * (6 * (contacts - len(people)))


def _value(name: str, value: Any) -> Any:
    return value if name in _AS_THEY_ARE else shown(name, value)
