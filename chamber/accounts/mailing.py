"""The mail address of an account: its own, else that of its contact."""

from sqlalchemy import ColumnElement, select

from ..extensions import db
from ..members.models import Contact
from .models import Account


def addresses(which: ColumnElement[bool]) -> dict[int, str]:
    """Where messages for these accounts go, by account; closed ones and those without any address are missing."""
    query = (
        select(Account.id, Account.email, Contact.email.label("of_contact"))
        .outerjoin(Contact, (Contact.account_id == Account.id) & Contact.left_at.is_(None))
        .where(which, Account.disabled_at.is_(None))
        .order_by(Contact.id)
    )
    found: dict[int, str] = {}
    for row in db.session.execute(query):
        if address := row.email or row.of_contact:
            found.setdefault(row.id, address)
    return found


def own_and_contact_address(account_id: int) -> tuple[str, str]:
    """The account's own address and that of its contact, each empty where there is none."""
    of_contact = select(Contact.email).where(
        Contact.account_id == account_id, Contact.left_at.is_(None), Contact.email != ""
    )
    first = of_contact.order_by(Contact.id).limit(1).scalar_subquery()
    row = db.session.execute(select(Account.email, first).where(Account.id == account_id)).one()
    return row[0] or "", row[1] or ""
