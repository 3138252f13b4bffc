"""Checks a .docx template and fills it; run by `filling` in a process of its own, with limits.

Standard input: a line of JSON (`fields`, `tables`, `values`: one or more sets, `at`: this moment), then the template.
Standard output: a line of JSON, `{"used": [...]}` or `{"problem": "...", "word": "..."}`, then the template filled with
the first set. A template may hold the declared placeholders and loops over the declared tables, and nothing else that
Jinja knows.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

MAX_UNPACKED = 20 * 1024 * 1024
MAX_XML = 2 * 1024 * 1024
"""Bytes of one part, such as the styles."""
MAX_TEXT = 250_000
"""Characters of the parts with text, together: a paper of ten pages has less."""
MAX_MARKS = 500
"""Placeholders in a template: what a library does to each takes a time that grows with the text."""
MAX_SHOWN = 60
_MARK = re.compile(r"\{\{([^{}\n]{0,80})\}\}|\{%([^{}\n]{0,80})%\}")
_LEFT = re.compile(r"\{[{%#][^\n]{0,40}|[^\n]{0,40}[}%#]\}")
_WIDE = re.compile(r"｛｛[^｝\n]{0,40}｝｝")
_FIELD = re.compile(r"\s*(?:([^\W\d]\w*)\.)?([^\W\d]\w*)\s*")
_LOOP = re.compile(r"(?:p|tr)?\s+for\s+([^\W\d]\w*)\s+in\s+([^\W\d]\w*)\s*")
_END = re.compile(r"(?:p|tr)?\s+endfor\s*")
_TAG = re.compile(r"<[^>]*>")
_RENDERED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml")
_INSTRUCTION = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instrText"
_FROM_DISK = re.compile(r"file:///[A-Za-z]:", re.IGNORECASE)
_JINJA = ("{{", "{%", "{#")


class Refused(Exception):
    """This is no template that may be used: what is wrong, and the word."""

    def __init__(self, problem: str, word: str = "") -> None:
        super().__init__(problem)
        self.problem, self.word = problem, " ".join(word.split())[:MAX_SHOWN]


class Template(DocxTemplate):
    """One whose text must still be XML when it is filled."""

    def fix_tables(self, xml: str) -> Any:
        """The filled text, parsed; XMLSyntaxError where a loop cuts through a paragraph or a row."""
        etree.fromstring(xml)
        return super().fix_tables(xml)


def look_through(data: bytes) -> dict[str, str]:
    """The parts that are filled, as text; Refused where the file is larger than a template is, or looks outside."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
            raise Refused("large")
        for part in packed.infolist():
            if not part.filename.endswith((".xml", ".rels")):
                continue
            if part.file_size > MAX_XML:
                raise Refused("large")
            xml = packed.read(part)
            if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
                raise Refused("broken")
            if part.filename.endswith(".rels"):
                refuse_outside(xml)
            elif _RENDERED.fullmatch(part.filename):
                # Otherwise another encoding would hide from the searches here what the parser reads.
                parts[part.filename] = etree.tostring(etree.fromstring(xml), encoding="unicode")
    return parts


def refuse_outside(xml: bytes) -> None:
    """Refuse what is loaded from elsewhere when the paper is opened; links that somebody follows may stay."""
    for one in etree.fromstring(xml).iter("{*}Relationship"):
        kind, target = one.get("Type", "").rpartition("/")[2], one.get("Target", "")
        if one.get("TargetMode") != "External" or kind == "hyperlink":
            continue
        if kind != "attachedTemplate" or not _FROM_DISK.match(target):
            raise Refused("outside", target)


def marks_in(xml: str, fields: set[str], tables: dict[str, list[str]]) -> Iterator[str]:
    """The names that a part uses; Refused with the word where it asks for more than placeholders and rows."""
    text = _TAG.sub("", xml.replace("</w:p>", "\n"))
    if wide := _WIDE.search(text):
        raise Refused("wide", wide[0])
    loops: list[tuple[str, str]] = []
    for mark in _MARK.finditer(text):
        if mark[2] is None:
            yield placeholder(mark[0], mark[1], fields, tables, dict(loops))
        elif loop := _LOOP.fullmatch(mark[2]):
            if loop[2] not in tables or loops or loop[1] in fields:
                raise Refused("unknown" if loop[2] not in tables else "more", mark[0])
            loops.append((loop[1], loop[2]))
            yield loop[2]
        elif _END.fullmatch(mark[2]) and loops:
            loops.pop()
        else:
            raise Refused("more", mark[0])
    left = _LEFT.search(_MARK.sub("", text))
    if left or loops:
        raise Refused("open", left[0] if left else f"for {loops[0][0]} in {loops[0][1]}")


def placeholder(whole: str, inner: str, fields: set[str], tables: dict[str, list[str]], loops: dict[str, str]) -> str:
    """The name of one; Refused where it is none."""
    found = _FIELD.fullmatch(inner)
    if found is None:
        raise Refused("more", whole)
    row, name = found.groups()
    if row is None and name in fields:
        return name
    if row in loops and name in tables[loops[row]]:
        return f"{loops[row]}.{name}"
    raise Refused("unknown" if row is None or row in loops else "more", whole)


def refuse_hidden(xml: str) -> None:
    """Refuse placeholders where a value would be more than text: in attributes and in instructions of fields."""
    for one in etree.fromstring(xml).iter():
        held = [*map(str, one.attrib.values()), (one.text or "") if one.tag == _INSTRUCTION else ""]
        for value in held:
            if any(sign in value for sign in _JINJA):
                raise Refused("more", value)


def check_tree(source: str, env: SandboxedEnvironment, fields: set[str], tables: dict[str, list[str]]) -> None:
    """Refuse what Jinja would do beyond printing a declared value, whatever the searches before have missed."""
    allowed = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For)
    tree = env.parse(source)
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, allowed):
            raise Refused("more", type(node).__name__)
    for loop in tree.find_all(nodes.For):
        if not isinstance(loop.iter, nodes.Name) or loop.iter.name not in tables or loop.test or loop.else_:
            raise Refused("more", "for")
    rows = {loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)}
    columns = {column for names in tables.values() for column in names}
    for got in tree.find_all(nodes.Getattr):
        if not isinstance(got.node, nodes.Name) or got.node.name not in rows or got.attr not in columns:
            raise Refused("more", got.attr)
    for name in tree.find_all(nodes.Name):
        if name.name not in fields | rows | tables.keys():
            raise Refused("unknown", name.name)


def environment() -> SandboxedEnvironment:
    """What templates run in, should one get past the checks."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def check(data: bytes, env: SandboxedEnvironment, fields: set[str], tables: dict[str, list[str]]) -> list[str]:
    """The placeholders that a template uses; Refused where it may not be used."""
    parts, used = look_through(data), set()
    marks = sum(xml.count(sign) for xml in parts.values() for sign in _JINJA)
    if not parts or marks > MAX_MARKS or sum(map(len, parts.values())) > MAX_TEXT:
        raise Refused("large" if parts else "broken")
    for xml in parts.values():
        refuse_hidden(xml)
        used |= set(marks_in(xml, fields, tables))
    template = Template(io.BytesIO(data))
    template.init_docx()
    properties = template.docx.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        if any(sign in getattr(properties, name) for sign in _JINJA):
            raise Refused("more", getattr(properties, name))
    for xml in parts.values():
        check_tree(template.patch_xml(xml), env, fields, tables)
    return sorted(used)


def filled(data: bytes, env: SandboxedEnvironment, values: dict[str, Any], at: datetime) -> bytes:
    """The template with these values in it; it says nothing about who wrote it."""
    template = Template(io.BytesIO(data))
    template.render(values, env, autoescape=True)
    properties = template.docx.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title = properties.subject = properties.category = ""
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    written = io.BytesIO()
    template.save(written)
    return written.getvalue()


def main() -> None:
    """Check and fill what comes in."""
    head, _line, data = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    env = environment()
    out = b""
    try:
        said: dict[str, Any] = {"used": check(data, env, set(asked["fields"]), asked["tables"])}
        for values in reversed(asked["values"]):
            out = filled(data, env, values, datetime.fromisoformat(asked["at"]))
    except Refused as refused:
        said, out = {"problem": refused.problem, "word": refused.word}, b""
    except MemoryError:
        raise
    except Exception:
        # A damaged file fails in zipfile, lxml, python-docx or Jinja, each with exceptions of its own.
        said, out = {"problem": "broken", "word": ""}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + out)


if __name__ == "__main__":
    main()
