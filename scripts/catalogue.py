"""The Chinese catalogue: `python -m scripts.catalogue update | check | compile`.

`update` extracts every string of the sources, keeps the translations there are, takes over those found in
`translations/parts/*.po`, and says what is missing. The committed truth is one file, `CATALOGUE`.
"""

import os
import re
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "translations"
CATALOGUE = TRANSLATIONS / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
"""Babel reads `zh_CN` as `zh_Hans_CN` and looks for a folder of that name only."""


def rules_of_law(file: BinaryIO, *_how: object, **_options: object) -> Iterator[tuple[int, str, str, list[str]]]:
    """The texts of the rules of law in `lists.toml`, for Babel."""
    for rule in tomllib.load(file)["rules"].values():
        for text in rule.values():
            yield 0, "_l", text, []


SOURCES: list[tuple[Path, list[tuple[str, Any]]]] = [
    (ROOT / "chamber", [("**.py", "python"), ("cases/lists.toml", rules_of_law)]),
    (ROOT / "templates", [("**.html", "jinja2")]),
]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[-#0 +]*\d*(?:\.\d+)?[diouxXeEfFgGcrs]")


def key(message: Message) -> tuple[str, str]:
    """What a message is found by: its context and its (first) English text."""
    return message.context or "", forms(message.id)[0]


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """One or several texts as a list."""
    return [text] if isinstance(text, str) else list(text or ())


def messages(catalogue: Catalog) -> dict[tuple[str, str], Message]:
    """All messages of a catalogue but its header."""
    return {key(message): message for message in catalogue if message.id}


def extract() -> Catalog:
    """Every translatable string of the sources."""
    found = Catalog(locale="zh_CN")
    for folder, methods in SOURCES:
        for name, line, text, comments, context in extract_from_dir(
            folder, methods, {"**.html": {"silent": "false"}}, KEYWORDS
        ):
            place = (folder / name).relative_to(ROOT).as_posix()
            found.add(text, locations=[(place, line)], auto_comments=comments, context=context)
    return found


def load(path: Path) -> Catalog:
    """A catalogue file; an absent one is empty."""
    if not path.exists():
        return Catalog(locale="zh_CN")
    with path.open("rb") as file:
        return read_po(file, locale="zh_CN", ignore_obsolete=True, abort_invalid=True)


def placeholders(text: str) -> list[str]:
    """The %-placeholders of a text, in a comparable order."""
    return sorted(match.group() for match in PLACEHOLDER.finditer(text.replace("%%", "")))


def translated(message: Message | None) -> bool:
    """Whether there is a Chinese text for all forms."""
    return message is not None and any(forms(message.string)) and all(forms(message.string))


def faults(found: Catalog, catalogue: Catalog) -> Iterator[str]:
    """A line for each difference between sources and catalogue, gap, fuzzy mark or placeholder that was lost."""
    wanted, present = messages(found), messages(catalogue)
    for name, message in wanted.items():
        place = message.locations[0][0]
        there = present.get(name)
        if there is None or not translated(there):
            yield f"{place}: not translated: {name[1]!r}"
            continue
        if there.fuzzy:
            yield f"{place}: fuzzy: {name[1]!r}"
        texts = [placeholders(text) for text in forms(message.id)]
        for text in forms(there.string):
            if placeholders(text) not in texts:
                yield f"{place}: other placeholders: {name[1]!r} and {text!r}"
    for name in present.keys() - wanted.keys():
        yield f"in the catalogue but in no source: {name[1]!r}"


def check() -> list[str]:
    """What is wrong with the committed catalogue, one line each."""
    return sorted(faults(extract(), load(CATALOGUE)))


def update() -> list[str]:
    """Write the catalogue anew from sources, itself and the parts; what is still wrong comes back."""
    found = extract()
    known = messages(load(CATALOGUE))
    remarks = []
    by_part: dict[tuple[str, str], str] = {}
    for path in sorted((TRANSLATIONS / "parts").glob("*.po")):
        for name, message in messages(load(path)).items():
            if not translated(message):
                continue
            if name in by_part and forms(known[name].string) != forms(message.string):
                remarks.append(f"{path.name} and {by_part[name]} differ on {name[1]!r}; the latter is kept")
                continue
            by_part.setdefault(name, path.name)
            known[name] = message
    merged = Catalog(locale="zh_CN")
    for name, message in messages(found).items():
        text = forms(known[name].string) if name in known and translated(known[name]) else [""]
        merged.add(
            message.id,
            string=text[0] if isinstance(message.id, str) else (text[0],),
            locations=[(place, 0) for place in sorted({place for place, _line in message.locations})],
            auto_comments=message.auto_comments,
            context=message.context,
            flags=message.flags - {"fuzzy"},
        )
    body = BytesIO()
    write_po(body, merged, width=120, omit_header=True, sort_output=True, include_lineno=False)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(HEADER.encode() + body.getvalue())
    unused = by_part.keys() - messages(found).keys()
    remarks += [f"{by_part[name]}: in no source: {name[1]!r}" for name in sorted(unused)]
    return remarks + check()


def compile_catalogues() -> None:
    """Make the .mo files that the application reads, where they are older than their .po."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        with source.open("rb") as file, draft.open("wb") as output:
            write_mo(output, read_po(file))
        draft.replace(target)


def main() -> int:
    """Carry out the command on the command line; 1 if something is wrong."""
    commands = {"update": update, "check": check, "compile": compile_catalogues}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(f"python -m scripts.catalogue {' | '.join(commands)}")
    problems = commands[sys.argv[1]]() or []
    print("\n".join(problems) if problems else f"{sys.argv[1]}: nothing is missing")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
