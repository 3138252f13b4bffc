"""What a bot of WeCom, DingTalk or Feishu is called by: its address as pasted, its secret; and what can go wrong."""

import re
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from ...errors import DomainError
from ...language.text import clean
from ..models import Service

TIMEOUT = 10
"""Seconds, of connecting and of waiting for the response."""

EXAMPLES = {
    Service.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    Service.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=…",
    Service.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/…",
}
_KEY = r"(?P<key>[A-Za-z0-9_-]{16,100})"
_ADDRESSES = {
    Service.WECOM: re.compile(rf"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key={_KEY}"),
    Service.DINGTALK: re.compile(rf"https://oapi\.dingtalk\.com/robot/send\?access_token={_KEY}"),
    Service.FEISHU: re.compile(rf"https://open\.feishu\.cn/open-apis/bot/v2/hook/{_KEY}/?"),
}
_KEYS = {
    Service.WECOM: re.compile(_KEY),
    Service.DINGTALK: re.compile(r"(?P<key>[A-Za-z0-9]{16,100})"),
    Service.FEISHU: re.compile(_KEY),
}
_SIGNING = re.compile(r"[A-Za-z0-9]{8,100}")


class Trouble(StrEnum):
    """Why a bot's message did not get through."""

    UNKNOWN = "unknown"
    GUARDED = "guarded"
    UNREADABLE = "unreadable"
    BUSY = "busy"
    BROKEN = "broken"
    SILENT = "silent"
    UNREACHABLE = "unreachable"


FINAL = frozenset({Trouble.UNKNOWN, Trouble.GUARDED, Trouble.UNREADABLE})
"""Trouble that only a person can fix: not worth a retry."""


@dataclass(frozen=True)
class Secret:
    """The key of a bot's URL: whoever has it can send to the group."""

    key: str
    signing: str = ""
    """DingTalk and Feishu may ask for signed messages."""


def parse(service: Service, pasted: str, signing: str = "") -> Secret:
    """What was pasted from the service: the bot's address, or the key in it. DomainError at `address` or `signing`.

    Only the key is stored; the hosts are constants of this module.
    """
    text = "".join(clean(pasted).split())
    for other, pattern in _ADDRESSES.items():
        if other != service and pattern.fullmatch(text):
            message = _("This is the address of a %(service)s bot. Please choose that service.", service=other.label)
            raise DomainError(message, field="address")
    found = _ADDRESSES[service].fullmatch(text) or _KEYS[service].fullmatch(text)
    if not found:
        message = _(
            "This is not the address of a %(service)s bot. It looks like %(example)s",
            service=service.label,
            example=EXAMPLES[service],
        )
        raise DomainError(message, field="address")
    secret = clean(signing)
    if secret and service == Service.WECOM:
        raise DomainError(_("WeCom has no signing secret: please leave this empty."), field="signing")
    if secret and not _SIGNING.fullmatch(secret):
        message = _("This is not a signing secret: it has letters and digits only, as the service shows it.")
        raise DomainError(message, field="signing")
    return Secret(found["key"], secret)
