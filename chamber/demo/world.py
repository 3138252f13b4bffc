"""Who and what the demo has made so far, by the names that its data use."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..accounts import invitations
from ..accounts.acting import acting_choices, actor_for
from ..accounts.services import end_sessions, find_by_name
from ..rights import Actor, Role
from .timeline import Timeline

FOLDER = Path(__file__).parent


def data(name: str) -> dict[str, Any]:
    """What a data file of the demo holds."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass
class World:
    """Numbers of accounts, departments, members and contacts by the demo's own names for them."""

    timeline: Timeline
    password: str
    accounts: dict[str, int] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    """Department → user name of its lead."""
    members: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, list[int]] = field(default_factory=dict)
    """Firm → its contacts."""
    authors: dict[str, tuple[str, int]] = field(default_factory=dict)
    """User name of a firm's person → (firm, place among its contacts)."""

    def actor(self, username: str, role: Role | None = None) -> Actor:
        """The person with this user name, in this or their first role."""
        account_id = self.accounts[username]
        choices = [choice for choice in acting_choices(account_id) if role in (None, choice.role)]
        return actor_for(account_id, choices[0])

    def join(self, token: str, username: str, name: str) -> None:
        """Use a link: the person chooses user name and password, looks around and signs out."""
        invitations.accept(
            token, name=name, username=username, password=self.password, address="127.0.0.1", device="demo"
        )
        account = find_by_name(username)
        if account is not None:
            self.accounts[username] = account.id
            end_sessions(account.id)
