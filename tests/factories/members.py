"""Members, contacts, offices and tables, made by the real services."""

import io
from typing import Any

from openpyxl import Workbook

from chamber.language.codes import make_uscc
from chamber.members import search
from chamber.members.models import Contact, Member, Term
from chamber.members.record import contacts, editing, indexed
from chamber.members.terms import changing
from chamber.rights import Actor


def code(number: int) -> str:
    """A valid credit code."""
    return make_uscc("330304", number)


def facts(number: int, **more: Any) -> dict[str, Any]:
    """Form values of a new firm."""
    return {"name": f"恒信{number}号门窗有限公司", "uscc": code(number), "joined_on": "2024-05-06", **more}


def enter(actor: Actor, number: int, **more: Any) -> Member:
    """A member on the roster."""
    return editing.create(facts(number, **more), actor=actor)


def person(actor: Actor, member: Member, name: str, mobile: str = "", **more: Any) -> Contact:
    """A contact of a firm."""
    return contacts.add(member.id, {"name": name, "mobile": mobile, **more}, actor=actor)


def term(actor: Actor, name: str = "第四届", began_on: str = "2025-03-01") -> Term:
    """A term of office."""
    return changing.begin(name, began_on, actor=actor)


def index(member: Member) -> None:
    """Let a member be found that was inserted directly."""
    search.refresh(member)
    indexed.put([member.id])


def table(*rows: list[Any], title: str = "名册") -> bytes:
    """An xlsx file of these rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
