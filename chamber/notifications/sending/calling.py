"""Calling the bots of WeCom, DingTalk and Feishu, and what their responses mean.

apprise knows the addresses, the keys and how DingTalk signs. Its own `send` is not used: it takes each answer of WeCom
and DingTalk with status 200 for success, also "there is no such bot", and writes the address, which is the secret, to
its log.
"""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from ... import clock
from ...config import settings
from ...language.text import clean
from ..models import Service
from . import webhooks
from .dispatch import PermanentFailure, TemporaryFailure
from .webhooks import FINAL, Secret, Trouble

MAX_ANSWER = 4096
# What it says at DEBUG holds the path of each call, which is the secret.
logging.getLogger("urllib3.connectionpool").setLevel(logging.WARNING)

_MEANINGS: dict[Service, Mapping[int, Trouble]] = {
    Service.WECOM: {93000: Trouble.UNKNOWN, 93004: Trouble.UNKNOWN, 45009: Trouble.BUSY, 45033: Trouble.BUSY},
    Service.DINGTALK: {
        **dict.fromkeys((300001, 300005, 400013, 400101, 400102), Trouble.UNKNOWN),
        310000: Trouble.GUARDED,
        **dict.fromkeys((130101, 130103, 410100), Trouble.BUSY),
    },
    Service.FEISHU: {
        **dict.fromkeys((19001, 19007), Trouble.UNKNOWN),
        **dict.fromkeys((19021, 19022, 19024), Trouble.GUARDED),
        **dict.fromkeys((9499, 11232), Trouble.BUSY),
    },
}
"""The numbers that the services document; what is not here is tried again and shown as they wrote it."""


class _WeCom(NotifyWeComBot):
    def send(self, body: str, *_rest: Any, **_more: Any) -> bool:
        return _call(self.api_url, {"msgtype": "text", "text": {"content": body}}, Service.WECOM)


class _DingTalk(NotifyDingTalk):
    def send(self, body: str, *_rest: Any, **_more: Any) -> bool:
        address = self.notify_url.format(token=self.token)
        if self.secret:
            # apprise gives it quoted already.
            timestamp, sign = self.get_signature()
            address += f"&timestamp={timestamp}&sign={sign}"
        return _call(address, {"msgtype": "text", "text": {"content": body}}, Service.DINGTALK)


class _Feishu(NotifyFeishu):
    signing = ""

    def send(self, body: str, *_rest: Any, **_more: Any) -> bool:
        # In Feishu's texts <at user_id="all"> rings everybody's phone, whoever wrote it.
        payload: dict[str, Any] = {"msg_type": "text", "content": {"text": body.replace("<", "＜")}}
        if self.signing:
            timestamp = str(int(clock.now().timestamp()))
            digest = hmac.new(f"{timestamp}\n{self.signing}".encode(), digestmod=hashlib.sha256).digest()
            payload |= {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}
        return _call(self.notify_url.format(token=self.token).rstrip("/"), payload, Service.FEISHU)


def send(service: Service, secret: Secret, text: str) -> None:
    """Send the text to the bot's group.

    Raises PermanentFailure or TemporaryFailure, whose text begins with a Trouble and holds no secret.
    """
    bot: NotifyWeComBot | NotifyDingTalk | _Feishu
    match service:
        case Service.WECOM:
            bot = _WeCom(key=secret.key)
        case Service.DINGTALK:
            bot = _DingTalk(token=secret.key, secret=secret.signing)
        case Service.FEISHU:
            bot = _Feishu(token=secret.key)
            bot.signing = secret.signing
    try:
        bot.notify(body=text)
    except (PermanentFailure, TemporaryFailure) as trouble:
        message = str(trouble)
        for hidden in filter(None, (secret.key, secret.signing)):
            message = message.replace(hidden, "***")
        trouble.args = (message,)
        raise


def _call(address: str, payload: dict[str, Any], service: Service) -> bool:
    if gateway := settings().bot_gateway:
        parts = urlsplit(address)
        address = f"{gateway}{parts.path}{f'?{parts.query}' if parts.query else ''}"
    try:
        # Nobody but the service itself: where it would send us on is not asked.
        with requests.post(
            address, json=payload, timeout=webhooks.TIMEOUT, allow_redirects=False, stream=True
        ) as answer:
            content = next(answer.iter_content(MAX_ANSWER), b"")
            _check_answer(service, answer.status_code, _parsed(content))
    except requests.RequestException as error:
        # The library's own message holds the address; it is neither stored nor shown.
        raise _no_answer(error) from None
    return True


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _check_answer(service: Service, status: int, answer: dict[str, Any]) -> None:
    code = next((answer[name] for name in ("errcode", "code", "StatusCode") if isinstance(answer.get(name), int)), None)
    if status == 200 and code == 0:
        return
    trouble = _MEANINGS[service].get(code or 0, Trouble.BUSY if status == 429 else Trouble.BROKEN)
    words = clean(str(answer.get("errmsg") or answer.get("msg") or ""))[:160]
    message = " ".join(filter(None, (trouble, str(code) if code else f"HTTP {status}", words)))
    raise PermanentFailure(message) if trouble in FINAL else TemporaryFailure(message)


def _no_answer(error: requests.RequestException) -> TemporaryFailure:
    """What it means that no answer came: whether the message may have arrived."""
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return TemporaryFailure(Trouble.UNREACHABLE)
    if isinstance(reason, NewConnectionError | ConnectTimeoutError):
        return TemporaryFailure(Trouble.UNREACHABLE)
    return TemporaryFailure(Trouble.SILENT, uncertain=True)
