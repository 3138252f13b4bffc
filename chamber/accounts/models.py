"""Accounts, their roles, sessions, invitations and failed sign-ins."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import UtcDateTime, db

NEVER_USED = "password_hash = '' AND disabled_at IS NULL"
"""Accounts that wait for their first sign-in, as an index knows them: values must stand in its words."""


class Account(db.Model):
    """A person who can sign in."""

    __tablename__ = "accounts"
    __table_args__ = (
        Index("ix_accounts_never_used", "id", sqlite_where=text(NEVER_USED), postgresql_where=text(NEVER_USED)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str | None] = mapped_column(String(60), unique=True)
    """Folded to lower case; none until the invitation is used."""
    mobile: Mapped[str | None] = mapped_column(String(20), unique=True)
    """E.164."""
    name: Mapped[str] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(120))
    """Where messages go; none: to the address of the contact that the account is."""
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[str] = mapped_column(String(10), default="")
    large_text: Mapped[bool] = mapped_column(default=False)
    dense_lists: Mapped[bool | None]
    """On a desk long lists show one line a row, with columns that sort; none: as is usual for the role."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    roles: Mapped[list["AccountRole"]] = relationship(back_populates="account", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class AccountRole(db.Model):
    """A role that an account holds; `member` and `handler` come with a contact or department as well."""

    __tablename__ = "account_roles"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)

    account: Mapped[Account] = relationship(back_populates="roles")


class AccountSession(db.Model):
    """One signed-in browser; ended rows stay as history."""

    __tablename__ = "account_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    acting_role: Mapped[str] = mapped_column(String(20))
    acting_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    acting_department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id", ondelete="SET NULL"))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(60), default="")
    device: Mapped[str] = mapped_column(String(200), default="")
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when the account knows its device no more, whatever cookie that has kept; see `guard.devices`."""


class Invitation(db.Model):
    """A single-use link, good for seven days; only the hash of its token is stored."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default="")
    """The first role, where an account is yet to be made without a contact (the first administrator)."""
    tried_number: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    """The number that was tried first, where the chamber knows none of the person: it takes no other."""
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInFailure(db.Model):
    """A try that was not the right one, counted by what was tried and by address; kept for a day."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (
        Index("ix_sign_in_failures_name_at", "name_hash", "at"),
        Index("ix_sign_in_failures_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """Whose password was tried, where the name is one's."""
    is_told: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the owner knows of this series."""
