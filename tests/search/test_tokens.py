"""What somebody types is found where it stands, where it sounds so, and nowhere else."""

import pytest
from sqlalchemy import Integer, literal, select, type_coerce

from chamber.extensions import db, set_stamp
from chamber.search import index, rebuilding, tokens
from chamber.search.models import Find
from chamber.search.rebuilding import AREA, is_due, rebuild


def finds(text: str, *questions: str) -> list[bool]:
    """Whether a thing with this name is found by each of them."""
    index.put("suggestion", {7: tokens.doc(tokens.named("xa", text))})
    return [is_there(q, "xa") for q in questions]


def is_there(q: str, *circles: str) -> bool:
    """Whether the thing is found by this in these circles, by the index or by its own row."""
    key = type_coerce(literal(7), Integer)
    ways = [
        db.session.scalar(select(index.holds("suggestion", key, q, *circles, **one)))
        for one in ({}, {"own": True}, {"most": 1})
    ]
    assert len(set(map(bool, ways))) == 1
    return bool(ways[0])


def test_neighbours_are_found_and_others_are_not(db):
    assert finds("温州建筑有限公司", "建筑", "筑有", "建", "建公", "筑建", "温州 公司") == [
        True,
        True,
        True,
        False,
        False,
        True,
    ]


def test_a_sound_is_found_from_each_syllable_on_and_not_in_the_middle_of_one(db):
    assert finds("兰州", "lanzhou", "zhou", "zh", "lz", "z", "ou", "anz") == [
        True,
        True,
        True,
        True,
        True,
        False,
        False,
    ]


def test_latin_words_numbers_and_signs_are_found_where_they_stand(db):
    assert finds("RTX4090 主板-2型 100%", "rtx", "4090", "090", "板-2", "0%", "%") == [True] * 6
    assert finds("RTX4090 主板-2型 100%", "tx", "板2", "%1", "1000", "'", '"', "* OR") == [False] * 7


def test_a_question_meets_no_words_of_a_circle_that_it_does_not_ask(db):
    index.put("suggestion", {7: tokens.doc(tokens.written("xa", "公开"), tokens.written("xb", "秘密"))})
    assert [is_there("秘密", *circles) for circles in (("xa",), ("xa", "xb"), ("xb",))] == [False, True, True]


def test_what_is_put_again_is_found_by_the_new_words_alone_and_what_is_forgotten_by_none(db):
    assert finds("旧名", "旧名") == [True]
    assert finds("新名", "旧名", "新名") == [False, True]
    index.forget("suggestion", [7])
    assert not is_there("新名", "xa")


@pytest.mark.parametrize("typed", ["", "  ", "\0", "\u200b"])
def test_nothing_typed_asks_nothing(typed):
    assert tokens.question(typed, ("xa",)) == ()


def test_the_index_is_made_anew_where_its_rules_changed_or_rows_came_past_the_services(db, cast):
    docs = {row.id: row.doc for row in db.session.scalars(select(Find))}
    assert docs
    index.forget("member", [cast.firm.id])
    index.put("member", {99_999: tokens.doc(tokens.written("md", "没有"))})
    set_stamp(AREA, "an older rule")
    db.session.commit()
    assert is_due()
    told = []
    rebuild(lambda *line: told.append(line))
    assert not is_due() and told
    assert {row.id: row.doc for row in db.session.scalars(select(Find))} == docs


def test_the_index_is_made_anew_once_a_further_kind_is_in_it(db, cast, monkeypatch):
    every = list(rebuilding._kinds())
    monkeypatch.setattr(rebuilding, "_kinds", lambda: iter(every[1:]))
    rebuild(lambda *_line: None)
    assert not is_due()
    monkeypatch.setattr(rebuilding, "_kinds", lambda: iter(every))
    assert is_due()
