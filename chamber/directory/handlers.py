"""Who handles cases for a department: any number of accounts, exactly one of them its lead."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from ..accounts.models import Account, AccountRole
from ..audit import services as audit
from ..errors import DomainError
from ..extensions import db
from ..rights import Actor, Role
from . import rights
from .models import Department, DepartmentHandler
from .services import locked


@dataclass(frozen=True)
class DepartmentHandlers:
    """A department with the people who handle its cases, for the list."""

    department: Department
    handlers: list[tuple[Account, bool]]
    """(account, leads), the lead first."""

    @property
    def warning(self) -> str:
        """A warning for the page; empty where nothing is wrong."""
        if not self.handlers:
            return _("nobody signs in for it")
        if not any(leads and not account.disabled_at for account, leads in self.handlers):
            return _("no lead who can sign in")
        return ""


def by_department(*, actor: Actor) -> list[DepartmentHandlers]:
    """All departments with their handlers, two queries."""
    rights.ADMINISTER.demand(actor)
    departments = db.session.scalars(
        select(Department).options(selectinload(Department.handlers)).order_by(Department.position, Department.id)
    ).all()
    numbers = {row.account_id for department in departments for row in department.handlers}
    people = {row.id: row for row in db.session.scalars(select(Account).where(Account.id.in_(numbers)))}
    return [
        DepartmentHandlers(
            department,
            sorted(
                ((people[row.account_id], row.is_lead) for row in department.handlers),
                key=lambda pair: (not pair[1], pair[0].id),
            ),
        )
        for department in departments
    ]


def choices(department: Department, *, actor: Actor) -> list[Account]:
    """Who can be a handler: open accounts with that role, and the present handlers."""
    rights.ADMINISTER.demand(actor)
    present = [row.account_id for row in department.handlers]
    query = (
        select(Account)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == Role.HANDLER, Account.disabled_at.is_(None) | Account.id.in_(present))
        .order_by(Account.name, Account.id)
    )
    return list(db.session.scalars(query))


def current(department: Department) -> tuple[list[int], int | None]:
    """The accounts that handle cases of a department, and the one that leads."""
    numbers = sorted(row.account_id for row in department.handlers)
    return numbers, next((row.account_id for row in department.handlers if row.is_lead), None)


def set_handlers(
    department_id: int, account_ids: frozenset[int], lead_id: int | None, *, actor: Actor, version: int
) -> Department:
    """Let just these accounts handle cases of the department, one of them as its lead; takes effect at once.

    DomainError where the lead is none of them or somebody has no handler role; Conflict where somebody was quicker.
    """
    rights.ADMINISTER.demand(actor)
    department = locked(department_id, version)
    if not account_ids <= {account.id for account in choices(department, actor=actor)}:
        raise DomainError(_("Only active accounts with the handler role can be chosen."), field="handlers")
    if account_ids and lead_id not in account_ids:
        raise DomainError(_("Choose exactly one lead among the handlers."), field="lead")
    before = logged(department)
    present = {row.account_id: row for row in department.handlers if row.account_id in account_ids}
    department.handlers = [
        present.get(number) or DepartmentHandler(account_id=number) for number in sorted(account_ids)
    ]
    for row in department.handlers:
        row.is_lead = row.account_id == lead_id
    flag_modified(department, "name")
    db.session.flush()
    old, new = audit.changes(before, logged(department))
    if new:
        audit.record("directory.handlers_set", "directory", department.id, actor=actor, before=old, after=new)
    return department


def logged(department: Department) -> dict[str, object]:
    """The handlers and their lead for the log: names with account numbers."""
    numbers, lead = current(department)
    query = select(Account.id, Account.name).where(Account.id.in_(numbers))
    names = {row.id: f"{row.name} ({row.id})" for row in db.session.execute(query)}
    return {"handlers": [names[number] for number in numbers], "lead": names.get(lead or 0)}
