"""Who may do what: roles, permissions, the one table between them, and the person who acts.

The help page, the navigation, `@requires` and the tests all read `TABLE`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from .errors import Forbidden


class Role(StrEnum):
    """The hats of the chamber; an account acts in one of its roles at a time."""

    SECRETARIAT = "secretariat"
    MEMBER = "member"
    HANDLER = "handler"
    LEADER = "leader"
    PRESIDENT = "president"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


ROLE_LABELS = {
    Role.SECRETARIAT: _l("Secretariat"),
    Role.MEMBER: _l("Member contact"),
    Role.HANDLER: _l("Handler"),
    Role.LEADER: _l("Leader"),
    Role.PRESIDENT: _l("President"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.ADMIN: _l("System administrator"),
}

CASE_ROLES = frozenset(Role) - {Role.ADMIN}
"""Roles that read cases; `admin` goes with none of them."""


class Scope(StrEnum):
    """How far a permission reaches; the rows behind the word come from `visible_to` of the feature."""

    ALL = "all"
    YES = "yes"
    OWN = "own"
    AREA = "area"
    MINE = "mine"
    ASSIGNED = "assigned"
    OPEN = "open"
    SELF = "self"
    DIRECTORY = "directory"
    MASKED = "masked"
    BEHALF = "behalf"
    NO_IDENTITY = "no_identity"
    NOT_CONFIDENTIAL = "not_confidential"
    AS_RESPONDENT = "as_respondent"


SCOPE_LABELS = {
    Scope.ALL: _l("all"),
    Scope.YES: _l("allowed"),
    Scope.OWN: _l("own firm"),
    Scope.AREA: _l("members, contacts, departments, events, notices, and the cases that it sees"),
    Scope.MINE: _l("submitted by or naming this person"),
    Scope.ASSIGNED: _l("assigned to the own department"),
    Scope.OPEN: _l("those open to the person"),
    Scope.SELF: _l("this person"),
    Scope.DIRECTORY: _l("directory view: name, industry, office, introduction; no phones"),
    Scope.MASKED: _l("all, phones masked"),
    Scope.BEHALF: _l("on behalf, with the paper"),
    Scope.NO_IDENTITY: _l("all, no identity in confidential ones"),
    Scope.NOT_CONFIDENTIAL: _l("requests and suggestions that are not confidential"),
    Scope.AS_RESPONDENT: _l("where the secretariat or the leader is the respondent, and objections"),
}


class Permission(StrEnum):
    """What a person can be allowed to do. Each value has its label for the help page in `PERMISSION_LABELS`."""

    MEMBERS_READ = "members_read"
    MEMBERS_EDIT = "members_edit"
    EVENTS_READ = "events_read"
    EVENTS_RUN = "events_run"
    EVENTS_REGISTER = "events_register"
    NOTICES_READ = "notices_read"
    NOTICES_RECEIVE = "notices_receive"
    NOTICES_RUN = "notices_run"
    CASES_SUBMIT = "cases_submit"
    CASES_READ = "cases_read"
    CASES_RUN = "cases_run"
    CASES_HANDLE = "cases_handle"
    CASES_GRANT_LONG = "cases_grant_long"
    CASES_RATE = "cases_rate"
    CASES_AMEND = "cases_amend"
    CASES_OBJECTION = "cases_objection"
    SUGGESTIONS_READ = "suggestions_read"
    DIRECTORY_READ = "directory_read"
    DIRECTORY_EDIT = "directory_edit"
    ACCOUNTS_INVITE = "accounts_invite"
    MESSAGES_MEND = "messages_mend"
    BOTS_RUN = "bots_run"
    ADMINISTER = "administer"
    LOG_READ = "log_read"


PERMISSION_LABELS = {
    Permission.MEMBERS_READ: _l("Members: list and read"),
    Permission.MEMBERS_EDIT: _l("Members: edit, import, export"),
    Permission.EVENTS_READ: _l("Events: read"),
    Permission.EVENTS_RUN: _l("Events: create, edit, check in, print"),
    Permission.EVENTS_REGISTER: _l("Events: register oneself or a colleague"),
    Permission.NOTICES_READ: _l("Notices: read"),
    Permission.NOTICES_RECEIVE: _l("Notices: confirm, fill in forms, ask about them"),
    Permission.NOTICES_RUN: _l("Notices: write, publish, see the receipts, answer"),
    Permission.CASES_SUBMIT: _l("Cases: submit"),
    Permission.CASES_READ: _l("Cases: read"),
    Permission.CASES_RUN: _l("Cases: accept, assign, publish the answer"),
    Permission.CASES_HANDLE: _l("Cases: sign for, report, draft the answer"),
    Permission.CASES_GRANT_LONG: _l("Cases: grant a long extension"),
    Permission.CASES_RATE: _l("Cases: rate"),
    Permission.CASES_AMEND: _l("Cases: add, withdraw, reopen"),
    Permission.CASES_OBJECTION: _l("Cases: decide an objection"),
    Permission.SUGGESTIONS_READ: _l("Published suggestions: read"),
    Permission.DIRECTORY_READ: _l("Directory of departments: read"),
    Permission.DIRECTORY_EDIT: _l("Directory of departments: edit"),
    Permission.ACCOUNTS_INVITE: _l("Accounts: invite contacts"),
    Permission.MESSAGES_MEND: _l("Messages that could not be sent: see them, send them again"),
    Permission.BOTS_RUN: _l("Group bots: set up, test, switch off"),
    Permission.ADMINISTER: _l("Accounts, departments, calendar"),
    Permission.LOG_READ: _l("Log (rows of a case only for who sees that case)"),
}

_READERS = dict.fromkeys(Role, Scope.YES)

TABLE: dict[Permission, dict[Role, Scope]] = {
    Permission.MEMBERS_READ: {
        Role.SECRETARIAT: Scope.ALL,
        Role.MEMBER: Scope.DIRECTORY,
        Role.LEADER: Scope.MASKED,
        Role.PRESIDENT: Scope.MASKED,
        Role.SUPERVISOR: Scope.DIRECTORY,
    },
    Permission.MEMBERS_EDIT: {Role.SECRETARIAT: Scope.YES},
    Permission.EVENTS_READ: {
        Role.SECRETARIAT: Scope.ALL,
        Role.MEMBER: Scope.OPEN,
        Role.HANDLER: Scope.OPEN,
        Role.LEADER: Scope.ALL,
        Role.PRESIDENT: Scope.ALL,
        Role.SUPERVISOR: Scope.OPEN,
    },
    Permission.EVENTS_RUN: {Role.SECRETARIAT: Scope.YES},
    Permission.EVENTS_REGISTER: {
        Role.SECRETARIAT: Scope.ALL,
        Role.MEMBER: Scope.OWN,
        Role.HANDLER: Scope.SELF,
        Role.LEADER: Scope.SELF,
        Role.PRESIDENT: Scope.SELF,
        Role.SUPERVISOR: Scope.SELF,
    },
    Permission.NOTICES_READ: {
        Role.SECRETARIAT: Scope.ALL,
        Role.MEMBER: Scope.OWN,
        Role.LEADER: Scope.OPEN,
        Role.PRESIDENT: Scope.OPEN,
        Role.SUPERVISOR: Scope.OPEN,
    },
    Permission.NOTICES_RECEIVE: {Role.MEMBER: Scope.OWN},
    Permission.NOTICES_RUN: {Role.SECRETARIAT: Scope.YES},
    Permission.CASES_SUBMIT: {Role.SECRETARIAT: Scope.BEHALF, Role.MEMBER: Scope.YES},
    Permission.CASES_READ: {
        Role.SECRETARIAT: Scope.ALL,
        Role.MEMBER: Scope.MINE,
        Role.HANDLER: Scope.ASSIGNED,
        Role.LEADER: Scope.NO_IDENTITY,
        Role.PRESIDENT: Scope.NOT_CONFIDENTIAL,
        Role.SUPERVISOR: Scope.AS_RESPONDENT,
    },
    Permission.CASES_RUN: {Role.SECRETARIAT: Scope.YES, Role.SUPERVISOR: Scope.AS_RESPONDENT},
    Permission.CASES_HANDLE: {
        Role.SECRETARIAT: Scope.BEHALF,
        Role.HANDLER: Scope.ASSIGNED,
        Role.SUPERVISOR: Scope.AS_RESPONDENT,
    },
    Permission.CASES_GRANT_LONG: {Role.LEADER: Scope.YES},
    Permission.CASES_RATE: {Role.MEMBER: Scope.MINE},
    Permission.CASES_AMEND: {Role.SECRETARIAT: Scope.BEHALF, Role.MEMBER: Scope.MINE},
    Permission.CASES_OBJECTION: {Role.SUPERVISOR: Scope.YES},
    Permission.SUGGESTIONS_READ: dict.fromkeys(CASE_ROLES, Scope.YES),
    Permission.DIRECTORY_READ: _READERS,
    Permission.DIRECTORY_EDIT: {Role.SECRETARIAT: Scope.YES},
    Permission.ACCOUNTS_INVITE: {Role.SECRETARIAT: Scope.YES},
    Permission.MESSAGES_MEND: {Role.SECRETARIAT: Scope.YES, Role.ADMIN: Scope.YES},
    Permission.BOTS_RUN: {Role.SECRETARIAT: Scope.YES},
    Permission.ADMINISTER: {Role.ADMIN: Scope.YES},
    Permission.LOG_READ: {
        Role.SECRETARIAT: Scope.AREA,
        Role.LEADER: Scope.YES,
        Role.SUPERVISOR: Scope.YES,
        Role.ADMIN: Scope.YES,
    },
}


@dataclass(frozen=True)
class Actor:
    """Who acts, in which hat, and everything that account is connected with.

    Rights come from the acting role, firm and department alone; denial is worked out over *all* contacts,
    departments and roles of the account. Actors are equal where all of that is; what is shown of them does not count,
    so that a condition or a count made for one serves the next request too.
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
        return str(ROLE_LABELS[self.role])


AFTER_LEAVING = frozenset({Permission.CASES_READ, Permission.CASES_RATE, Permission.CASES_AMEND})
"""What a contact keeps whose firm has left the chamber: its own open cases."""


def scope(actor: Actor, permission: Permission) -> Scope | None:
    """How far this permission reaches for the acting role; None where it has none."""
    if actor.role == Role.MEMBER and not actor.member_is_active and permission not in AFTER_LEAVING:
        return None
    return TABLE[permission].get(actor.role)


def can(actor: Actor, permission: Permission) -> bool:
    """Whether the acting role has this permission at all."""
    return scope(actor, permission) is not None


def requires(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Close a view to roles without this permission (403: the area, not the thing, is closed)."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not can(current_user, permission):
                raise Forbidden(_("This page is not open to your role."))
            return view(*args, **kwargs)

        return guarded

    return decorate
