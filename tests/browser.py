"""Chromium on the real server: `tour(account, width=390, javascript=True)` opens a browser as a person has it.

    def test_register(tour, server, member):
        phone = tour(member, width=390)      # language="en" for English
        phone.go("/events/")
        phone.follow("…")                    # a link by its words
        phone.fill("姓名", "…")               # a field by its label; True ticks, a Path attaches, words choose
        phone.press("报名")                   # a button by its words
        phone.see("…")                       # words that must show
        phone.page                           # playwright's page, for all else; then phone.settle() and phone.check()

After each step the page must be in order: axe finds nothing, nothing scrolls sideways. When the test ends, no error
may have shown in the console (the content security policy reports there), no script failed, no answer was a 5xx.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, expect

from chamber import extensions
from chamber.accounts.models import Account
from tests.server import Server

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each page is a new document, gone before a compiler that optimizes has paid for itself.
    "--js-flags=--max-opt=1",
]
HEIGHTS = {390: 844, 1280: 800}
PATIENCE = 5000
"""Milliseconds until something must show on a page that is there."""
ANSWER = 30_000
"""Milliseconds that an answer may take: on a busy machine the programs that read a roster start slowly."""
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CONTRAST = "color-contrast"
AXE_RUN = "options => axe.run(options).then(found => ({violations: found.violations}))"
FINGERPRINT = """() => {
  const html = document.documentElement.outerHTML;
  let sum = 0;
  for (let place = 0; place < html.length; place++) sum = (sum * 31 + html.charCodeAt(place)) | 0;
  return `${html.length} ${sum}`;
}"""
"""The same for the same document; to fetch the whole text of each page costs more than axe."""
LOOKS = """() => {
  const known = new Map([[document, ""]]), shown = new Set();
  const counts = /^(class|type|open|disabled|readonly|checked|data-.*|aria-(current|expanded|selected|invalid|sort))$/;
  const look = node => {
    if (!known.has(node)) {
      const own = [...node.attributes].filter(one => counts.test(one.name)).map(one => `${one.name}=${one.value}`);
      known.set(node, `${look(node.parentNode)}>${node.localName} ${own.sort().join(" ")}`);
    }
    return known.get(node);
  };
  for (const node of document.querySelectorAll("body, body *")) {
    const speaks = node.matches("input, select, textarea") ||
      [...node.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim());
    if (speaks) shown.add(look(node));
  }
  return [...shown].map(words => [...words].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) | 0, 0));
}"""
"""What the colours of the words on a page depend on: no style stands in a page, the policy forbids it."""
PUT_IN = """([html, address]) => {
  const other = new DOMParser().parseFromString(html, "text/html"), root = document.documentElement;
  for (const name of root.getAttributeNames()) root.removeAttribute(name);
  for (const one of other.documentElement.attributes) root.setAttribute(one.name, one.value);
  document.title = other.title;
  document.body.replaceWith(document.adoptNode(other.body));
  history.replaceState(null, "", address);
}"""
"""Another page of the same style sheets in place of this one; its scripts do not run."""
HTMX_IDLE = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"

LEADS_AWAY = """(element, scripts) => {
  const way = element.closest("a[href]") || (element.type === "submit" && element.form);
  if (!way || way.matches("[download], [data-leave]") || (scripts && way.matches("[hx-get], [hx-post]"))) return false;
  return way.tagName === "FORM" || way.href.split("#")[0] !== location.href.split("#")[0];
}"""
"""Whether a click makes the browser ask for another page: a link, or a button that sends a form without htmx."""


class Tour:
    """A person in front of a browser."""

    seen_in_colour: ClassVar[set[tuple[int, int]]] = set()
    """(width, look) of the words whose contrast was measured in this process: more than half of axe's work."""

    def __init__(
        self, context: BrowserContext, url: str, reader: Page | None, release_here: Callable[[], None]
    ) -> None:
        self.url = url
        self._reader = reader
        self.faults: list[str] = []
        self._checked: set[str] = set()
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.set_default_navigation_timeout(ANSWER)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"script failed: {error}"))
        self.page.on("response", self._answered)
        self.page.on("request", lambda _request: release_here())

    def _heard(self, message: ConsoleMessage) -> None:
        # Chromium reports each 4xx answer as an error too; tests look at those pages on purpose.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.faults.append(f"{response.status} from {response.url}")

    @property
    def path(self) -> str:
        """Where the browser is, without the host."""
        return self.page.url.removeprefix(self.url)

    def go(self, path: str) -> "Tour":
        """Open an address."""
        self.page.goto(self.url + path)
        return self._loaded()

    def follow(self, label: str) -> "Tour":
        """Click the link with these words."""
        return self._click(self.page.get_by_role("link", name=label, exact=True).first)

    def press(self, label: str, within: str = "body") -> "Tour":
        """Click the button with these words; `within` a selector says where."""
        return self._click(self.page.locator(within).get_by_role("button", name=label, exact=True).first)

    def open(self, label: str, within: str = "body") -> "Tour":
        """Unfold the part (details) whose summary has these words."""
        return self._click(self.page.locator(f"{within} summary").filter(has_text=label).first)

    def fill(self, label: str, value: str | bool | Path) -> "Tour":
        """Fill the field with this label."""
        field = self.page.get_by_label(label).and_(self.page.locator("input, select, textarea")).first
        kind = field.evaluate("field => field.type")
        if isinstance(value, bool):
            field.set_checked(value)
        elif isinstance(value, Path):
            field.set_input_files(value)
        elif kind == "select-one":
            field.select_option(label=value)
        else:
            field.fill(value)
        return self

    def see(self, text: str) -> "Tour":
        """These words must show (within some seconds)."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)
        return self

    def _click(self, target: Locator) -> "Tour":
        target.wait_for()
        if target.evaluate(LEADS_AWAY, self._reader is None):
            # A click by itself may be over before the next page has begun, and half of that would be looked at; and
            # what the page notes in its own history before it sends a form counts as a navigation.
            with self.page.expect_event("load", timeout=ANSWER):
                target.click(timeout=ANSWER)
            return self._loaded()
        target.click()
        self.settle()
        self.check()
        return self

    def settle(self) -> None:
        """Wait until the page is there and htmx has nothing under way."""
        self.page.wait_for_load_state("load")
        if self._reader is None:
            self.page.wait_for_function(HTMX_IDLE, timeout=ANSWER)

    def _loaded(self) -> "Tour":
        # On a new page htmx has begun by now what it does by itself: mostly nothing, and a wait takes some frames.
        if self._reader is None and not self.page.evaluate(HTMX_IDLE):
            self.settle()
        self.check()
        return self

    def check(self) -> None:
        """axe finds nothing on this page and nothing scrolls sideways; the same page, and colour, is looked at once."""
        seen = self.page.evaluate(FINGERPRINT)
        if seen in self._checked:
            return
        self._checked.add(seen)
        reader = self._with_scripts()
        width = self.page.evaluate("innerWidth")
        looks = {(width, look) for look in self.page.evaluate(LOOKS)}
        rules = {CONTRAST: {"enabled": not looks <= self.seen_in_colour}}
        results = AxeResults(reader.evaluate(AXE_RUN, {**AXE_OPTIONS, "rules": rules}))
        assert not results.violations_count, f"{self.path}:\n{results.generate_report()}"
        self.seen_in_colour |= looks
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.path} is {wide} px wider than the screen"

    def _with_scripts(self) -> Page:
        """A page on which axe can run: where JavaScript is off, the same document in another browser."""
        if self._reader is None:
            return self.page
        if not self._reader.url.startswith(self.url):
            # Only for its style sheets.
            self._reader.route("**/*.js?*", lambda route: route.abort())
            self._reader.goto(f"{self.url}/login")
        self._reader.evaluate(PUT_IN, [self.page.content(), self.page.url])
        return self._reader


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, built without windows: the same pages for three quarters of the work."""
    program = shutil.which("chromium-headless-shell")
    if not program:
        pytest.skip("there is no Chromium here, install chromium-headless-shell")
    return {**browser_type_launch_args, "executable_path": program, "args": ARGUMENTS}


@pytest.fixture
def tour(browser: Browser, server: Server) -> Iterator[Callable[..., Tour]]:
    """tour(account=None, width=1280, javascript=True, language="zh_CN", **options of the context) -> Tour."""
    opened: list[Tour] = []
    contexts: list[BrowserContext] = []

    session = extensions.db.session()

    def release_here() -> None:
        # Runs in playwright's own context while the test waits: a row that the test has read would lock the server out.
        with server.app.app_context():
            session.commit()
            session.expire_all()

    def context(width: int, javascript: bool, **options: Any) -> BrowserContext:
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": HEIGHTS.get(width, 800)},
                java_script_enabled=javascript,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                has_touch=width < 640,
                reduced_motion="reduce",
                **options,
            )
        )
        contexts[-1].add_init_script(AXE_SCRIPT)
        return contexts[-1]

    def start(
        account: Account | None = None,
        width: int = 1280,
        javascript: bool = True,
        language: str = "zh_CN",
        **options: Any,
    ) -> Tour:
        visitor = server.visitor(account)
        visitor.get(f"/login?lang={language}", follow=False)
        reader = None if javascript else context(width, True).new_page()
        own = context(width, javascript, **options)
        own.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in visitor.cookies.items()])
        opened.append(Tour(own, server.url, reader, release_here))
        return opened[-1]

    yield start
    for one in contexts:
        one.close()
    faults = [fault for person in opened for fault in person.faults]
    assert not faults, "\n".join(faults)
