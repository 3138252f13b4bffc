"""Fakes of WeCom, DingTalk and Feishu: one real HTTP server that answers as they do, and fails on demand."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chamber.notifications.models import Service

WECOM, DINGTALK, FEISHU = (
    "693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa",
    "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
    "fe15-04bb-8c34-9d2a",
)
SECRETS = {Service.WECOM: WECOM, Service.DINGTALK: DINGTALK, Service.FEISHU: FEISHU}
SIGNING = "SEC0123456789abcdef"
ADDRESSES = {
    "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={WECOM}",
    "dingtalk": f"https://oapi.dingtalk.com/robot/send?access_token={DINGTALK}",
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{FEISHU}",
}
"""As they are copied from a group."""


@dataclass(frozen=True)
class Received:
    """A message that a group received."""

    service: str
    text: str


class Groups:
    """The groups behind the three services."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.calls = 0
        self.signed = False
        """Whether DingTalk and Feishu want signed messages."""
        self.fate: Callable[[str], str] = lambda _service: "ok"
        """What becomes of the next call of a service: `ok`, `500`, `hang`, `drop`, `moved` (sent on),
        `page` (of a network that wants a sign-in), `busy`, `echo` (says the address back)."""

    def of(self, service: str) -> list[str]:
        """The texts that the groups of this service received."""
        return [one.text for one in self.received if one.service == service]

    def answer(self, path: str, query: dict[str, str], sent: dict[str, Any]) -> dict[str, Any]:
        """What the service answers to a call, after the group received it where all is right."""
        if path == "/cgi-bin/webhook/send":
            if query.get("key") != WECOM:
                return {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1764]"}
            self.received.append(Received("wecom", sent["text"]["content"]))
            return {"errcode": 0, "errmsg": "ok"}
        if path == "/robot/send":
            if query.get("access_token") != DINGTALK:
                return {"errcode": 300005, "errmsg": "token is not exist"}
            stamp = query.get("timestamp", "")
            fits = abs(time.time() * 1000 - int(stamp or 0)) < 3_600_000
            if self.signed and not (fits and query.get("sign") == _signature(SIGNING, f"{stamp}\n{SIGNING}")):
                return {"errcode": 310000, "errmsg": "sign not match"}
            self.received.append(Received("dingtalk", sent["text"]["content"]))
            return {"errcode": 0, "errmsg": "ok"}
        if path != f"/open-apis/bot/v2/hook/{FEISHU}":
            return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}
        if self.signed and sent.get("sign") != _signature(f"{sent.get('timestamp')}\n{SIGNING}", ""):
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        self.received.append(Received("feishu", sent["content"]["text"]))
        return {"code": 0, "msg": "success", "data": {}}


def _signature(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _handler(groups: Groups) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            groups.calls += 1
            parts = urlsplit(self.path)
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            service = {"/cgi-": "wecom", "/robo": "dingtalk"}.get(parts.path[:5], "feishu")
            match groups.fate(service):
                case "500":
                    self._say(500, b"oops")
                case "hang":
                    time.sleep(3)
                case "drop":
                    groups.answer(parts.path, query, sent)
                case "moved":
                    self.send_response(307)
                    self.send_header("Location", f"http://{self.headers['Host']}{self.path}")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                case "page":
                    self._say(200, b"<h1>Please sign in to the network</h1>")
                case "busy":
                    self._say(200, json.dumps({"errcode": 45009, "errmsg": "api freq out of limit"}).encode())
                case "echo":
                    self._say(200, json.dumps({"errcode": 40000, "errmsg": f"bad call {self.path}"}).encode())
                case _:
                    self._say(200, json.dumps(groups.answer(parts.path, query, sent)).encode())

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Nothing: the tests ask `received`."""

    return Handler


@contextmanager
def group_services() -> Iterator[tuple[Groups, str]]:
    """The services, and the address that stands for all three."""
    groups = Groups()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(groups))
    server.daemon_threads = True
    # How often it looks whether to stop, in seconds: by itself each test would wait half a second for it.
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield groups, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
