"""What no template may hold, and a catalogue that says everything in Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from chamber.config import ROOT
from chamber.language.dates import LANGUAGES
from scripts import catalogue
from tests.database import make_app
from tests.house.sources import product_files

TEMPLATES = ROOT / "templates"
PLAIN = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
CHINESE = re.compile(r"[\u3400-\u9fff]+")
FORBIDDEN = [
    (re.compile(r"\|\s*safe\b|\bMarkup\(|autoescape\s+false"), "switches escaping off"),
    (re.compile(r"\sstyle\s*=|<style\b"), "inline style"),
    (re.compile(r"\son[a-z]+\s*="), "inline handler"),
    (re.compile(r"\bhx-on"), "hx-on needs eval"),
    (re.compile(r"""['"]\s*(js|javascript):"""), "js: needs eval"),
    (re.compile(r"""hx-trigger(:\w+)?\s*=\s*("[^"]*\[|'[^']*\[)"""), "a condition in hx-trigger needs eval"),
    (re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/(ld\+)?json)"), "inline script"),
    (re.compile(r"<script(?:(?!</script>)[^>])*>(?:(?!</script>).)*\{\{", re.DOTALL), "a value inside script"),
    (
        re.compile(r"""[.?!]"\)[^{}]*\}\}(\{% if [^%]*%\})?\s+\{\{ ?(_|ngettext)\("""),
        "a blank between two sentences, which Chinese has none of",
    ),
]
FORM = re.compile(r"<form\b(?P<tag>(?:\{\{.*?\}\}|\{%.*?%\}|[^>])*)>(?P<body>.*?)</form>", re.DOTALL)
TRANSLATORS = {"_", "_l", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext", "pgettext", "lazy_pgettext"}
CHINESE_DATA = {
    "chamber/cases/access/firms.py": "brackets in names of firms",
    "chamber/cases/access/naming.py": "how a person of a firm is called",
    "chamber/cases/access/offices.py": "how people call the chamber and the street office",
    "chamber/cases/access/people.py": "how people are called",
    "chamber/cases/access/recognising.py": "what ties a name to what is said of it",
    "chamber/cases/access/units.py": "how names of departments are made",
    "chamber/cases/access/wordings.py": "what may stand around a name",
    "chamber/documents/filler.py": "full-width brackets",
    "chamber/documents/numbers.py": "how papers are numbered",
    "chamber/directory/popular.py": "what stands between names",
    "chamber/tables/cells.py": "how people write yes, no and dates",
    "chamber/tables/header.py": "headers of rosters as people write them",
    "chamber/config.py": "the name of the chamber",
    "chamber/language/dates.py": "the language's own name",
    "chamber/language/callings.py": "what people call a firm and each other",
    "chamber/language/figures.py": "numbers and addresses as people write them",
    "chamber/language/masking.py": "what names and addresses look like",
    "chamber/language/titled.py": "titles of people, and what stands around a name",
    "chamber/members/industry.py": "the national standard",
    "chamber/members/words.py": "words of rosters",
    "chamber/notices/writing/fields.py": "what asks for a number of people",
    "chamber/paste/chats.py": "what stands in chats between messages",
    "chamber/paste/firms.py": "words in names of firms",
    "chamber/paste/moments.py": "how people write days and times",
    "chamber/paste/names.py": "surnames, and what names of people and firms look like",
    "chamber/paste/people.py": "what stands in lists of people",
    "chamber/paste/places.py": "how people write places",
    "chamber/paste/reading.py": "how people write messages",
    "chamber/paste/telephones.py": "what stands before numbers",
    "chamber/paste/circles.py": "whom a message addresses",
    "chamber/paste/titles.py": "how messages begin, and what a sentence is about that is no title",
    "chamber/language/phones.py": "how people write numbers",
    "chamber/members/terms/naming.py": "how terms are counted",
    "chamber/language/pinyin.py": "readings of surnames",
    "chamber/language/text.py": "legal forms of firms",
    "chamber/search/tokens.py": "Chinese stops and brackets",
}
"""Modules whose Chinese is data. All else is English in the sources and Chinese in the catalogue."""
CHINESE_MARKUP = {"中文", "商"}
"""What a template may say in Chinese: the name of the other language, and the mark of the chamber."""


def templates() -> list[Path]:
    """All templates."""
    return sorted(TEMPLATES.rglob("*.html"))


def calls(node: nodes.Node) -> Iterator[tuple[str, nodes.Call]]:
    """Calls of plain names in a template."""
    for call in node.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            yield call.node.name, call


def faults(name: str, source: str) -> list[str]:
    """All that is wrong with a template, one line each."""
    bare = COMMENT.sub("", source)
    found = [f"{reason}: {match.group().strip()!r}" for rule, reason in FORBIDDEN for match in rule.finditer(bare)]
    found += [f"Chinese in the source: {word}" for word in CHINESE.findall(bare) if word not in CHINESE_MARKUP]
    for form in FORM.finditer(bare):
        tag, body = form.group("tag"), form.group("body")
        if re.search(r"method=.post.", tag, re.IGNORECASE) and not re.search(r"csrf|hidden_tag", body):
            found.append("a POST form without csrf()")
        if "hx-post" in tag and "hx-disable" not in tag:
            found.append("hx-post without hx-disable: a second press would send it twice")
    if Path(name).name.startswith("_") and not source.startswith("{# needs: "):
        found.append("a fragment begins with {# needs: … #}")
    for called, call in calls(PLAIN.parse(source)):
        if called in TRANSLATORS and not (call.args and isinstance(call.args[0], nodes.Const)):
            found.append(f"line {call.lineno}: {called}() of something that is not a plain string can't be extracted")
    return [f"{name}: {fault}" for fault in found]


def python_faults(path: str, source: str) -> list[str]:
    """Chinese in a source that should be English, and strings that the extraction can't see."""
    found = []
    tree = ast.parse(source)
    about = [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    described = {id(node.value) for node in about}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in described else None
        if isinstance(text, str) and CHINESE.search(text) and path not in CHINESE_DATA and "/demo/" not in path:
            found.append(f"line {node.lineno}: Chinese in the source: {text[:20]!r}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS:
            plain = [isinstance(text, ast.Constant) for text in node.args[: 2 if "ngettext" in node.func.id else 1]]
            if not plain or not all(plain):
                found.append(f"line {node.lineno}: {node.func.id}() of something that is not a plain string")
            elif CHINESE.search(str(getattr(node.args[0], "value", ""))):
                found.append(f"line {node.lineno}: Chinese given to {node.func.id}()")
    return [f"{path}: {fault}" for fault in found]


def test_templates_keep_the_rules() -> None:
    found = [
        fault for path in templates() for fault in faults(path.relative_to(TEMPLATES).as_posix(), path.read_text())
    ]
    assert not found, "\n" + "\n".join(found)


def test_sources_are_english() -> None:
    paths = {path.relative_to(ROOT).as_posix(): path for path in product_files()}
    found = [fault for name, path in paths.items() for fault in python_faults(name, path.read_text())]
    assert not found, "\n" + "\n".join(found)


def test_catalogue_is_whole() -> None:
    found = catalogue.check()
    assert not found, "\n" + "\n".join(found)


def test_templates_compile_and_their_addresses_exist(house: Flask) -> None:
    found = []
    for path in templates():
        name = path.relative_to(TEMPLATES)
        house.jinja_env.compile(path.read_text())
        for called, call in calls(house.jinja_env.parse(path.read_text())):
            first = call.args[0] if call.args else None
            if called == "url_for" and isinstance(first, nodes.Const):
                endpoint = absolute(first.value, name.parts[0])
                found += [] if endpoint in house.view_functions else [f"{name}: line {call.lineno}: {endpoint}"]
    assert not found, "no such address:\n" + "\n".join(found)


def test_addresses_in_sources_exist(house: Flask) -> None:
    found = []
    for path in product_files():
        name = path.relative_to(ROOT)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "url_for":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    endpoint = absolute(first.value, name.parts[1])
                    found += [] if endpoint in house.view_functions else [f"{name}: line {node.lineno}: {endpoint}"]
    assert not found, "no such address:\n" + "\n".join(found)


def absolute(endpoint: str, feature: str) -> str:
    """The endpoint with its blueprint, which is named as its feature and its folder of templates."""
    return feature + endpoint if endpoint.startswith(".") else endpoint


BAD = [
    ("a.html", "{{ text|safe }}", "escaping"),
    ("a.html", "{{ text | safe }}", "escaping"),
    ("a.html", '<p class="a" style="color: red">', "inline style"),
    ("a.html", "<p onclick='x()'>", "inline handler"),
    ("a.html", '<p hx-on:click="x()">', "hx-on"),
    ("a.html", """<p hx-vals='js:{a: 1}'>""", "js: needs"),
    ("a.html", '<a href="javascript:x()">', "js: needs"),
    ("a.html", '<input hx-trigger="keyup[key==1]">', "condition in hx-trigger"),
    ("a.html", "<script>x()</script>", "inline script"),
    ("a.html", '<script type="application/json">{{ data }}</script>', "a value inside script"),
    ("a.html", '<form method="post" action="/a"><button>A</button></form>', "without csrf"),
    ("a.html", '<form method="post" hx-post="/a">{{ forms.csrf() }}</form>', "without hx-disable"),
    ("_a.html", "<p>x</p>", "needs"),
    ("_a.html", "{# a comment #}\n<p>x</p>", "needs"),
    ("a.html", "<p>会员</p>", "Chinese in the source: 会员"),
    ("a.html", '{{ _("会员") }}', "Chinese in the source"),
    ("a.html", '{{ _("One.") }} {{ _("Two.") }}', "a blank between two sentences"),
    ("a.html", '{{ _("One.") }}{% if x %} {{ _("Two.") }}{% endif %}', "a blank between two sentences"),
    ("a.html", "{{ _(label) }}", "can't be extracted"),
]


@pytest.mark.parametrize(("name", "source", "reason"), BAD)
def test_each_rule_finds_what_breaks_it(name: str, source: str, reason: str) -> None:
    assert any(reason in fault for fault in faults(name, source)), faults(name, source)


def test_no_rule_is_stricter_than_meant() -> None:
    source = (
        "{# needs: rows #}\n{# <p style='x'> 会员 #}"
        '<form method="post" action="/a?x={{ 1 > 0 }}" hx-post="/a" hx-disable="find button">{{ forms.csrf() }}</form>'
        '<script src="/static/x.js" defer></script><a lang="zh">中文</a><form method="get"></form>'
        '<input hx-trigger="input changed delay:250ms, search">{{ _("Members") }}{{ ngettext("one", "%(num)s", n) }}'
    )
    assert faults("_a.html", source) == []


@pytest.mark.parametrize(
    ("path", "source", "reason"),
    [
        ("chamber/events/forms.py", 'x = "会员"', "Chinese in the source"),
        ("chamber/language/pinyin.py", '_("会员")', "Chinese given to _()"),
        ("chamber/events/forms.py", '_(f"{x} seats")', "not a plain string"),
        ("chamber/events/forms.py", "_(label)", "not a plain string"),
        ("chamber/events/forms.py", 'ngettext("one", many, 2)', "not a plain string"),
    ],
)
def test_sources_are_read_for_chinese(path: str, source: str, reason: str) -> None:
    assert any(reason in fault for fault in python_faults(path, source))
    assert python_faults(path, '"""报名 is registration."""\nx = _("seats")') == []


def test_catalogue_faults_are_found() -> None:
    found, known = catalogue.Catalog(locale="zh_CN"), catalogue.Catalog(locale="zh_CN")
    for text in ("New", "Empty", "Doubtful", "%(count)s seats", ("%(num)s seat", "%(num)s seats"), "Same %(name)s"):
        found.add(text, locations=[("chamber/x.py", 1)])
    known.add("Empty", "")
    known.add("Doubtful", "可疑", flags=["fuzzy"])
    known.add("%(count)s seats", "%(number)s 席")
    known.add(("%(num)s seat", "%(num)s seats"), ("%(num)s 席",))
    known.add("Same %(name)s", "同 %(name)s")
    known.add("Gone", "不在")
    assert sorted(catalogue.faults(found, known)) == [
        "chamber/x.py: fuzzy: 'Doubtful'",
        "chamber/x.py: not translated: 'Empty'",
        "chamber/x.py: not translated: 'New'",
        "chamber/x.py: other placeholders: '%(count)s seats' and '%(number)s 席'",
        "in the catalogue but in no source: 'Gone'",
    ]


def test_templates_and_words_are_ready_before_anybody_asks_and_templates_kept_for_the_next_start(
    tmp_path: Path,
) -> None:
    first = make_app(tmp_path, "sqlite:///")
    first.preload()
    assert len(first.extensions["catalogues"]) == len(LANGUAGES)
    assert {name for _loader, name in first.jinja_env.cache} >= {
        str(path.relative_to(TEMPLATES)) for path in templates()
    }
    kept = list((tmp_path / "templates").iterdir())
    assert len(kept) == len(first.jinja_env.cache)
    assert (tmp_path / "templates").stat().st_mode & 0o077 == 0


def test_a_folder_that_takes_no_compiled_template_holds_no_page_up(tmp_path: Path) -> None:
    house = make_app(tmp_path, "sqlite:///")
    (tmp_path / "templates").rmdir()
    assert house.jinja_env.get_template("base.html")
