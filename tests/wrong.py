"""What nobody should send, and sending it as a hostile program would."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from chamber.extensions import db
from chamber.language.codes import make_uscc
from tests.client import PASSWORD, Client
from tests.page import Form, Page, words

SCRIPT = "<script>alert(1)</script>"
LONG = "长" * 10_000
MIXED = f"\u202e{SCRIPT}\u200f=cmd|' /C calc'!A0 👩‍👩‍👧🏭 '\";--%_\\"
TEXTS = ("", "　　　", "a\0b\ud800c", LONG, MIXED)
"""For a field that takes words: nothing, full-width spaces, what no column holds, too much, and all sorts of signs."""
NUMBERS = ("", "-1", "0", "1e9", "１", str(2**31), str(2**63), "9" * 5000, "x\0")
"""For a number, or an id that a hidden field or a choice carries."""
DAYS = ("2026-02-31", "9999-12-31", "0001-01-01", "x\0", "２０２６-０９-２０", LONG)
MOMENTS = ("2026-02-31T10:00", "2026-02-28T25:61", "9999-12-31T23:59", "0001-01-01T00:00", "x\0")
ELSEWHERE = "//evil.example/"
PLACES = (
    "~~",
    "x~1",
    "0001-01-01T00:00:00+14:00~1",
    "9999-12-31T23:59:59-14:00~1",
    "2026-01-01T00:00:00+00:00~99999999999",
    "\0~1",
)
"""For `after`, where a list goes on."""
CHOICES = ("", "0", str(2**31), str(2**63), "x\0")
"""For what is chosen from a list."""


ALIKE = {"", "　　　", "-1", "0", "1e9", "１", ELSEWHERE, "2026-02-31", "2026-02-31T10:00", "2026-02-28T25:61", "~~"}
"""What our own code has judged before a database sees it: tried on SQLite, and not once more on PostgreSQL."""


def worth_trying(values: Iterable[str]) -> Iterator[str]:
    """All of these values on SQLite; on PostgreSQL those that it may take in its own way."""
    everything = db.engine.dialect.name == "sqlite"
    return (value for value in values if everything or value not in ALIKE)


def query(arguments: Mapping[str, str]) -> str:
    """A query string with these arguments, lone surrogates and all."""
    return urlencode(arguments, errors="surrogatepass")


def send(
    client: Client,
    path: str,
    data: Mapping[str, Sequence[str]],
    files: Sequence[tuple[str, str, bytes]] = (),
    **kwargs: Any,
) -> Any:
    """POST these values, lone surrogates and all, and files as (field, name, content); the token is among the values.

    The browser keeps the cookies that it had.
    """
    cookies = dict(client._cookies or {})
    pairs = [(name, value) for name, values in data.items() for value in values]
    if files:
        kind, body = MULTIPART, multipart(pairs, files)
    else:
        kind, body = "application/x-www-form-urlencoded", urlencode(pairs, errors="surrogatepass").encode()
    answer = client.post(path, data=body, content_type=kind, csrf=False, **kwargs)
    client._cookies = cookies
    return answer


_BOUNDARY = "----a-line-between-parts"
MULTIPART = f"multipart/form-data; boundary={_BOUNDARY}"


def multipart(pairs: Sequence[tuple[str, str]], files: Sequence[tuple[str, str, bytes]]) -> bytes:
    """The body of a form with files, lone surrogates and all."""
    parts = [(f'name="{name}"', value.encode("utf-8", "surrogatepass")) for name, value in pairs]
    parts += [(f'name="{name}"; filename="{filename}"', content) for name, filename, content in files]
    body = b"".join(
        f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode("utf-8", "surrogatepass")
        + content
        + b"\r\n"
        for head, content in parts
    )
    return body + f"--{_BOUNDARY}--\r\n".encode()


_KINDS = {"date": DAYS, "datetime-local": MOMENTS, "number": NUMBERS, "hidden": (*NUMBERS, ELSEWHERE)}
_KINDS |= dict.fromkeys(("select", "radio", "checkbox"), CHOICES)
_GOOD = {
    "date": "2026-09-15",
    "datetime-local": "2026-09-20T09:00",
    "number": "2",
    "password": "fedcba9876543210",
    "tel": "13800009999",
    "url": "https://example.cn/",
}
OFFICES = ("president", "vice_president", "standing_council", "council", "supervisor")
"""Names of those elected on one page, how many there are on another."""
_NAMED = {
    "ends_at": "2026-09-20T11:00",
    "postpone-due_on": "2027-03-01",
    "answer_by": "2026-10-15",
    "registration_opens_at": "2026-09-16T09:00",
    "registration_closes_at": "2026-09-19T09:00",
    "mobile": "13800009999",
    "email": "new@example.cn",
    "link": "https://example.cn/",
    "website": "https://example.cn/",
    "uscc": make_uscc("330304", 77),
    "employees": "12",
    "days": "3",
    "username": "secretary",
    "password": PASSWORD,
    "again": PASSWORD,
    "old_password": PASSWORD,
    "respondent_code": "",
    "began_on": "2026-09-15",
    "firms": "瓯新阀门有限公司",
    "mail_host": "127.0.0.1",
    "mail_security": "none",
    "mail_port": "9",
    "mail_from": "chamber@example.cn",
    "public_url": "http://localhost",
    **dict.fromkeys(OFFICES, "永宁泵业有限公司"),
}


@dataclass
class Trial:
    """A form of a page, filled in as it should be, and what to put wrong into each field."""

    form: Form
    page: Page
    path: str
    data: dict[str, list[str]]
    needed: set[str] = field(default_factory=set)
    """Fields that the page says must be filled in."""

    @property
    def name(self) -> str:
        """What the form is told from others by: its address without numbers, and its fields."""
        path = re.sub(r"(WQ|SQ|JY)-2026-\w+|\b\d+\b", "#", self.path)
        return f"{path} ({', '.join([name for name in self.form.controls if name != 'csrf_token'][:4])})"

    @property
    def files(self) -> list[tuple[str, str, bytes]]:
        """A small file for each field that takes one, and no text that stands for it."""
        names = [name for name, control in self.form.controls.items() if control.kind == "file"]
        table = "会员名称,统一社会信用代码\n新会员有限公司,\n".encode()
        return [(name, *(("名册.csv", table) if name == "file" else ("纸件.txt", b"paper"))) for name in names]

    def wrongs(self) -> Iterator[tuple[str, str]]:
        """(field, value) for everything that is worth trying."""
        for name, control in self.form.controls.items():
            if name == "csrf_token" or control.kind == "file":
                continue
            values = _KINDS.get(control.kind, TEXTS)
            if any(node.attributes.get("inputmode") == "numeric" for node in self.page.css(f'[name="{name}"]')):
                values = NUMBERS
            yield from ((name, value) for value in worth_trying(values))

    def must_refuse(self, name: str, value: str) -> bool:
        """Whether nobody may take this value for this field."""
        kind = self.form.controls[name].kind
        if name == "version":
            return not self.path.endswith("/new") and self.data["version"] != ["0"]
        if kind in ("date", "datetime-local"):
            return True
        if kind == "number":
            return value not in ("", "0", "１")
        return name in self.needed and not value.strip()

    def kept(self, page: Page, name: str, value: str) -> list[str]:
        """Fields whose words are lost on the page that came back."""
        again = [form for form in page.forms() if form.action == self.form.action and form.method == "post"]
        lost = []
        for other, control in self.form.controls.items():
            if control.kind in ("hidden", "password", "file", "checkbox") or other == "password":
                continue
            typed = [value] if other == name else self.data.get(other, [])
            shown = [form.controls[other].values for form in again if other in form.controls]
            if control.kind in ("select", "radio") and other == name:
                continue
            if "\0" not in "".join(typed) and not any(_same(typed, values) for values in shown):
                lost.append(other)
        return lost


def _same(typed: Sequence[str], shown: Sequence[str]) -> bool:
    plain = [[" ".join(one.split()) for one in values if one.strip()] for values in (typed, shown)]
    return plain[0] == plain[1]


def trials(page: Page) -> Iterator[Trial]:
    """The forms of a page that write, filled in."""
    for form in page.forms():
        if form.method != "post":
            continue
        # A button with a name asks for more rows; the form is for the other one.
        button = next((one for one in form.buttons() if not one.attributes.get("name")), form.buttons()[-1])
        _method, path, data = form.send({}, words(button))
        values = {name: [str(one) for one in many] for name, many in data.items()}  # type: ignore[attr-defined]
        needed = set()
        for name, control in form.controls.items():
            nodes = page.css(f'[name="{name}"]')
            if any("required" in node.attributes for node in nodes):
                needed.add(name)
            several = len(control.choices) > 1 or name in needed or name == "agrees"
            chooses = control.kind == "radio" or (control.kind == "checkbox" and several)
            empty = set(values.get(name, [])) <= {"", "None"} and control.kind not in ("hidden", "checkbox", "file")
            if empty or chooses:
                values[name] = [_good(name, control.kind, control.choices)]
        yield Trial(form, page, path, values, needed)


def _good(name: str, kind: str, choices: list[str]) -> str:
    if kind in ("select", "radio", "checkbox"):
        return next((choice for choice in reversed(choices) if choice not in ("", "None")), "")
    if kind == "number" and name in OFFICES:
        return _GOOD[kind]
    return _NAMED.get(name, _NAMED.get(name.rpartition("-")[2], _GOOD.get(kind, "好的话")))


def _flat(parameters: Any) -> Iterator[object]:
    if isinstance(parameters, dict):
        yield from parameters.values()
    elif isinstance(parameters, (list, tuple)):
        for one in parameters:
            yield from _flat(one)
    else:
        yield parameters


@contextmanager
def nothing_kept(app: Flask) -> Iterator[list[str]]:
    """Every commit within the block is a rollback instead, so that each try finds the same chamber.

    Gives the texts that were to be stored although no column should hold them; empty it as you like.
    """
    found: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(("INSERT", "UPDATE")):
            return
        for value in _flat(parameters):
            if isinstance(value, str) and ("\0" in value or any("\ud800" <= char <= "\udfff" for char in value)):
                found.append(f"{value[:40]!r} in {statement[:60]}")

    with app.app_context():
        dialect = db.engine.dialect
    commit = dialect.do_commit
    dialect.do_commit = dialect.do_rollback  # type: ignore[method-assign]
    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", look)
        dialect.do_commit = commit  # type: ignore[method-assign]
