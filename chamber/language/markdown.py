"""Rendering Markdown that people type as safe HTML, or as plain text."""

from typing import Any
from unicodedata import east_asian_width

import nh3
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markupsafe import Markup

_TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_CELLS = " | "
"""Between the cells of a table row in plain text."""
_TOP_HEADING = 3
"""The page has the h1, a card the h2."""


class _WideState(StateInline):
    """Marks of emphasis also work between Chinese characters, which have no blanks around them.

    CommonMark looks for blanks or punctuation beside them: 举办**《…》**会议 and **注意：**请 would keep their marks.
    """

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the library's names
        can_open, can_close, length = super().scanDelims(start, canSplitWord)
        before, after = self.src[start - 1 : start], self.src[start + length : start + length + 1]
        if canSplitWord and before.strip() and after.strip():
            can_open, can_close = can_open or _is_wide(before), can_close or _is_wide(after)
        return Scanned(can_open, can_close, length)


class _WideParser(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _WideState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in ("W", "F")


_parser = MarkdownIt("commonmark")
_parser.inline = _WideParser()
_parser.configure("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable("image")
_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
)


def _outlined(tokens: list[Token]) -> list[Token]:
    """The tokens with headings that begin at h3 and go down one step at a time, whatever was typed."""
    above: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            above = [*(tag for tag in above if tag < token.tag), token.tag]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(above) + _TOP_HEADING - 1, 6)}"
    return tokens


def render(text: str) -> Markup:
    """The HTML of a Markdown text: no raw HTML, no pictures, no scripts; headings begin at h3 and leave out no step."""
    tokens = _outlined(_parser.parse(text))
    return Markup(_cleaner.clean(_parser.renderer.render(tokens, _parser.options, {})))  # noqa: S704 - cleaned


def plain(text: str) -> str:
    """The words of a Markdown text without its marks, one block a line; what is numbered keeps its numbers.

    A row of a table is a line.
    """
    blocks: list[str] = []
    number, row = "", 0
    for token in _parser.parse(text):
        if token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip())
        elif token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "inline":
            words = ("\n" if child.type.endswith("break") else child.content for child in token.children or ())
            blocks.append(number + "".join(words))
            number = ""
        elif token.type == "tr_open":
            row = len(blocks)
        elif token.type == "tr_close":
            blocks[row:] = [_CELLS.join(filter(None, map(str.strip, blocks[row:])))]
    return "\n".join(blocks)
