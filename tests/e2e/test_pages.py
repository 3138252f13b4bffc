"""Every page that links lead to, on a phone and in Chinese: in order for axe, not too wide, Chinese, dots inside."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask

from chamber.cases.words import Kind
from tests.browser import Tour
from tests.client import release
from tests.factories.accounts import Cast
from tests.factories.states import cases_in_every_state
from tests.factories.world import World, make_world
from tests.scenes import Scenes

ROLES = ("secretary", "member", "handler", "leader", "president", "supervisor", "admin")
NO_PAGES = re.compile(r"\.(xlsx|ics|txt|docx|csv)$|/files/[\w#-]+$|^/static/|^/logout")
CASE = re.compile(r"/cases/[A-Z]{2}-\d{4}-\w{4}")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}")
ALLOWED = re.compile(
    r"\{[{%][^}]*\}|make run|STARTTLS|TLS|smtp\.example\.cn|BACKUP_KEY|BACKUP_SECOND|nginx|Caddy|https(?= )|Webhook|SEC|English|Excel|Word|Markdown|PDF|HEIC|(?i:xlsx?|ods|csv)|WeChat|https?://\S+|[\w.+-]+@[\w.-]+|[WSJF][QYB]-\d{4}-\w{4}|(?:CS|GX)-\d{4}-\w{5}|\.\w{3,4}\b"
)
"""Placeholders of templates, proper names, endings of files, addresses and references: the same in every language."""
SPOKEN = """() => {
    const said = [document.title, document.body.innerText];
    for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        for (const node of document.querySelectorAll(`[${name}]`)) said.push(node.getAttribute(name));
    return said.join('\\n');
}"""
"""Whatever a person reads or hears."""
DOTS_AT_THE_END = """() => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let dot = null;
    for (let node; node = walker.nextNode();) {
        if (!dot && !node.data.includes('·') || node.parentElement.closest('.sr, script')) continue;
        for (let at = 0; at < node.data.length; at++) {
            if (!node.data[at].trim() || !dot && node.data[at] !== '·') continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const box = range.getBoundingClientRect();
            if (!box.width) continue;
            if (dot && box.top >= dot.bottom - 1) found.push(dot.words);
            const words = node.parentElement.closest('p, li, div, td').innerText;
            dot = node.data[at] === '·' && { bottom: box.bottom, words };
        }
    }
    return found;
}"""
"""The lines with a dot that parts two words at the end of one line and not between two."""


def pattern_of(address: str) -> str:
    """Pages of one sort have one pattern, but each case has its own page: what it shows depends on its state."""
    path = urlsplit(address).path
    return path if CASE.fullmatch(path) else re.sub(r"[A-Z]{2}-\d{4}-\w{4,5}|\d{4}-\d\d-\d\d|\b\d+\b", "#", path)


def english_on(text: str, own: set[str]) -> set[str]:
    """Words in Latin letters that a Chinese page should not have."""
    return set(LATIN.findall(ALLOWED.sub(" ", text))) - own


@pytest.fixture
def everything(app: Flask, cast: Cast, scenes: Scenes) -> World:
    """Something of every sort, now: the server has a clock of its own."""

    def build() -> World:
        made = make_world(cast)
        cases_in_every_state(made)
        return made

    return scenes.get(app, "everything", build, at=None)


@pytest.mark.parametrize("name", ROLES)
def test_every_page_is_in_order_on_a_phone(name: str, tour: Callable[..., Tour], everything: World) -> None:
    release()
    phone = tour(everything.account(name), width=390)
    # Names of accounts and categories; the last word stands in what the secretariat of this test wrote in English.
    own = {*vars(everything.cast), "other", "former", *Kind, "for"}
    queue, seen, english, dots = ["/"], {"/"}, {}, {}
    while queue:
        address = queue.pop(0)
        phone.go(address)
        if found := english_on(phone.page.evaluate(SPOKEN), own):
            english[address] = found
        if found := phone.page.evaluate(DOTS_AT_THE_END):
            dots[address] = found
        for link in phone.page.eval_on_selector_all("a[href^='/']", "nodes => nodes.map(n => n.getAttribute('href'))"):
            pattern = pattern_of(link)
            if pattern not in seen and "lang=" not in link and not NO_PAGES.search(pattern):
                seen.add(pattern)
                queue.append(link.partition("#")[0])
    assert not english
    assert not dots
    assert len(seen) > 5


def outlined(phone: Tour) -> bool:
    """Whether one sees where the focus is."""
    style = "node => { const s = getComputedStyle(node); return [s.outlineStyle, s.outlineWidth, s.boxShadow]; }"
    kind, width, shadow = phone.page.locator(":focus").evaluate(style)
    return (kind != "none" and width != "0px") or shadow != "none"


@pytest.mark.parametrize(
    ("name", "address", "act"),
    [
        ("secretary", "/events/{event}", "#seat button[type=submit]"),
        ("secretary", "/members/import", "main .form button[type=submit]"),
        ("member", "/cases/new/request", "#new-case .form-acts button[type=submit]"),
        ("member", "/events/{event}", "#seat summary"),
        ("handler", "/cases/{complaint}", "#acts .btn--primary"),
        ("admin", "/admin/accounts/new", "main .form button[type=submit]"),
    ],
)
def test_the_keyboard_reaches_the_main_act(
    name: str, address: str, act: str, tour: Callable[..., Tour], everything: World
) -> None:
    values = {
        thing: str(value) for thing in ("event", "complaint") for value in everything.things[thing].parts.values()
    }
    release()
    desk = tour(everything.account(name), width=1280).go(address.format(**values))
    target = desk.page.locator(act).first
    for _press in range(120):
        desk.page.keyboard.press("Tab")
        if desk.page.locator(":focus").count():
            assert outlined(desk), desk.page.locator(":focus").evaluate("node => node.outerHTML")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{act} is not reached")
