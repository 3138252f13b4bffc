"""What the secretariat does with group bots: set up, test, switch off, send failed messages again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from .. import clock
from ..audit import services as audit
from ..errors import DomainError
from ..extensions import db, find_one, unit_of_work
from ..language.text import checked_text, clean
from ..rights import Actor
from ..secrecy import encryption
from . import rights, services
from .models import Bot, BotMessage, Service
from .naming import named
from .sending import dispatch, groups, webhooks
from .sending.dispatch import PermanentFailure, State, TemporaryFailure
from .sending.reasons import Failure, Reason, reason_of
from .sending.webhooks import Secret

MAX_NAME = 40
TEST_INTERVAL = timedelta(seconds=5)
"""A second test within this time is a button pressed twice."""
PENDING = (State.WAITING, State.SENDING)


@dataclass(frozen=True)
class ListedBot:
    """A bot as the page shows it; its secret is no part of it."""

    id: int
    name: str
    service: str
    active: bool
    said_at: datetime | None
    reason: Reason | None
    waiting: int
    failed: int
    """Of those that cannot have arrived."""


@dataclass(frozen=True)
class TestResult:
    """The outcome of a test."""

    name: str
    sent: bool
    """False where one was sent a moment ago."""
    reason: Reason | None = None
    """Why it did not arrive; none where it did."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition for the bots that this person may manage."""
    return Bot.removed_at.is_(None) if rights.RUN_BOTS.allows(actor) else false()


def listed(actor: Actor) -> list[ListedBot]:
    """All bots, by name; one query."""
    rights.RUN_BOTS.demand(actor)

    def number(*which: ColumnElement[bool]) -> Any:
        return select(func.count()).where(BotMessage.bot_id == Bot.id, *which).correlate(Bot).scalar_subquery()

    query = select(
        Bot,
        number(BotMessage.state.in_(PENDING)),
        number(BotMessage.state == State.FAILED, BotMessage.uncertain.is_(False)),
    )
    return [
        ListedBot(
            bot.id,
            bot.name,
            Service.label_of(bot.service),
            bot.is_active,
            bot.said_at,
            reason_of(bot.error) if bot.error else None,
            waiting,
            failed,
        )
        for bot, waiting, failed in db.session.execute(query.where(visible_to(actor)).order_by(Bot.name, Bot.id))
    ]


def find(bot_id: int, actor: Actor) -> Bot:
    """One bot; NotFound where there is none."""
    return find_one(select(Bot).where(Bot.id == bot_id, visible_to(actor)), _("There is no such bot."))


def _name(typed: str) -> str:
    return checked_text(typed, MAX_NAME, "name", _("Please name the group."))


def _set_secret(bot: Bot, secret: Secret) -> None:
    """Encrypt the secret into the bot; DomainError at `address` where another bot has it already."""
    fingerprint = encryption.fingerprint(f"{bot.service} {secret.key}", groups.PURPOSE)
    same = select(Bot.name).where(Bot.fingerprint == fingerprint, Bot.id != (bot.id or 0))
    if name := db.session.scalar(same):
        raise DomainError(_("This bot is set up already, as “%(name)s”.", name=name), field="address")
    bot.secret, bot.fingerprint = groups.encrypt(secret), fingerprint
    try:
        db.session.flush()
    except IntegrityError as error:
        raise DomainError(_("This bot was set up a moment ago."), field="address") from error


def add(name: str, service: Service, address: str, signing: str, *, actor: Actor) -> Bot:
    """Set a bot up; DomainError at the field that is wrong."""
    rights.RUN_BOTS.demand(actor)
    bot = Bot(name=_name(name), service=service.value, secret="", is_active=True)
    secret = webhooks.parse(service, address, signing)
    with db.session.no_autoflush:
        db.session.add(bot)
        _set_secret(bot, secret)
    audit.record("bot.added", "bot", bot.id, actor=actor, after={"name": bot.name, "service": bot.service})
    return bot


def edit(bot_id: int, name: str, address: str, signing: str, *, actor: Actor) -> Bot:
    """Give a bot another name, or another address (where one is typed) with its signing secret."""
    rights.RUN_BOTS.demand(actor)
    bot = find(bot_id, actor)
    before, after = audit.changes({"name": bot.name}, {"name": _name(name)})
    if clean(signing) and not clean(address):
        raise DomainError(_("Please paste the address too: both are kept together."), field="address")
    bot.name = _name(name)
    secret = webhooks.parse(Service(bot.service), address, signing) if clean(address) else None
    if secret and secret != groups.decrypt(bot.secret):
        _set_secret(bot, secret)
        bot.error, bot.tested_at = "", None
        after["address"] = "***"
    if after:
        audit.record("bot.edited", "bot", bot.id, actor=actor, before=before, after=after)
    return bot


def switch(bot_id: int, *, on: bool, actor: Actor) -> Bot:
    """Switch a bot on or off; harmless when repeated. Messages that wait for a bot switched off are dropped."""
    rights.RUN_BOTS.demand(actor)
    bot = find(bot_id, actor)
    if bot.is_active != on:
        bot.is_active = on
        if not on:
            _drop_waiting(bot)
        audit.record("bot.switched_on" if on else "bot.switched_off", "bot", bot.id, actor=actor)
    return bot


def remove(bot_id: int, *, actor: Actor) -> Bot:
    """Remove a bot and its secret."""
    rights.RUN_BOTS.demand(actor)
    bot = find(bot_id, actor)
    bot.removed_at, bot.secret, bot.fingerprint, bot.is_active, bot.error = clock.now(), "", None, False, ""
    _drop_waiting(bot)
    audit.record("bot.removed", "bot", bot.id, actor=actor)
    return bot


def _drop_waiting(bot: Bot) -> None:
    mine = update(BotMessage).where(BotMessage.bot_id == bot.id, BotMessage.state == State.WAITING)
    db.session.execute(mine.values(state=State.DROPPED))


def test(bot_id: int, *, actor: Actor) -> TestResult:
    """Send a test to the group now; a second one within `TEST_INTERVAL` is not sent.

    The service may be slow: no lock is held meanwhile.
    """
    rights.RUN_BOTS.demand(actor)
    now = clock.now()
    with unit_of_work():
        bot = find(bot_id, actor)
        name, service, secret = bot.name, bot.service, bot.secret
        free = or_(Bot.tested_at.is_(None), Bot.tested_at <= now - TEST_INTERVAL)
        claimed = update(Bot).where(Bot.id == bot_id, free).values(tested_at=now).returning(Bot.id)
        if db.session.scalar(claimed) is None:
            return TestResult(name, sent=False)
    with force_locale(groups.LANGUAGE):
        text = groups.with_sender(_("This is a test. News for all firms will be posted here."))
    error = ""
    try:
        groups.send(service, secret, text)
    except (PermanentFailure, TemporaryFailure) as trouble:
        error = str(trouble)
    groups.record_result(bot_id, error)
    audit.record("bot.tested", "bot", bot_id, actor=actor, after={"arrived": not error})
    return TestResult(name, sent=True, reason=reason_of(error) if error else None)


def count_active() -> int:
    """How many groups get what concerns all firms."""
    active = select(func.count()).select_from(Bot).where(Bot.is_active, Bot.removed_at.is_(None))
    return db.session.scalar(active) or 0


def counts(actor: Actor) -> tuple[Any, Any]:
    """How many messages to groups failed and how many wait, as parts of a query."""
    rows = select(func.count(BotMessage.id)).join(Bot, Bot.id == BotMessage.bot_id).where(visible_to(actor))
    failed, waiting = rows.where(BotMessage.state == State.FAILED), rows.where(BotMessage.state.in_(PENDING))
    return failed.scalar_subquery(), waiting.scalar_subquery()


def failed(actor: Actor) -> Any:
    """The query of messages to groups that failed; paged by `BotMessage.id`, newest first."""
    rights.RUN_BOTS.demand(actor)
    return (
        select(BotMessage, Bot.name, Bot.is_active)
        .join(Bot, Bot.id == BotMessage.bot_id)
        .where(BotMessage.state == State.FAILED, visible_to(actor))
    )


def failures(rows: Sequence[Any], actor: Actor) -> list[Failure]:
    """These rows as the page shows them: one query for each kind of subject."""
    shown = named((row.BotMessage.subject for row in rows), actor)
    return [
        Failure.of(
            row.BotMessage,
            row.name,
            services.sentence(row.BotMessage, shown.get(row.BotMessage.subject)),
            reason_of(row.BotMessage.error),
            can_resend=row.is_active,
        )
        for row in rows
    ]


def send_again(message_id: int, *, actor: Actor) -> bool:
    """Try a failed message to a group for another 24 hours; False where that is under way already."""
    rights.RUN_BOTS.demand(actor)
    known = select(BotMessage.bot_id).join(Bot, Bot.id == BotMessage.bot_id).where(visible_to(actor))
    bot_id = find_one(known.where(BotMessage.id == message_id), _("There is no such message."))
    if not dispatch.send_again(BotMessage, BotMessage.id == message_id):
        return False
    audit.record("bot.message_sent_again", "bot", bot_id, actor=actor)
    return True


def send_all_again(bot_id: int, *, actor: Actor) -> int:
    """Try all that failed in this group for another 24 hours, but what may have arrived; returns how many."""
    rights.RUN_BOTS.demand(actor)
    bot = find(bot_id, actor)
    number = dispatch.send_again(BotMessage, BotMessage.bot_id == bot.id, BotMessage.uncertain.is_(False))
    if number:
        audit.record("bot.messages_sent_again", "bot", bot.id, actor=actor, after={"messages": number})
    return number
