"""Enums that carry their labels."""

import pickle

import pytest
from flask_babel import lazy_gettext as _l
from flask_sqlalchemy import SQLAlchemy

from chamber.language.catalogue import translated_labels
from chamber.language.labelled import Labelled
from chamber.members.models import Size


def test_a_member_is_its_string_and_says_its_label(db: SQLAlchemy) -> None:
    assert Size.LARGE == "large" == str(Size.LARGE) == Size.LARGE.value
    assert Size("large") is Size.LARGE is pickle.loads(pickle.dumps(Size.LARGE))
    assert str(Size.LARGE.label) == "Large"
    assert Size.choices()[0] == ("large", Size.LARGE.label)
    assert translated_labels(Size)["large"] == translated_labels(Size)[Size.LARGE] == "Large"
    assert db.session.scalar(db.select(db.literal(Size.LARGE))) == "large"


def test_a_member_without_a_label_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):

        class _Wrong(Labelled):
            ONE = "one"

    class Right(Labelled):
        ONE = "one", _l("One")

    assert Right("one").label == "One"
