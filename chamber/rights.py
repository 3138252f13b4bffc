"""Roles, the `Actor` of a request, and `Right` with its `Reach` for each role.

The rights themselves are defined in `<feature>/rights.py`.
"""

from dataclasses import dataclass, field

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from .errors import Forbidden
from .language.labelled import Labelled


class Role(Labelled):
    """The roles of the chamber; an account acts in one of its roles at a time."""

    SECRETARIAT = "secretariat", _l("Secretariat")
    MEMBER = "member", _l("Member contact")
    HANDLER = "handler", _l("Handler")
    LEADER = "leader", _l("Leader")
    PRESIDENT = "president", _l("President")
    SUPERVISOR = "supervisor", _l("Supervisor")
    ADMIN = "admin", _l("System administrator")


CASE_ROLES = frozenset(Role) - {Role.ADMIN}
"""Roles that read cases; `admin` goes with none of them."""

ADMINISTRATION = _l("Accounts, departments, calendar")
"""The administrator's rights of several features, which the help page prints as one."""


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role, and all contacts, firms and departments of that account.

    Rights come from the acting role, firm and department alone; a case is denied by *any* contact, department or role
    of the account. Names and the like are not compared, so that a condition or a count cached for an actor serves the
    next request too.
    """

    account_id: int
    name: str = field(compare=False)
    role: Role
    roles: frozenset[Role] = frozenset()
    member_id: int | None = None
    """The firm acted for, where the acting role is `member`."""
    member_name: str = field(default="", compare=False)
    member_is_active: bool = True
    """False where the firm left the chamber: such a contact keeps only its own open cases."""
    contact_id: int | None = None
    department_id: int | None = None
    """The department acted for, where the acting role is `handler`."""
    department_name: str = field(default="", compare=False)
    is_lead: bool = False
    contact_ids: frozenset[int] = frozenset()
    member_ids: frozenset[int] = frozenset()
    department_ids: frozenset[int] = frozenset()
    locale: str = field(default="", compare=False)
    large_text: bool = field(default=False, compare=False)
    dense_lists: bool = field(default=False, compare=False)
    unread: int = field(default=0, compare=False)
    """Messages that the account has not read, counted to 100."""
    session_id: int | None = field(default=None, compare=False)
    token: str = field(default="", repr=False, compare=False)
    """The secret of this session, as the cookie holds it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """For Flask-Login; the session row, not the account, is what a cookie stands for."""
        return self.token

    @property
    def role_label(self) -> str:
        """The acting role in the language of the page."""
        return str(self.role.label)


@dataclass(frozen=True, eq=False)
class Reach:
    """How far a right reaches, with its label on the help page; the feature decides which rows that means."""

    label: LazyString


ALL = Reach(_l("all"))
YES = Reach(_l("allowed"))
OWN = Reach(_l("own firm"))
OPEN = Reach(_l("those open to the person"))


class Right:
    """One thing that people can be allowed to do: its label for the help page, and its reach for each role."""

    def __init__(
        self,
        label: LazyString,
        *,
        secretariat: Reach | None = None,
        member: Reach | None = None,
        handler: Reach | None = None,
        leader: Reach | None = None,
        president: Reach | None = None,
        supervisor: Reach | None = None,
        admin: Reach | None = None,
        after_leaving: bool = False,
    ) -> None:
        """`after_leaving`: whether a contact keeps it whose firm has left the chamber."""
        reaches = (secretariat, member, handler, leader, president, supervisor, admin)
        self.label, self.after_leaving = label, after_leaving
        self.reaches = {role: reach for role, reach in zip(Role, reaches, strict=True) if reach is not None}

    def of(self, actor: Actor) -> Reach | None:
        """How far it reaches for the acting role of this person; None where it has none."""
        if actor.role == Role.MEMBER and not actor.member_is_active and not self.after_leaving:
            return None
        return self.reaches.get(actor.role)

    def allows(self, actor: Actor) -> bool:
        """Whether the acting role of this person has it at all."""
        return self.of(actor) is not None

    def reaches_all(self, actor: Actor) -> bool:
        """Whether it has no bounds for the acting role of this person."""
        return self.of(actor) is ALL

    def demand(self, actor: Actor, *wanted: Reach) -> Reach:
        """How far it reaches for this person; Forbidden where the acting role has none of it, or none of `wanted`."""
        reach = self.of(actor)
        if reach is None or (wanted and reach not in wanted):
            raise Forbidden(_("This is not open to your role."))
        return reach


def rights_in(module: object) -> dict[str, Right]:
    """The rights that a module defines, by name and in their order."""
    return {name: value for name, value in vars(module).items() if isinstance(value, Right)}
