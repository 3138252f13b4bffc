"""A page as a browser reads it: its words, links and forms, and what is wrong with it."""

import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

NO_LABEL = {"hidden", "submit", "button", "image", "reset"}
LEAKS = re.compile(r"%\(\w+\)s|<built-in|<function|<bound method| object at 0x|\bundefined\b")


def words(node: LexborNode | None) -> str:
    """The text of an element with single spaces."""
    return " ".join(node.text().split()) if node else ""


@dataclass
class Control:
    """A named field of a form: what may be chosen, and what a browser would send."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)


class Form:
    """A form as the page shows it."""

    def __init__(self, node: LexborNode, page: "Page") -> None:
        self._url = page.url
        name = node.attributes.get("id")
        self._nodes = [node, *(page.css(f'[form="{name}"]') if name else [])]
        self.method = (node.attributes.get("method") or "get").lower()
        self.action = urljoin(page.url, node.attributes.get("action") or page.url)
        self.words = words(node)
        self.controls = self._read()

    def _css(self, selector: str) -> list[LexborNode]:
        # `css` of an element finds the element itself too, which is how fields outside of the form come in.
        return [found for node in self._nodes for found in node.css(selector)]

    def _read(self) -> dict[str, Control]:
        controls: dict[str, Control] = {}
        for node in self._css("input, select, textarea"):
            given = node.attributes
            name, kind = given.get("name"), node.tag if node.tag != "input" else (given.get("type") or "text").lower()
            if not name or "disabled" in given or kind in ("submit", "button", "image", "reset"):
                continue
            control = controls.setdefault(name, Control(name, kind))
            if kind == "select":
                options = node.css("option")
                control.choices += [_option(option) for option in options if "disabled" not in option.attributes]
                chosen = [_option(option) for option in options if "selected" in option.attributes]
                first = control.choices[:1] if "multiple" not in given else []
                control.values += chosen or first
            elif kind in ("checkbox", "radio"):
                value = given.get("value") or "on"
                control.choices.append(value)
                if "checked" in given:
                    control.values.append(value)
            elif kind == "textarea":
                control.values.append(node.text().removeprefix("\n"))
            elif kind != "file":
                control.values.append(given.get("value") or "")
        return controls

    def buttons(self) -> list[LexborNode]:
        """The buttons that send this form, in the order of the page."""
        return [
            node
            for node in self._css("button, input[type=submit]")
            if "disabled" not in node.attributes
            and (node.tag == "input" or (node.attributes.get("type") or "submit") == "submit")
        ]

    def send(self, values: dict[str, object], press: str | None) -> tuple[str, str, dict[str, object]]:
        """Method, path and data when somebody fills these values in and presses the button with these words.

        A str is typed or chosen, True and False tick, a list chooses several, a pair (file name, bytes) or a list of
        pairs attaches. A field or choice that the page doesn't offer is a failure, as a person couldn't use it.
        """
        data: dict[str, object] = {name: list(control.values) for name, control in self.controls.items()}
        for name, value in values.items():
            assert name in self.controls, f"the form {self.action} has no field {name!r}, only {list(self.controls)}"
            data[name] = _filled(self.controls[name], value)
        button = self._button(press)
        given = button.attributes if button else {}
        if given.get("name"):
            data[str(given["name"])] = [given.get("value") or ""]
        parts = urlsplit(urljoin(self._url, given.get("formaction") or self.action))
        path = parts.path + (f"?{parts.query}" if parts.query and self.method != "get" else "")
        return (given.get("formmethod") or self.method).lower(), path, {name: v for name, v in data.items() if v != []}

    def _button(self, press: str | None) -> LexborNode | None:
        buttons = self.buttons()
        if press is None:
            return buttons[0] if buttons else None
        for button in buttons:
            if press in (words(button), button.attributes.get("aria-label"), button.attributes.get("value")):
                return button
        raise AssertionError(f"the form {self.action} has no button {press!r}, only {[words(b) for b in buttons]}")


def _option(node: LexborNode) -> str:
    value = node.attributes.get("value", words(node))
    return value or ""


def _filled(control: Control, value: object) -> list[object]:
    if control.kind == "file":
        pairs = value if isinstance(value, list) else [value]
        return [(BytesIO(content), name) for name, content in pairs]
    if control.kind == "checkbox" and isinstance(value, bool):
        return list(control.choices) if value else []
    if control.kind == "textarea":
        return ["\r\n".join(str(value).splitlines())]
    chosen = [str(one) for one in value] if isinstance(value, (list, tuple, set)) else [str(value)]
    if control.kind in ("select", "checkbox", "radio"):
        for one in chosen:
            assert one in control.choices, f"{control.name!r} offers {control.choices}, not {one!r}"
    return list(chosen)


class Page:
    """What an address answered in HTML; `url` is the path that was asked for."""

    def __init__(self, html: str, url: str = "/") -> None:
        self.html = html
        self.url = url
        self.full = "<html" in html[:500].lower()
        self.tree = LexborHTMLParser(html)

    def css(self, selector: str) -> list[LexborNode]:
        """All elements that the selector picks."""
        return self.tree.css(selector)

    def one(self, selector: str) -> LexborNode:
        """The only element that the selector picks."""
        found = self.css(selector)
        assert len(found) == 1, f"{len(found)} elements {selector} in {self.url}"
        return found[0]

    @property
    def title(self) -> str:
        """The words in the browser's tab."""
        return words(self.tree.css_first("title"))

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return words(self.tree.css_first("h1"))

    @property
    def text(self) -> str:
        """All words of the page (or of its main part, without the navigation)."""
        return words(self.tree.css_first("main") or self.tree.body)

    def texts(self, selector: str) -> list[str]:
        """The words of each element that the selector picks."""
        return [words(node) for node in self.css(selector)]

    def links(self) -> list[tuple[str, str]]:
        """(words, address) of each link."""
        return [(words(node), node.attributes.get("href") or "") for node in self.css("a[href]")]

    def link(self, label: str) -> str:
        """The address behind the first link with these words."""
        for text, address in self.links():
            if text == label:
                return address
        raise AssertionError(f"no link {label!r} in {self.url}, only {sorted({text for text, _ in self.links()})}")

    def forms(self) -> list[Form]:
        """All forms of the page."""
        return [Form(node, self) for node in self.css("form")]

    def form(self, *names: str, action: str | None = None, press: str | None = None) -> Form:
        """The one form with these fields, whose address ends with `action` and which has the button `press`."""
        found = [
            form
            for form in self.forms()
            if all(name in form.controls for name in names)
            and (action is None or urlsplit(form.action).path.endswith(action))
            and (press is None or press in [words(button) for button in form.buttons()])
        ]
        if len(found) != 1 and not action:
            found = [form for form in found if form.method == "post"] or found
        assert len(found) == 1, (
            f"{len(found)} forms with fields {names}, action {action!r}, button {press!r} in {self.url}; there are: "
            + "; ".join(f"{form.method} {form.action} {list(form.controls)}" for form in self.forms())
        )
        return found[0]

    def problems(self) -> list[str]:
        """What no page of ours may have; empty when all is well."""
        found = [*self._structure(), *self._labels(), *self._inline(), *self._words()]
        return [f"{self.url}: {problem}" for problem in found]

    def _structure(self) -> list[str]:
        found = []
        if self.full:
            headings = self.css("h1")
            if len(headings) != 1 or not words(headings[0]):
                found.append(f"{len(headings)} h1 with words {[words(node) for node in headings]}")
            if not self.title:
                found.append("no title")
            if not (self.tree.root.attributes.get("lang") if self.tree.root else None):
                found.append("no lang on html")
            if len(self.css("main")) != 1:
                found.append("not exactly one main")
        ids = Counter(node.attributes.get("id") for node in self.css("[id]"))
        found += [f"id {name!r} {count} times" for name, count in ids.items() if count > 1 or not name]
        if self.full:
            for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form"):
                for node in self.css(f"[{attribute}]"):
                    missing = [name for name in (node.attributes.get(attribute) or "").split() if name not in ids]
                    found += [f"{attribute}={name!r} points to nothing" for name in missing]
        return found

    def _labels(self) -> list[str]:
        found = []
        labelled = {node.attributes.get("for") for node in self.css("label[for]") if words(node)}
        wrapped = {node.mem_id for node in self.css("label input, label select, label textarea")}
        for node in self.css("input, select, textarea"):
            given = node.attributes
            if node.tag == "input" and given.get("type") in NO_LABEL:
                continue
            named = given.get("aria-label") or given.get("aria-labelledby") or given.get("id") in labelled
            if not named and node.mem_id not in wrapped:
                found.append(f"field {given.get('name') or given.get('id')!r} has no label")
        found += [f"button without words: {node.html}" for node in self.css("button, a[href]") if not _named(node)]
        found += [f"picture without alt: {node.html}" for node in self.css("img:not([alt])")]
        return found

    def _inline(self) -> list[str]:
        found = []
        for node in self.css("*"):
            for name in node.attributes:
                if name == "style" or name.startswith(("on", "hx-on")):
                    found.append(f"{name} on {node.tag}")
        found += ["style element"] if self.css("style") else []
        for node in self.css("script:not([src])"):
            if node.attributes.get("type") not in ("application/json", "application/ld+json"):
                found.append("script in the page")
        for node in self.css("[href^='javascript:'], a[href=''], a[href='#']"):
            found.append(f"link to nowhere: {words(node)!r}")
        forms = self.css("form")
        if len(re.findall(r"<form[\s>]", self.html)) != len(forms):
            found.append("a form within a form")
        for node in forms:
            if (node.attributes.get("method") or "").lower() == "post":
                token = node.css_first("input[name=csrf_token]")
                if not (token and token.attributes.get("value")):
                    found.append(f"form {node.attributes.get('action')!r} carries no csrf_token")
        return found

    def _words(self) -> list[str]:
        text = words(self.tree.body)
        found = [f"leaked into the words: {match.group()!r}" for match in LEAKS.finditer(text)]
        found += [
            f"None shown in {node.tag}" for node in self.css("td, dd, li, p, span, strong") if node.text() == "None"
        ]
        return found


def _named(node: LexborNode) -> bool:
    given = node.attributes
    pictures = [picture.attributes.get("alt") for picture in node.css("img")]
    titles = [words(title) for title in node.css("svg title")]
    return bool(words(node) or given.get("aria-label") or given.get("aria-labelledby") or any(pictures) or any(titles))
