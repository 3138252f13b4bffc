"""Messages that bots send to groups: only what concerns all firms, by title and link, never anything of a case."""

import logging
import traceback
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update

from ... import clock, registry
from ...config import settings
from ...extensions import db, reading, unit_of_work
from ...messages import Happened, Line, Manner
from ...registry import source_of
from ...secrecy import encryption
from .. import schedule
from ..models import Bot, BotMessage, Service
from . import dispatch, webhooks
from .dispatch import Channel, Claim, PermanentFailure, State, TemporaryFailure
from .webhooks import Secret, Trouble

PURPOSE = "bots"
LANGUAGE = "zh_CN"
"""The language of all messages to groups, as nobody in a group chooses one."""
_log = logging.getLogger(__name__)


def enqueue(line: Line, subject: str, happened: Happened, kept: dict[str, Any] | None = None) -> None:
    """Queue a message for each group with a bot, if this is news for all firms; harmless when repeated."""
    public = source_of(subject).public
    if public is None or not public(line.act, happened.subject_id):
        return
    # Why something is cancelled is said to those who were registered only.
    said = {name: value for name, value in kept.items() if name != "reason"} if kept else None
    due = clock.now() if line.urgent else schedule.due_at(Manner.AT_ONCE)
    rows = [
        {
            "bot_id": bot_id,
            "key": f"{line.act}/{subject}/{happened.why}/bot:{bot_id}",
            "line": line.name,
            "subject": subject,
            "kept": said,
            "state": State.WAITING,
            "due_at": due,
            "give_up_at": due + schedule.RETRY_FOR,
        }
        for bot_id in db.session.scalars(select(Bot.id).where(Bot.is_active, Bot.removed_at.is_(None)).order_by(Bot.id))
    ]
    if rows:
        db.session.execute(dispatch.insert_once(BotMessage), rows)
        dispatch.enqueue_after_commit()


def _text(line_name: str, subject: str, kept: dict[str, Any] | None) -> str:
    """The message to a group; empty where it is no news for all firms any more."""
    line, source, number = registry.lines().get(line_name), source_of(subject), int(subject.partition(":")[2])
    if line is None or source.public is None or source.outside is None:
        return ""
    path = source.public(line.act, number)
    named = source.outside(number)
    text = line.about(source.named(kept, named.what if named else ""))
    return with_sender(f"{text}\n{settings().address()}{path}") if path else ""


def with_sender(text: str) -> str:
    """The text after the chamber's name, which is also the keyword that DingTalk and Feishu may require."""
    return _("%(chamber)s: %(words)s", chamber=settings().chamber_name, words=text)


def encrypt(secret: Secret) -> str:
    """The secret as the database stores it."""
    return encryption.encrypt(f"{secret.key} {secret.signing}", PURPOSE)


def decrypt(sealed: str) -> Secret | None:
    """The stored secret; None where the key of this server was changed."""
    text = encryption.decrypt(sealed, PURPOSE)
    if text is None:
        return None
    key, _space, signing = text.partition(" ")
    return Secret(key, signing)


def send(service: str, sealed: str, text: str) -> None:
    """Send the text to a bot's group, outside of any transaction. Raises PermanentFailure or
    TemporaryFailure, whose text holds no secret."""
    from . import calling

    secret = decrypt(sealed)
    if secret is None:
        raise PermanentFailure(Trouble.UNREADABLE)
    try:
        calling.send(Service(service), secret, text)
    except (PermanentFailure, TemporaryFailure):
        raise
    except Exception as error:
        # Where it happened, but none of the words: they may hold the address, which is the secret.
        where = "".join(traceback.format_tb(error.__traceback__))
        _log.error("a bot could not send: %s\n%s", type(error).__name__, where)
        raise TemporaryFailure(Trouble.BROKEN, uncertain=True) from None


def record_result(bot_id: int, error: str = "") -> None:
    """Store the outcome of a bot's last attempt."""
    values: dict[str, Any] = {"error": error[:300]} if error else {"error": "", "said_at": clock.now()}
    db.session.execute(update(Bot).where(Bot.id == bot_id).values(**values))


def _query() -> Any:
    return select(BotMessage, BotMessage.bot_id, BotMessage.line, BotMessage.subject, BotMessage.kept)


def _send_claim(claim: Claim) -> bool:
    bot_id, line_name, subject, kept = claim.data[0]
    with reading(), force_locale(LANGUAGE):
        bot = db.session.get(Bot, bot_id)
        text = _text(line_name, subject, kept)
        if bot is None or not bot.is_active or bot.removed_at or not text:
            return False
        service, secret = bot.service, bot.secret
    try:
        send(service, secret, text)
    except (PermanentFailure, TemporaryFailure) as trouble:
        with unit_of_work():
            record_result(bot_id, str(trouble))
        raise
    with unit_of_work():
        record_result(bot_id)
    return True


def lease() -> timedelta:
    """How long a claim holds: longer than a service may take to be reached and to answer."""
    return timedelta(seconds=6 * webhooks.TIMEOUT)


BY_BOT = Channel(BotMessage, BotMessage.line, _query, _send_claim, lease)
