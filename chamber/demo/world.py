"""What the demo has created so far, by the keys of its data files."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..accounts.acting import acting_choices, actor_for
from ..accounts.joining import accepting
from ..accounts.joining.accepting import Typed
from ..accounts.services import end_sessions, find_by_name
from ..language.phones import show_phone
from ..rights import Actor, Role
from .timeline import Timeline

FOLDER = Path(__file__).parent


def data(name: str) -> dict[str, Any]:
    """The contents of a data file of the demo."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass
class World:
    """Ids of accounts, departments, members and contacts by key."""

    timeline: Timeline
    password: str
    accounts: dict[str, int] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    """Department → username of its lead."""
    members: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, list[int]] = field(default_factory=dict)
    """Firm → ids of its contacts."""
    authors: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Username → (firm, index among its contacts)."""

    def actor(self, username: str, role: Role | None = None) -> Actor:
        """This user as an actor, in this role or the first one."""
        account_id = self.accounts[username]
        choices = [choice for choice in acting_choices(account_id) if role in (None, choice.role)]
        return actor_for(account_id, choices[0])

    def join(self, token: str, username: str, name: str) -> None:
        """Use a link; the password is that of the demo, and the user name is there for its readers."""
        invited = accepting.for_whom(token)
        agrees, version = bool(invited.text_version), str(invited.text_version)
        typed = Typed(self.password, show_phone(invited.number), name, username, agrees, version)
        accepting.accept(token, typed, address="127.0.0.1", device="demo")
        account = find_by_name(username)
        if account is not None:
            self.accounts[username] = account.id
            end_sessions(account.id)
