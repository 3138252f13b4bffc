"""Accounts, members and departments for tests, and the fixed cast that most tests use."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from flask import current_app

from chamber import clock
from chamber.accounts.acting import ActingAs, acting_choices, actor_for
from chamber.accounts.models import Account, AccountRole
from chamber.accounts.passwords import hash_password
from chamber.directory import services as directory
from chamber.directory.models import Department, DepartmentHandler
from chamber.extensions import db
from chamber.language.codes import make_uscc
from chamber.language.text import bare_company, fold, search_key
from chamber.members.models import Contact, Member
from chamber.members.record import indexed
from chamber.rights import Actor, Role
from tests.client import PASSWORD


@dataclass(frozen=True)
class Cast:
    """People of every role. Each signs in with its field's name and `PASSWORD`."""

    firm: Member
    rival_firm: Member
    department: Department
    other_department: Department
    secretary: Account
    member: Account
    """Of `firm`."""
    colleague: Account
    """Of `firm` too."""
    rival: Account
    """Of `rival_firm`."""
    handler: Account
    """Leads `department`."""
    other_handler: Account
    """Of `other_department`."""
    leader: Account
    president: Account
    supervisor: Account
    admin: Account

    def accounts(self) -> dict[str, Account]:
        """All accounts by their field's name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Account)}


@cache
def _hash(cheap: bool) -> str:
    assert cheap, "passwords of tests are hashed cheaply"
    return hash_password(PASSWORD)


def quick_for_some(names: Iterable[str]) -> list[Any]:
    """These people as test parameters; `make check` runs only the most different ones."""
    unlike = ("nobody", "member", "rival", "handler")
    return [name if name in unlike else pytest.param(name, marks=pytest.mark.thorough) for name in names]


def make_account(username: str, name: str, *roles: Role, mobile: str | None = None) -> Account:
    """An account that signs in with `PASSWORD`."""
    account = Account(
        username=username,
        name=name,
        mobile=mobile,
        password_hash=_hash(bool(current_app.config["TESTING"])),
        created_at=clock.now(),
        # The roomy list is what most tests read; the secretariat has dense rows unless it switches.
        dense_lists=False,
        roles=[AccountRole(role=role) for role in roles],
    )
    db.session.add(account)
    db.session.flush()
    return account


def make_member(name: str, number: int, **fields: object) -> Member:
    """A firm with a valid code; `number` makes the code its own."""
    values = {
        "name": name,
        "name_key": fold(name),
        "bare_name": bare_company(name),
        "uscc": make_uscc("330303", number),
        "joined_on": clock.today(),
        "created_at": clock.now(),
        "updated_at": clock.now(),
        **fields,
    }
    member = Member(**values)
    db.session.add(member)
    db.session.flush()
    indexed.put([member.id])
    return member


def make_contact(member: Member, name: str, account: Account | None = None, mobile: str = "") -> Contact:
    """A person of a firm, with or without an account."""
    contact = Contact(
        member=member,
        account_id=account.id if account else None,
        name=name,
        mobile=mobile,
        search_door=search_key(name, member.name, mobile[-4:]),
    )
    db.session.add(contact)
    db.session.flush()
    indexed.put([member.id])
    return contact


def make_member_account(username: str, name: str, member: Member, mobile: str) -> Account:
    """A contact of the firm with an account in the member role."""
    account = make_account(username, name, Role.MEMBER, mobile=mobile)
    make_contact(member, name, account, mobile)
    return account


def make_department(name: str, *handlers: Account) -> Department:
    """A department; the first handler leads it."""
    department = Department(name=name, duties=f"{name}的职责", phone="0577-88880000")
    department.handlers = [
        DepartmentHandler(account_id=account.id, is_lead=place == 0) for place, account in enumerate(handlers)
    ]
    db.session.add(department)
    db.session.flush()
    directory.put(department)
    return department


def make_cast() -> Cast:
    """Everybody, committed."""
    firm, rival_firm = make_member("瓯新阀门有限公司", 1), make_member("永宁泵业有限公司", 2)
    handler = make_account("handler", "林承办", Role.HANDLER)
    other_handler = make_account("other_handler", "夏承办", Role.HANDLER)
    cast = Cast(
        firm=firm,
        rival_firm=rival_firm,
        handler=handler,
        other_handler=other_handler,
        department=make_department("经济发展办公室", handler),
        other_department=make_department("市场监督管理所", other_handler),
        secretary=make_account("secretary", "陈秘书", Role.SECRETARIAT, mobile="+8613800000001"),
        member=make_member_account("member", "单会员", firm, "+8613800000002"),
        colleague=make_member_account("colleague", "仇同事", firm, "+8613800000003"),
        rival=make_member_account("rival", "曾对手", rival_firm, "+8613800000004"),
        leader=make_account("leader", "周领导", Role.LEADER),
        president=make_account("president", "解会长", Role.PRESIDENT),
        supervisor=make_account("supervisor", "任监事", Role.SUPERVISOR),
        admin=make_account("admin", "查管理", Role.ADMIN),
    )
    db.session.commit()
    return cast


def actor_as(account: Account, role: Role | None = None) -> Actor:
    """The account as the actor of a service, in this role or its first."""
    choices: list[ActingAs] = acting_choices(account.id)
    found = next((choice for choice in choices if role in (None, choice.role)), None)
    assert found, f"{account.username} has no role {role}, only {[choice.role for choice in choices]}"
    return actor_for(account.id, found)
