"""How people complain of several in one breath: a list written before the rule that parts them."""

import tomllib
from pathlib import Path

import pytest

from chamber.cases.access.recognising import nobody_known
from chamber.cases.access.respondents import Respondent
from tests.cases import test_recognising

WORDINGS = tomllib.loads(Path(__file__).with_name("several_wordings.toml").read_text(encoding="utf-8"))
town = test_recognising.town


def waits_for(text: str) -> str:
    """Of whom somebody has yet to say who they are."""
    return nobody_known((Respondent("other", text=text),), but=0)


@pytest.mark.usefixtures("town")
def test_somebody_whom_nobody_recognises_beside_one_who_is_known_is_asked_for() -> None:
    assert [text for text in WORDINGS["somebody_unknown"]["texts"] if not waits_for(text)] == []


@pytest.mark.usefixtures("town")
def test_outsiders_and_what_somebody_did_are_not_asked_for() -> None:
    assert [(text, found) for text in WORDINGS["all_known"]["texts"] if (found := waits_for(text))] == []


@pytest.mark.usefixtures("town")
def test_the_question_has_the_words_of_the_unknown_one_alone() -> None:
    assert waits_for("沈秘书，还有那个收费的工作人员") == "那个收费的工作人员"
    assert waits_for("城管，石队长、一个姓周的领导") == "一个姓周的领导"
