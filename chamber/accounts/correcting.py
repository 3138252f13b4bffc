"""Putting right an account's name and the number that it signs in with."""

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from ..audit import services as audit
from ..errors import Conflict
from ..extensions import db
from ..permissions import Actor
from ..text import clean, mask_phone
from .administration import locked, mobile_of, name_of
from .models import Account


def correct(account_id: int, *, name: str, mobile: str, forgets: bool = False, version: int, actor: Actor) -> Account:
    """Set the name of an account, and its mobile number where one is typed; `forgets` takes the number away.

    DomainError at the field that is wrong; Conflict where another account has the number or somebody was quicker.
    """
    name, number = name_of(name), mobile_of(mobile) if clean(mobile) else None
    account = locked(account_id)
    number = number or (None if forgets else account.mobile)
    stored = {"name": account.name, "mobile": account.mobile}
    before, after = audit.changes(stored, {"name": name, "mobile": number})
    if not after:
        return account
    if account.version != version:
        raise Conflict(
            _(
                "Somebody else has changed this account meanwhile; its name is now %(name)s. Below is what you typed:"
                " saving again puts it over theirs.",
                name=account.name,
            )
        )
    account.name, account.mobile = name, number
    _flush()
    audit.record("account.corrected", "account", account.id, actor=actor, before=_logged(before), after=_logged(after))
    return account


def _flush() -> None:
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict(_("Another account has this mobile number."), field="mobile") from None


def _logged(values: dict[str, str | None]) -> dict[str, str | None]:
    return {name: mask_phone(value) if name == "mobile" else value for name, value in values.items()}
