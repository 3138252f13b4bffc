"""Registers messages and group bots with the application: pages, rights, log subjects and acts, cards."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import literal

from ..registry import Act, Feature, Subject
from ..registry.homes import Card, Column, Matters, Row, Step
from ..rights import Role
from . import resending, rights
from .models import Bot, Service
from .pages import bots as views_bots

FIELDS = {
    "arrived": _l("Arrived"),
    "service": _l("Service"),
}
"""What logged values are called."""
FAILED = _l("Messages that failed")


def _step(row: Row) -> Step:
    in_groups = row.title == resending.Trouble.IN_GROUPS
    page = url_for("notifications.bot_list") if in_groups else url_for("notifications.outbox")
    stays = row.title in (resending.Trouble.STUCK, resending.Trouble.SILENT)
    return Step(str(FAILED), page, _l("See why"), stays=stays)


FEATURE = Feature(
    "notifications",
    pages=(views_bots.blueprint,),
    open_pages=("notifications.stop_mail",),
    open_posts=("notifications.stop_mail",),
    rights=rights,
    subjects=(
        Subject(
            "bot",
            _l("Group bot"),
            Bot,
            name=Bot.name,
            path="/notifications/bots/",
            path_key=literal(""),
            page_right=rights.RUN_BOTS,
            log_shows_values=lambda _actor: True,
            choices={"service": Service.labels().get},
            fields=FIELDS,
        ),
        Subject("message", _l("Message"), secretariat_reads=False),
    ),
    acts=(
        Act("account.messages_chosen", _l("changed message settings"), counts=False),
        Act("bot.added", _l("added the group bot")),
        Act("bot.edited", _l("edited the group bot")),
        Act("bot.message_sent_again", _l("resent a failed group message")),
        Act("bot.messages_sent_again", _l("resent all failed group messages")),
        Act("bot.removed", _l("removed the group bot")),
        Act("bot.switched_off", _l("switched the group bot off")),
        Act("bot.switched_on", _l("switched the group bot on")),
        Act("bot.tested", _l("sent a test through the group bot"), counts=False),
        Act("message.all_sent_again", _l("resent all failed messages")),
        Act("message.sent_again", _l("resent a failed message")),
    ),
    cards=(
        Card(
            "notifications/_home.html",
            {Role.ADMIN: Column.ABOVE},
            rights.RESEND,
            load=resending.outbox_status,
            rank=1,
        ),
    ),
    matters=(
        Matters(
            "notifications/_home_matter.html",
            FAILED,
            "notifications.outbox",
            frozenset({Role.SECRETARIAT}),
            rights.RESEND,
            _step,
            query=resending.waiting,
        ),
    ),
)
