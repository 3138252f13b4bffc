"""Notifications, group bots, and failed messages."""

from datetime import timedelta

from sqlalchemy import select

from chamber import clock
from chamber.accounts.models import Account
from chamber.extensions import db
from chamber.notifications.models import Bot, BotMessage, Delivery, Notification, Service
from chamber.notifications.sending import groups
from chamber.notifications.sending.outbox import MAIL, State
from chamber.notifications.sending.webhooks import Secret
from tests.factories.things import Thing


def lines_of(account: Account) -> list[Notification]:
    """Everything that this account was told, the oldest first."""
    mine = select(Notification).where(Notification.account_id == account.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


def notify_often(account: Account, number: int, subject: str, line: str = "case.note:author") -> None:
    """So many lines more about one thing, a minute apart; committed."""
    now = clock.now()
    db.session.add_all(
        Notification(
            key=f"{subject}/{account.id}/{place}/{now}",
            account_id=account.id,
            line=line,
            subject=subject,
            at=now - timedelta(minutes=place),
        )
        for place in range(number)
    )
    db.session.commit()


def fail(line: Notification, **fields: object) -> Delivery:
    """The message of this line, refused; committed."""
    values = {
        "channel": MAIL,
        "state": State.FAILED,
        "due_at": line.at,
        "give_up_at": line.at + timedelta(hours=24),
        "claimed_at": line.at,
        "attempts": 1,
        "error": "550 5.1.1 no such user",
        **fields,
    }
    row = Delivery(notification_id=line.id, **values)
    db.session.add(row)
    db.session.commit()
    return row


def make_bot(name: str = "会员企业负责人群", service: Service = Service.WECOM, secret: Secret | None = None) -> Bot:
    """An active bot; committed."""
    kept = groups.encrypt(secret or Secret("0123456789abcdef"))
    bot = Bot(name=name, service=service.value, secret=kept, is_active=True)
    db.session.add(bot)
    db.session.commit()
    return bot


def failed_bot_message(bot: Bot, **fields: object) -> BotMessage:
    """A message to this bot's group that failed; committed."""
    now = clock.now()
    values = {
        "key": f"event.published/event:1/{clock.now()}/bot:{bot.id}",
        "line": "event.published:groups",
        "subject": "event:1",
        "state": State.FAILED,
        "due_at": now,
        "give_up_at": now + timedelta(hours=24),
        "claimed_at": now,
        "attempts": 1,
        "error": "unknown 93000 invalid webhook url",
        **fields,
    }
    row = BotMessage(bot_id=bot.id, **values)
    db.session.add(row)
    db.session.commit()
    return row


def bot_states() -> list[str]:
    """Of all messages to groups, in their order."""
    db.session.expire_all()
    return list(db.session.scalars(select(BotMessage.state).order_by(BotMessage.id)))


def bots_of_world() -> dict[str, Thing]:
    """A group bot, and a message of it that could not be sent."""
    bot, staff = make_bot(service=Service.DINGTALK), frozenset({"secretary"})
    return {
        "bot": Thing({"bot_id": bot.id}, staff),
        "failed bot message": Thing({"message_id": failed_bot_message(bot).id}, staff),
    }
