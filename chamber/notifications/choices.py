"""How a person wants to be notified: per topic at once, daily or only in the product; and the mail address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, select

from .. import registry
from ..accounts import mailing
from ..accounts.models import Account
from ..audit import services as audit
from ..config import settings
from ..errors import DomainError
from ..extensions import db
from ..language.text import clean
from ..messages import Manner, Topic
from ..rights import Actor
from . import schedule
from .models import NotificationChoice
from .sending import mail


@dataclass(frozen=True)
class Chosen:
    """The choices of an account."""

    email: str
    """Its own address; empty: that of the contact."""
    of_contact: str
    """The address of the contact that the account is, empty where there is none."""
    manners: Mapping[Topic, Manner]


def topics(actor: Actor) -> tuple[Topic, ...]:
    """The topics that concern any of the account's roles."""
    return tuple(topic for topic in registry.topics().values() if topic.concerns & actor.roles)


def chosen(actor: Actor) -> Chosen:
    """The choices of the account, with the defaults where it made none."""
    return Chosen(*mailing.own_and_contact_address(actor.account_id), _manners(actor.account_id))


def _manners(account_id: int) -> dict[Topic, Manner]:
    rows = db.session.execute(
        select(NotificationChoice.kind, NotificationChoice.manner).where(NotificationChoice.account_id == account_id)
    )
    stored = {row.kind: Manner(row.manner) for row in rows}
    return {topic: stored.get(topic, Manner.AT_ONCE) for topic in registry.topics().values()}


def choose(email: str, wanted: Mapping[Topic, Manner], *, actor: Actor) -> None:
    """Save the account's address for messages and the manner of these topics; harmless when repeated.

    DomainError at the field where the address is none, or where law does not leave the choice.
    """
    address = clean(email)
    if address and not mail.is_address(address):
        raise DomainError(_("This is not an e-mail address. It looks like name@example.cn."), field="email")
    for topic, manner in wanted.items():
        if manner not in schedule.choices(topic):
            raise DomainError(_("Deadline reminders cannot be limited to messages in this system."), field=topic)
    query = select(Account).where(Account.id == actor.account_id).with_for_update()
    account = db.session.scalars(query.execution_options(populate_existing=True)).one()
    old = _manners(account.id)
    new = {**old, **wanted}
    before, after = audit.changes(_logged(account.email, old), _logged(address or None, new))
    if not after:
        return
    account.email = address or None
    _store(account.id, new)
    audit.record(
        "account.messages_chosen", "account", account.id, actor=actor, before=_masked(before), after=_masked(after)
    )


def stop(account_id: int, topics: Iterable[Topic]) -> list[Topic]:
    """Stop mail about these topics for an account, by the link in one; returns those that cannot be switched off.

    Harmless when repeated. Whoever presses need not have signed in: the link is the proof.
    """
    wanted = [topic for topic in topics if Manner.BELL in schedule.choices(topic)]
    query = select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)
    if db.session.scalar(query) is not None:
        old = _manners(account_id)
        new = {**old, **dict.fromkeys(wanted, Manner.BELL)}
        before, after = audit.changes(_told(old), _told(new))
        if after:
            _store(account_id, new)
            reason = _("by the link in a mail")
            audit.record(
                "account.messages_chosen",
                "account",
                account_id,
                actor=None,
                reason=reason,
                before=before,
                after=after,
            )
    return [topic for topic in topics if topic not in wanted]


def stopped(account_id: int, topics: Iterable[Topic]) -> bool:
    """Whether no mail about these topics goes to the account, as far as they can be switched off."""
    manners = _manners(account_id)
    return all(manners[topic] == Manner.BELL for topic in topics if Manner.BELL in schedule.choices(topic))


def _store(account_id: int, manners: Mapping[Topic, Manner]) -> None:
    db.session.execute(delete(NotificationChoice).where(NotificationChoice.account_id == account_id))
    other = {topic: manner for topic, manner in manners.items() if manner != Manner.AT_ONCE}
    db.session.add_all(NotificationChoice(account_id=account_id, kind=topic, manner=other[topic]) for topic in other)
    db.session.flush()


def _told(manners: Mapping[Topic, Manner]) -> dict[str, str | None]:
    return {f"told_{topic}": manner.value for topic, manner in manners.items()}


def _logged(email: str | None, manner_of: Mapping[Topic, Manner]) -> dict[str, str | None]:
    return {"email": email, **_told(manner_of)}


def _masked(values: dict[str, str | None]) -> dict[str, str | None]:
    return {name: "***" if value and name == "email" else value for name, value in values.items()}


def mail_is_set_up() -> bool:
    """Whether this server can send mail at all."""
    return bool(settings().smtp_url)
