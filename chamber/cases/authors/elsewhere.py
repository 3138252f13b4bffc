"""One's own case, while one acts for another firm or in another role."""

from sqlalchemy import or_, select

from ...accounts.acting import ActingAs, acting_choices, actor_for
from ...extensions import db
from ...language.text import clean
from ...rights import Actor
from ..access.visibility import visible_to
from ..models import Case


def as_author(reference: str, actor: Actor) -> ActingAs | None:
    """As whom its author would see this case; None for everybody else, and where it is closed to the author too.

    For who has one role only nothing is asked; for others one query, whether there is such a case or not.
    """
    if not actor.contact_ids or (len(actor.contact_ids) == 1 and actor.contact_id is not None):
        return None
    mine = select(Case.id, Case.author_contact_id).where(
        Case.reference == clean(reference).upper()[:16],
        Case.author_contact_id.in_(actor.contact_ids - {actor.contact_id}),
        or_(Case.author_account_id == actor.account_id, Case.author_account_id.is_(None)),
        Case.locked_at.is_(None),
    )
    row = db.session.execute(mine).first()
    if row is None:
        return None
    found = (one for one in acting_choices(actor.account_id) if one.contact_id == row.author_contact_id)
    return next((one for one in found if _sees(actor_for(actor.account_id, one), row.id)), None)


def _sees(actor: Actor, case_id: int) -> bool:
    return db.session.scalar(select(Case.id).where(Case.id == case_id, visible_to(actor))) is not None
