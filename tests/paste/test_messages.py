"""Messages as people write them in WeChat: those that the rules were built with, and others kept apart until then."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from chamber.paste import reading
from tests.conftest import Clock
from tests.paste.moments import local

LONG_SENTENCE = 24
"""With a comma in it, a longer title is a run-on sentence."""


def messages(name: str) -> list[Any]:
    """The messages of a data file, each named by its beginning."""
    found = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text())["message"]
    return [pytest.param(one, id=one["text"].strip()[:16].replace("\n", " ")) for one in found]


def seen(text: str) -> dict[str, Any]:
    """What was read from a message, under the keys of the data files."""
    found = reading.read(text)
    last = str(found.starts.last) if found.starts and found.starts.last else ""
    return {
        "title": found.title,
        "starts": local(found.starts_at),
        "ends": local(found.ends_at),
        "closes": local(found.closes_at),
        "starts_day": str(found.starts.day) if found.starts else "",
        "last_day": last,
        "closes_or_last": local(found.closes_at)[:10] or last,
        "place": found.place,
        "phones": list(found.phones),
        "asks": found.asks,
        "offices": None if found.offices is None else [*found.offices],
        "people": [f"{one.name} | {one.phone} | {one.firm} | {one.seats}" for one in found.people],
    }


def check(message: dict[str, Any]) -> None:
    """The message is read as its data say, and its title is one."""
    found = seen(message["text"])
    wanted = {key: value for key, value in message.items() if key not in ("text", "title_at_most")}
    assert {key: found[key] for key in wanted} == wanted
    title = found["title"]
    assert len(title) <= message.get("title_at_most", 60)
    assert not set("【】\n。！？") & set(title)
    assert len(title) <= LONG_SENTENCE or "，" not in title


@pytest.mark.parametrize("message", messages("messages"))
def test_messages_are_read_as_they_are_meant(message: dict[str, Any], clock: Clock) -> None:
    check(message)


@pytest.mark.parametrize("message", messages("in_use"))
def test_so_are_those_that_were_misread_in_use(message: dict[str, Any], clock: Clock) -> None:
    check(message)


@pytest.mark.parametrize("message", messages("unseen"))
def test_so_are_those_that_were_kept_apart_while_the_rules_were_built(message: dict[str, Any], clock: Clock) -> None:
    check(message)


def test_there_are_many_messages() -> None:
    assert len(messages("messages")) + len(messages("unseen")) >= 60


@pytest.mark.parametrize("text", ["本周一下午2点开会", "这周一14:00开会，9月13日前报名", "请于本周一前报送"])
def test_a_day_of_this_week_that_has_passed_is_asked_about(text: str, clock: Clock) -> None:
    asked, chosen = reading.read(text), reading.read(text, means_next=True)
    assert asked.asks and not chosen.asks
    moments = [one or "" for one in (local(chosen.starts_at), local(chosen.closes_at))]
    assert any(one.startswith("2026-09-21") for one in moments)


@pytest.mark.parametrize("text", ["本周二下午2点开会", "本周五14:00", "周一下午2点", "上周一开过会", "下周一9:00"])
def test_other_days_are_not_asked_about(text: str, clock: Clock) -> None:
    assert not reading.read(text).asks


def test_a_number_without_area_code_has_the_usual_one(clock: Clock) -> None:
    text = "联系电话：88881234、88885678转602\n订单号 22334455，共 8888123 元，日期20260915"
    assert reading.read(text).phones == ("88881234", "88885678;ext=602")
    assert reading.read(text, area="577").phones == ("+8657788881234", "+8657788885678;ext=602")


def test_an_agenda_is_no_list_of_people(clock: Clock) -> None:
    for text in ("1. 金融政策\n2. 高新企业\n3. 安全", "会议名单另发\n第一，学习。第二，讨论"):
        assert reading.read(text).people == ()
