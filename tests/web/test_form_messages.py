"""WTForms' own error messages are in the language of the page."""

import re

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, NumberRange


class Everything(FlaskForm):
    """A field of each kind that can be wrong without a sentence of ours."""

    class Meta:
        csrf = False

    several = SelectMultipleField(choices=[("a", "A")])
    one = SelectField(choices=[("a", "A")])
    number = IntegerField()
    small = IntegerField(validators=[NumberRange(0, 9)])
    day = DateField()
    short = StringField(validators=[Length(max=3)])


TYPED = {"several": "member", "one": "member", "number": "x", "small": "12", "day": "x", "short": "long text"}


def test_forms_speak_the_language_of_the_page_throughout(app_with):
    with app_with(translated=True).test_request_context():
        form = Everything(MultiDict(TYPED))
        assert not form.validate()
        said = {name: " ".join(str(error) for error in errors) for name, errors in form.errors.items()}
    assert said.keys() == TYPED.keys()
    for name, sentence in said.items():
        assert not re.search("[a-z]{2}", sentence.replace("member", "")), (name, sentence)


def test_what_wtforms_says_in_english_stays_as_it_is(app):
    with app.test_request_context():
        form = Everything(MultiDict(TYPED))
        form.validate()
        assert form.errors["several"] == ["'member' is not a valid choice for this field."]
