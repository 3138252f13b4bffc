import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chamber.language import codes
from chamber.language.masking import MASK, Masker, mask

KNOWN = ["江心市汇昌鞋业有限公司", "汇昌", "张伟", "李小明", "云帆街道车站大道88号", "AC", "7"]
CODE = codes.make_uscc("330302", 12345678)


@pytest.mark.parametrize(
    "identity",
    [
        "13800138000",
        "１３８－００１３－８０００",
        "138 0013 8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "+86 138 0013 8000",
        "0577-8888 1234",
        "（0577）88881234",
        "88881234",
        "一三八零零一三八零零零",
        CODE,
        CODE.lower(),
        f"{CODE[:4]} {CODE[4:8]} {CODE[8:]}",
        "33030219800101123X",
        "330302 19800101 123x",
        "6222 0212 3456 7890 123",
        "zhang.wei@example.com",
        "www.example.com/about",
        "浙C·12345",
        "HT20240305001",
        "江心市汇昌鞋业有限公司",
        "江心市汇 昌鞋业（有限公司）",
        "汇昌鞋业",
        "汇\n昌",
        "张伟",
        "张 伟",
        "ＡＣ",
        "云帆街道车站大道 88 号",
        "望江路17号3栋201室",
        "王经理",
        "小李总",
        "欧阳某某",
    ],
)
def test_what_names_somebody_is_masked(identity):
    masked, places = mask(f"我们说：{identity}。以上。", KNOWN)
    assert places >= 1
    assert masked.startswith("我们说：") and masked.endswith("。以上。")
    left = masked.replace(MASK, "").removeprefix("我们说：").removesuffix("。以上。")
    assert left in ("", "（")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("他们到3幢502来闹过两次", "502"),
        ("公司去年搬到5栋601去了", "601"),
        ("南塘街壹佰壹拾捌号的大门被堵", "壹佰壹拾捌"),
        ("南塘街一一八门口停满了车", "一一八"),
        ("按合同0917号第五条应付", "0917"),
    ],
)
def test_rooms_and_numbers_are_masked_though_the_sentence_goes_on(said, told):
    assert told not in mask(said, KNOWN)[0]


@pytest.mark.parametrize(
    "harmless",
    [
        "2024-03-05 13:30 起停电3次，2024年3月至2025年2月共12次。",
        "欠款1500000元，另有1,500,000元，约3.5万元，2023-2025年。",
        "请总经理和项目经理一同施工，公安局、城管局总共来了两次。",
        "back to the factory",
        "第7号通知",
        "",
    ],
)
def test_a_story_that_names_nobody_stays_as_it_is(harmless):
    assert mask(harmless, KNOWN) == (harmless, 0)


def test_places_that_touch_are_one_place():
    assert mask("张伟13800138000，汇昌。", KNOWN) == (f"{MASK}，{MASK}。", 2)


@given(st.text(), st.lists(st.text(max_size=8), max_size=4))
@settings(deadline=None)
def test_any_text_can_be_masked(story, known):
    masked, places = mask(story, known)
    assert (places == 0) == (masked == story) or MASK in story
    assert masked.count(MASK) >= places


@pytest.mark.thorough
def test_a_big_roster_is_masked_in_a_moment():
    known = [f"江心市星河{n}鞋业有限公司" for n in range(20_000)] + [f"云帆路{n}号" for n in range(20_000)]
    started = time.process_time()
    masker = Masker(known)
    for _ in range(5):
        assert masker.mask("我是星河777鞋业的。" * 200)[1] == 200
    assert time.process_time() - started < 5


@pytest.mark.parametrize("text", ["上周三两名城管到厂门口", "来了3个城管的人", "有几位城管说要封门"])
def test_behind_a_count_a_name_begins_and_no_other_word(text: str) -> None:
    masker = Masker((), [("城管", True)])
    assert "城管" not in masker.mask(text)[0]
    assert "名城管理" in masker.mask("历史名城管理办法")[0], "what comes about where two words meet stays in doubt"
