"""Rendering Markdown that people type as safe HTML, or as plain text."""

import nh3
from markdown_it import MarkdownIt
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

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable("image")
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
