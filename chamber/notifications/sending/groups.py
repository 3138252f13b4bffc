"""What bots say in groups: only what concerns all firms, by title and link, and never anything of a case."""

import logging
import traceback
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update

from ... import clock, registry
from ...extensions import db, reading, unit_of_work
from ...messages import Happened, Line, Manner
from ...registry import source_of
from .. import manners
from ..models import Bot, BotMessage, Service
from . import dispatch, sealed, webhooks
from .dispatch import Channel, Claim, Refused, State, Unfinished
from .webhooks import Secret, Trouble

PURPOSE = "bots"
LANGUAGE = "zh_CN"
"""Nobody in a group has chosen one."""
_log = logging.getLogger(__name__)


def post(line: Line, subject: str, happened: Happened) -> None:
    """Write a message for each group with a bot, if this is news for all firms; harmless when repeated."""
    public = source_of(subject).public
    if public is None or not public(line.act, happened.subject_id):
        return
    due = clock.now() if line.urgent else manners.due_at(Manner.AT_ONCE)
    rows = [
        {
            "bot_id": bot_id,
            "key": f"{line.act}/{subject}/{happened.why}/bot:{bot_id}",
            "line": line.name,
            "subject": subject,
            "state": State.WAITING,
            "due_at": due,
            "give_up_at": due + manners.PERSISTENCE,
            "attempts": 0,
            "uncertain": False,
            "error": "",
        }
        for bot_id in db.session.scalars(select(Bot.id).where(Bot.is_active, Bot.removed_at.is_(None)).order_by(Bot.id))
    ]
    if rows:
        db.session.execute(dispatch.once(BotMessage), rows)
        dispatch.announce()


def _text(line_name: str, subject: str) -> str:
    """What a group is told; empty where that is no news for all firms any more."""
    line, source, number = registry.lines().get(line_name), source_of(subject), int(subject.partition(":")[2])
    if line is None or source.public is None or source.outside is None:
        return ""
    path = source.public(line.act, number)
    said = str(line.words) % {"what": source.outside(number)}
    return signed(f"{said}\n{dispatch.settings().address()}{path}") if path else ""


def signed(said: str) -> str:
    """With the chamber's name before it: who speaks, and the word that DingTalk and Feishu may look for."""
    return _("%(chamber)s: %(words)s", chamber=dispatch.settings().chamber_name, words=said)


def keep(secret: Secret) -> str:
    """The secret as the database holds it."""
    return sealed.seal(f"{secret.key} {secret.signing}", PURPOSE)


def opened(kept: str) -> Secret | None:
    """The secret again; None where the key of this server was changed."""
    text = sealed.unseal(kept, PURPOSE)
    if text is None:
        return None
    key, _space, signing = text.partition(" ")
    return Secret(key, signing)


def speak(service: str, kept: str, text: str) -> None:
    """Say it in a bot's group, outside of any transaction. Raises Refused or Unfinished, whose words hold no secret."""
    secret = opened(kept)
    if secret is None:
        raise Refused(Trouble.UNREADABLE)
    try:
        webhooks.say(Service(service), secret, text)
    except (Refused, Unfinished):
        raise
    except Exception as error:
        # Where it happened, but none of the words: they may hold the address, which is the secret.
        where = "".join(traceback.format_tb(error.__traceback__))
        _log.error("a bot could not speak: %s\n%s", type(error).__name__, where)
        raise Unfinished(Trouble.BROKEN, uncertain=True) from None


def note(bot_id: int, error: str = "") -> None:
    """Remember of a bot how its last attempt went."""
    values: dict[str, Any] = {"error": error[:300]} if error else {"error": "", "said_at": clock.now()}
    db.session.execute(update(Bot).where(Bot.id == bot_id).values(**values))


def _query() -> Any:
    return select(BotMessage, BotMessage.bot_id, BotMessage.line, BotMessage.subject)


def _carry(claim: Claim) -> bool:
    bot_id, line_name, subject = claim.told[0]
    with reading(), force_locale(LANGUAGE):
        bot = db.session.get(Bot, bot_id)
        text = _text(line_name, subject)
        if bot is None or not bot.is_active or bot.removed_at or not text:
            return False
        service, kept = bot.service, bot.secret
    try:
        speak(service, kept, text)
    except (Refused, Unfinished) as trouble:
        with unit_of_work():
            note(bot_id, str(trouble))
        raise
    with unit_of_work():
        note(bot_id)
    return True


def lease() -> timedelta:
    """How long a claim holds: longer than a service may take to be reached and to answer."""
    return timedelta(seconds=6 * webhooks.SECONDS)


BY_BOT = Channel(BotMessage, BotMessage.line, _query, _carry, lease)
