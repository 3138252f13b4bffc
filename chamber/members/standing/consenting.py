"""What people say to the text on personal data: agreed, refused or taken back, each with the version that it was."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ScalarSelect, Select, false, func, select

from ... import clock
from ...accounts.models import Account
from ...audit import services as audit
from ...errors import Conflict, Repeated
from ...extensions import db, lock_area
from ...rights import ALL, Actor
from .. import rights
from .models import Agreement, ConsentText


@dataclass(frozen=True)
class Said:
    """What an account said last."""

    version: int
    agreed: bool
    at: datetime
    name: str


def said(actor: Actor) -> Said | None:
    """What this person said last; None where they were never asked."""
    query = _said().where(Agreement.account_id == actor.account_id).order_by(Agreement.id.desc())
    row = db.session.execute(query.limit(1)).first()
    return Said(*row) if row else None


def asks(actor: Actor) -> ScalarSelect[int]:
    """Whether this person is to be asked (1 or more), as a part of a query.

    They are where they said nothing yet to the newest version that changed purpose, manner or kind of the data, or to
    a later one (Personal Information Protection Law art. 14): better wording asks nobody.
    """
    if not rights.AGREE.allows(actor):
        return select(func.count()).where(false()).scalar_subquery()
    last = select(func.coalesce(func.max(Agreement.text_version), 0)).where(Agreement.account_id == actor.account_id)
    news = select(func.count()).select_from(ConsentText)
    return news.where(ConsentText.asks_again, ConsentText.version > last.scalar_subquery()).scalar_subquery()


def is_asked(actor: Actor) -> bool:
    """The same as an answer."""
    return bool(db.session.scalar(select(asks(actor))))


def decide(version: int, agreed: bool, *, actor: Actor) -> None:
    """Agree to the text in force, or refuse it; a refusal takes an earlier consent back and closes nothing.

    Conflict where another text is in force by now, Repeated where that is said already. Source: Personal Information
    Protection Law arts. 14 to 16.
    """
    rights.AGREE.demand(actor)
    lock_area("standing")
    if version != db.session.scalar(select(func.max(ConsentText.version))):
        raise Conflict(_("Another text has been put in force meanwhile. Please read it first."))
    last = said(actor)
    if last and (last.version, last.agreed) == (version, agreed):
        raise Repeated(_("You have said this already."))
    row = Agreement(account_id=actor.account_id, text_version=version, agreed=agreed, at=clock.now())
    db.session.add(row)
    act = "standing.agreed" if agreed else "standing.refused"
    audit.record(act, "standing", f"text-{version}", actor=actor)


def refused(*, actor: Actor) -> list[Said]:
    """Whose last word is no, for who reads all of the standing."""
    rights.READ_STANDING.demand(actor, ALL)
    last = select(func.max(Agreement.id)).group_by(Agreement.account_id)
    query = _said().where(Agreement.id.in_(last), Agreement.agreed.is_(False)).order_by(Agreement.id.desc())
    return [Said(*row) for row in db.session.execute(query)]


def _said() -> Select[int, bool, datetime, str]:
    query = select(Agreement.text_version, Agreement.agreed, Agreement.at, Account.name)
    return query.join(Account, Account.id == Agreement.account_id)
