"""One word for one thing on the screen: in the catalogue, in the lists of the first day and in the demo."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from chamber import registry
from chamber.config import ROOT
from scripts import catalogue

from .wording import past, refused, tight, unfounded

LISTS = ROOT / "chamber" / "cases" / "lists.toml"
DEMO = sorted((ROOT / "chamber" / "demo").glob("*.toml"))


def screen() -> Iterator[str]:
    """All Chinese of the catalogue."""
    for message in catalogue.messages(catalogue.load(catalogue.CATALOGUE)).values():
        yield from catalogue.forms(message.string)


def test_the_screen_says_no_word_that_has_lost() -> None:
    found = [fault for text in screen() for fault in refused(text)]
    assert not found, "\n" + "\n".join(found)


def test_the_first_lists_and_the_demo_say_no_word_that_has_lost() -> None:
    lines = LISTS.read_text(encoding="utf-8").splitlines()
    found = [fault for line in lines for fault in refused(line) + unfounded(line)]
    said = [line for path in DEMO for line in path.read_text(encoding="utf-8").splitlines()]
    found += [fault for line in said for fault in refused(line, spoken=True) + unfounded(line)]
    assert not found, "\n" + "\n".join(found)


def test_what_the_chamber_set_itself_is_not_called_law() -> None:
    found = [fault for text in screen() for fault in unfounded(text)]
    assert not found, "\n" + "\n".join(found)


def test_numbers_and_days_stand_apart_from_the_chinese_beside_them() -> None:
    found = [fault for text in screen() for fault in tight(text)]
    assert not found, "\n" + "\n".join(found)


def test_the_log_names_acts_and_tells_no_story(house: Flask) -> None:
    known = catalogue.messages(catalogue.load(catalogue.CATALOGUE))
    with house.test_request_context():
        labels = [("", str(act.label)) for act in registry.acts().values()]
    found = [fault for label in labels for text in catalogue.forms(known[label].string) for fault in past(text)]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (refused, "异议待您裁定"),
        (refused, "送达企业"),
        (unfounded, "法定时限的提醒不能关闭"),
        (tight, "请于%(when)s前填报"),
        (tight, "可在30日内申请"),
        (tight, "共%(num)s 家"),
        (tight, "%(what)s已受理。"),
        (past, "受理了事项"),
    ],
)
def test_each_rule_finds_what_breaks_it(rule: Callable[[str], list[str]], text: str) -> None:
    assert rule(text)


def test_no_rule_is_stricter_than_meant() -> None:
    for text in (
        "应送达企业",
        "法定代表人",
        "《某条例》第九条规定的法定期限",
        "请于 %(when)s 前填报",
        "由其他部门办理",
    ):
        assert refused(text) + unfounded(text) + tight(text) == []
