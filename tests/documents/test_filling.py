"""Filling templates: what people write stays text, and what is more than a template is refused with its word."""

from contextlib import suppress

import pytest

from chamber import registry
from chamber.documents import filler, filling
from chamber.errors import DomainError
from chamber.language.text import clean
from tests.factories.papers import changed, document, saying, text_of, with_xml
from tests.factories.worst import is_done_in

PARAGRAPH = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"


@pytest.fixture
def answer(app):
    return registry.papers()["case_answer"]


@pytest.fixture
def values(answer):
    return {**filling.common_values(), "number": "商答〔2026〕3号", **answer.sample}


def filled(answer, values, template=None):
    return text_of(filling.filled(answer, values, template or answer.template.read_bytes()))


def test_a_paper_has_its_values_and_long_texts_their_paragraphs(db, answer, values):
    lines = filled(answer, {**values, "answer": "第一段。\n\n第二段。"})
    assert lines[1:3] == ["商答〔2026〕3号", f"关于“{answer.sample['title']}”的答复"]
    assert lines[lines.index("第一段。") + 1] == "第二段。"


@pytest.mark.parametrize(
    "words",
    [
        "{{ 7 * 7 }} {% for x in y %} {{ ''.__class__ }}",
        "</w:t></w:r></w:p><w:p><w:r><w:t>&amp; < > \" '",
        "a\0b\x0c\x07\x1b\ud800c",
        "字" * 5_000,
        "👩‍👩‍👧🏭 \u202eabc\u202c عربي",
    ],
)
def test_what_people_write_stays_text(db, answer, values, words):
    lines = filled(answer, {**values, "answer": words, "title": words})
    shown = clean(words, lines=True)
    assert "\n".join(lines).count(shown) == 2
    assert f"关于“{shown}”的答复" in "\n".join(lines)


def test_a_template_that_word_has_cut_in_runs_is_understood(db, answer, values):
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in ("{", "{ ti", "tle }", "}"))
    lines = filled(answer, values, with_xml(answer, f"<w:p>{runs}</w:p>"))
    assert lines[0] == answer.sample["title"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{{ firm_name }}", "no placeholder “{{ firm_name }}”"),
        ("{{ ''.__class__.__mro__ }}", "not “{{ ''.__class__.__mro__ }}”"),
        ("{{ title.__class__ }}", "{{ title.__class__ }}"),
        ("{{ title.upper() }}", "{{ title.upper() }}"),
        ("{{ title|upper }}", "{{ title|upper }}"),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),
        ("{{ cycler }}", "{{ cycler }}"),
        ("{{p title }}", "{{p title }}"),
        ("{% set x = 1 %}", "{% set x = 1 %}"),
        ("{% if title %}x{% endif %}", "{% if title %}"),
        ("{% for x in range(999999999) %}{% endfor %}", "{% for x in range(999999999) %}"),
        ("{% for x in title %}{{ x }}{% endfor %}", "{% for x in title %}"),
        ("{% include 'secret' %}", "{% include 'secret' %}"),
        ("{% raw %}{{ title }}{% endraw %}", "{% raw %}"),
        ("{# a note #}", "{# a note #}"),
        ("{{ title", "{{ title"),
        ("title }}", "title }}"),
        ("｛｛ title ｝｝", "full-width brackets"),
    ],
)
def test_more_than_placeholders_is_refused_and_named(db, answer, line, named):
    fields, tables = set(answer.all_fields), {"rows": ["name"]}
    with pytest.raises(filler.Refused) as refused:
        filler.check(saying(answer, line), filler.environment(), fields, tables)
    assert named in filling._problem(refused.value.problem, refused.value.word)


@pytest.mark.parametrize(
    "xml",
    [
        '<w:p><w:r><w:drawing><wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessing'
        'Drawing" id="1" name="x" descr="{{ title }}"/></w:drawing></w:r></w:p>',
        '<w:p><w:r><w:instrText>INCLUDETEXT "{{ title }}"</w:instrText></w:r></w:p>',
    ],
)
def test_no_placeholder_stands_where_it_would_be_more_than_text(db, answer, xml):
    with pytest.raises(DomainError, match="only placeholders"):
        filling.check(answer, with_xml(answer, xml))


def test_what_is_loaded_from_elsewhere_is_refused(db, answer):
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for kind, target, allowed in (
        ("image", "https://evil.example/x.png", False),
        ("attachedTemplate", "https://evil.example/x.dotm", False),
        ("attachedTemplate", "file:///C:\\Templates\\Normal.dotm", True),
        ("hyperlink", "https://www.gov.cn/", True),
    ):
        rels = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId9" Type="{relation}{kind}" Target="{target}" TargetMode="External"/></Relationships>'
        )
        template = changed(answer, **{"word/_rels/settings.xml.rels": rels.encode()})
        if allowed:
            filling.check(answer, template)
        else:
            with pytest.raises(DomainError, match=r"evil\.example"):
                filling.check(answer, template)


def test_what_is_refused_is_said_in_a_sentence(db, answer):
    with pytest.raises(
        DomainError, match=r"The template stays as it was: this paper has no placeholder “\{\{ firm \}\}”"
    ):
        filling.check(answer, saying(answer, "{{ firm }}"))
    assert filling.check(answer, answer.template.read_bytes()) == []


def damaged(answer):
    whole = document(answer)
    doctype = '<!DOCTYPE x [<!ENTITY a "b">]><w:'
    yield "no document", changed(answer, **{"word/document.xml": None})
    yield "half a document", changed(answer, **{"word/document.xml": whole[:700].encode()})
    yield "an entity", changed(answer, **{"word/document.xml": whole.replace("<w:", doctype, 1).encode()})
    yield "no zip", b"PK\x03\x04" + b"\0" * 500
    row = "{% for one in rows %}</w:t></w:r></w:p><w:p><w:r><w:t>{% endfor %}"
    yield "a loop that nobody declared", with_xml(answer, PARAGRAPH % row)


def test_a_damaged_template_is_refused(db, answer):
    for name, template in damaged(answer):
        with pytest.raises(DomainError, match="The template stays as it was"):
            filling.check(answer, template)
            pytest.fail(name)


def worst(answer):
    """Templates of a megabyte and less that could take long."""
    yield "open placeholders", saying(answer, "{{" * 400_000)
    yield "placeholders", saying(answer, "{{ title }}" * 90_000)
    yield "one long word", saying(answer, "{{ " + "a" * 1_000_000 + " }}")
    yield "brackets apart", with_xml(answer, "<w:p>" + "<w:r><w:t>{</w:t></w:r>" * 40_000 + "</w:p>")
    yield "cells", with_xml(answer, "<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 40_000 + "</w:tr></w:tbl>")
    yield "deep", with_xml(answer, "<w:sdt>" * 50_000 + "</w:sdt>" * 50_000)
    yield "blanks", saying(answer, "{%" + " " * 900_000 + "%}")
    yield "four hundred and long", saying(answer, *["{{ title }}" + "字" * 1_500] * 400)
    yield "as long as may be", saying(answer, *["{{ title }}" + "字" * 400] * 400)
    yield "a bomb", changed(answer, **{"word/media/x.xml": b" " * 30_000_000})


def test_the_worst_templates_are_refused_or_tried_soon(db, answer):
    for name, template in worst(answer):
        assert len(template) < 1_100_000

        def check(template=template):
            with suppress(DomainError):
                filling.check(answer, template)

        assert is_done_in(1.0, check), name
