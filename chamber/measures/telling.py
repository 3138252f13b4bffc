"""Who is notified of measures; no mail names one, as what it belongs to may be confidential."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from ..accounts import acting
from ..accounts.acting import ActingAs
from ..accounts.models import Account, AccountRole
from ..directory.models import DepartmentHandler
from ..errors import DomainError
from ..extensions import db
from ..members.models import Contact
from ..messages import Happened, Shown, Source, To, Topic
from ..rights import Actor, Role
from .access import runs, visible_to
from .models import Measure
from .owners import RUNNERS

OWNER = To("owner", _l("who does it: the department, the person or the firm"))
GIVERS = To("givers", _l("who runs it: the secretariat, or the supervisor"))
TOPIC = Topic(
    "measures",
    _l("Measures: given, due, done"),
    concerns=(Role.SECRETARIAT, Role.MEMBER, Role.HANDLER, Role.SUPERVISOR),
    stands_for=_l("[measure]"),
    by_law=True,
)


def _holders(*roles: Role) -> list[tuple[int, ActingAs]]:
    rows = select(AccountRole.account_id, AccountRole.role).join(Account, Account.id == AccountRole.account_id)
    query = rows.where(AccountRole.role.in_(roles), Account.disabled_at.is_(None)).order_by(AccountRole.account_id)
    return [(row.account_id, ActingAs(Role(row.role), "")) for row in db.session.execute(query)]


def _owners(row: Measure) -> Iterable[tuple[int, ActingAs]]:
    if row.department_id is not None:
        query = select(DepartmentHandler.account_id).where(DepartmentHandler.department_id == row.department_id)
        as_handler = ActingAs(Role.HANDLER, "", department_id=row.department_id)
        return [(one, as_handler) for one in db.session.scalars(query)]
    if row.member_id is not None:
        people = select(Contact.account_id, Contact.id).where(
            Contact.member_id == row.member_id, Contact.account_id.is_not(None), Contact.left_at.is_(None)
        )
        return [
            (one.account_id, ActingAs(Role.MEMBER, "", contact_id=one.id)) for one in db.session.execute(people).all()
        ]
    return [(one, acting_as) for one, acting_as in _holders(*RUNNERS) if one == row.account_id]


def _may_know(account_id: int, acting_as: ActingAs, row: Measure, to: To) -> bool:
    try:
        actor = acting.actor_for(account_id, acting_as)
    except DomainError:
        return False
    sees = db.session.scalar(select(Measure.id).where(Measure.id == row.id, visible_to(actor))) is not None
    return sees and (to != GIVERS or runs(actor, row))


def recipients(happened: Happened, to: To) -> list[int]:
    """The accounts that `to` means for this measure, those that may see it."""
    row = db.session.get(Measure, happened.subject_id)
    return _meant(row, to) if row else []


def _meant(row: Measure, to: To) -> list[int]:
    meant = _owners(row) if to == OWNER else _holders(*RUNNERS)
    return [one for one, acting_as in meant if _may_know(one, acting_as, row, to)]


def can_see(account_id: int, to: To, measure_id: int) -> bool:
    """Whether an account that was notified as this may still see the measure."""
    row = db.session.get(Measure, measure_id)
    return row is not None and account_id in _meant(row, to)


def shown(actor: Actor, measure_ids: Sequence[int]) -> dict[int, Shown]:
    """Measures by title; those that belong to something by their reference: the bell is read over a shoulder."""
    query = select(Measure.id, Measure.reference, Measure.title, Measure.subject_kind)
    rows = db.session.execute(query.where(Measure.id.in_(measure_ids), visible_to(actor)))
    return {
        row.id: Shown(
            _("measure %(reference)s", reference=row.reference) if row.subject_kind else row.title,
            "measures.measure",
            {"reference": row.reference},
        )
        for row in rows
    }


def known(actor: Actor) -> Select[Any]:
    """The measures whose messages this person may know of."""
    return select(Measure.id).where(visible_to(actor))


SOURCE = Source(recipients, shown, can_see, known=known)
