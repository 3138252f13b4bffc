"""Who, of those that a role means, may have a part in a case: deny wins over every role."""

from sqlalchemy import ColumnElement, select

from ..accounts import hats
from ..accounts.hats import Hat
from ..accounts.models import AccountRole
from ..errors import DomainError
from ..extensions import db
from ..permissions import Role
from .models import Case
from .visibility import denied, visible


def holders(role: Role) -> list[tuple[int, Hat]]:
    """The accounts that have a role, each in the hat of that role."""
    rows = db.session.scalars(select(AccountRole.account_id).where(AccountRole.role == role))
    return [(account_id, Hat(role, "")) for account_id in rows]


def sees(account_id: int, hat: Hat, case_id: int, *, once_granted: bool = False) -> bool:
    """Whether an account in this hat may see the case; `once_granted`: whether nothing would deny it."""
    try:
        actor = hats.actor_for(account_id, hat)
    except DomainError:
        return False
    allowed: ColumnElement[bool] = ~denied(actor) if once_granted else visible(actor)
    return db.session.scalar(select(Case.id).where(Case.id == case_id, allowed)) is not None


def arbiter(case: Case) -> Role | None:
    """Who decides an objection: the supervisor, or the leader where no supervisor is free to.

    Nobody judges a decision of their own: where the supervisor ran the case, the leader comes first. None where
    everybody is concerned.
    """
    order = (Role.LEADER, Role.SUPERVISOR) if case.supervisor_runs else (Role.SUPERVISOR, Role.LEADER)
    return next(
        (role for role in order if any(sees(*holder, case.id, once_granted=True) for holder in holders(role))), None
    )
