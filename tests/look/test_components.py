"""The macros of templates/components with real WTForms fields."""

import pytest
from flask import render_template_string
from flask_wtf import FlaskForm
from wtforms import BooleanField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tests.page import Page

IMPORTS = '{% import "components/forms.html" as forms %}{% import "components/ui.html" as ui %}'
EVIL = '<script>alert("1")</script>'


class Sample(FlaskForm):
    class Meta:
        csrf = False

    title = StringField("Title", [InputRequired("Write a title.")], description="Short.")
    text = TextAreaField("Text")
    respondent = SelectField("Respondent", choices=[("", "-"), ("7", EVIL)])
    wish = RadioField("Wish", [InputRequired("Choose one.")], choices=[("phone", "Phone"), ("none", "None")])
    hidden = BooleanField("Keep it confidential")
    files = MultipleFileField("Files")


@pytest.fixture
def draw(app):
    """draw(source, **context) -> Page."""

    def render(source, **context):
        with app.test_request_context("/"):
            form = Sample(data={"title": EVIL, "respondent": "7"})
            if context.pop("wrong", False):
                form.title.data = ""
                form.validate()
            return Page(render_template_string(IMPORTS + source, form=form, **context))

    return render


def test_field_has_label_help_and_no_error(draw):
    page = draw("{{ forms.field(form.title, autocomplete='off', hx_get='/x', data_mark='1') }}")
    control = page.one("input#title")
    assert control.attributes["aria-describedby"] == "title-help"
    assert control.attributes["autocomplete"] == "off"
    assert (control.attributes["hx-get"], control.attributes["data-mark"]) == ("/x", "1")
    assert control.attributes["value"] == EVIL
    assert "aria-invalid" not in control.attributes
    assert page.texts("label[for=title]") == ["Title"]
    assert page.texts("#title-help") == ["Short."]


def test_wrong_field_says_so_to_everybody(draw):
    page = draw("{{ forms.errors(form) }}{{ forms.field(form.title) }}{{ forms.field(form.wish) }}", wrong=True)
    control = page.one("input#title")
    assert control.attributes["aria-invalid"] == "true"
    assert control.attributes["aria-describedby"] == "title-help title-error"
    assert page.texts("#title-error") == ["Write a title."]
    summary = page.one("[role=alert]")
    assert summary.attributes["tabindex"] == "-1"
    assert [link.attributes["href"] for link in summary.css("a")] == ["#title", "#wish"]
    group = page.one("fieldset#wish")
    assert group.attributes["aria-describedby"] == "wish-error"
    assert (len(group.css("legend")), len(group.css("input[type=radio]"))) == (1, 2)


def test_no_summary_without_errors(draw):
    assert draw("{{ forms.errors(form) }}").css("[role=alert]") == []


def test_optional_is_said_of_what_may_stay_empty(draw):
    page = draw("{{ forms.field(form.title) }}{{ forms.field(form.text) }}{{ forms.field(form.hidden) }}")
    assert len(page.css(".optional")) == 1
    assert draw("{{ forms.field(form.text, optional=false) }}").css(".optional") == []


def test_each_control_is_the_one_of_its_field(draw):
    page = draw("{% for f in (form.text, form.respondent, form.hidden) %}{{ forms.field(f) }}{% endfor %}")
    assert page.one("textarea#text")
    assert page.one("select#respondent")
    assert page.one("label[for=hidden] input[type=checkbox]")
    given = draw("{{ forms.field(form.files, accept='image/*', capture='environment') }}").one("input#files").attributes
    assert "multiple" in given
    assert (given["type"], given["accept"], given["capture"]) == ("file", "image/*", "environment")


EVERY_MACRO = """
{{ forms.field(form.title) }}{{ forms.field(form.respondent) }}
{{ forms.act("/x", t, values={"n": t}, confirm=t, aria_label=t) }}
{{ ui.badge(t, "red") }}{{ ui.tag(t) }}{{ ui.facts([(t, t, none)]) }}{{ ui.big(t, t) }}
{{ ui.empty(t, t, "/", t) }}{{ ui.note(t) }}{{ ui.crumbs([(t, "/"), (t, none)]) }}
{{ ui.timeline([{"title": t, "when": t, "text": t, "note": t, "state": "now"}]) }}
{{ ui.lines([{"title": t, "url": "/", "note": t, "badge": (t, "blue"), "tag": t, "act": {"label": t, "url": "/"}}]) }}
{{ ui.lines([{"title": t, "act": {"label": t, "url": "/", "post": true}}]) }}
{{ ui.search("/", t, t, hidden={"a": t}) }}{{ ui.count(t) }}
{{ ui.chips([{"label": t, "url": "/?q=" ~ t, "count": 1, "active": true}], t) }}
{{ ui.progress(1, 2, t) }}{{ ui.steps([{"label": t, "state": "now"}]) }}{{ ui.bars([{"label": t, "count": 1}], t) }}
{{ ui.toast({"text": t, "undo": {"url": "/x"}}, "success") }}
{% call ui.card(t, note=t, url="/") %}{{ t }}{% endcall %}{% call ui.menu(t) %}{{ t }}{% endcall %}
"""


def test_nothing_typed_becomes_markup(draw):
    page = draw(EVERY_MACRO, t=EVIL)
    assert page.css("script") == []
    assert page.problems() == []


def test_act_is_a_form_with_a_token_and_asks_first_where_told(draw):
    page = draw("""{{ forms.act("/leave", "Leave", values={"id": 3}, confirm="Leave the chamber?", tone="danger") }}""")
    form = page.form(action="/leave")
    assert (form.method, form.controls["id"].values) == ("post", ["3"])
    assert form.controls["csrf_token"].values != [""]
    assert "Leave the chamber?" in page.one("details.ask").text()
    assert "hx-post" not in page.one("form").attributes


def test_act_with_htmx_posts_to_the_same_address_and_locks_its_button(draw):
    given = (
        draw("""{{ forms.act("/x", "Tick", hx={"hx-target": "#row", "hx-swap": "outerHTML"}) }}""")
        .one("form")
        .attributes
    )
    assert given["hx-post"] == given["action"] == "/x"
    assert given["hx-disable"] == "find button" and given["hx-target"] == "#row"


def test_lines_let_the_caller_write_the_act(draw):
    page = draw("""{% call(row) ui.lines([{"title": "A"}, {"title": "B"}]) %}<b>{{ row.title }}!</b>{% endcall %}""")
    assert page.texts(".line-act b") == ["A!", "B!"]


def test_more_keeps_its_place_when_there_is_nothing_more(draw):
    assert len(draw("{{ ui.more(none) }}").css("#more")) == 1
    assert draw("{{ ui.more('/?after=3') }}").one("#more a").attributes["hx-target"] == "#rows"
