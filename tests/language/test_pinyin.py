import random
import time

import pytest

from chamber.language.ordinary import is_ordinary
from chamber.language.pinyin import READINGS, initials, is_phrase, pinyin, spellings, syllable
from scripts import readings


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        ("单明", "shanming", "sm"),
        ("解放", "xiefang", "xf"),
        ("仇和", "qiuhe", "qh"),
        ("曾国藩", "zengguofan", "zgf"),
        ("区伯", "oubo", "ob"),
        ("查小明", "zhaxiaoming", "zxm"),
        ("盖叫天", "gejiaotian", "gjt"),
        ("任重", "renzhong", "rz"),
        ("华罗庚", "hualuogeng", "hlg"),
        ("朴树", "piaoshu", "ps"),
        ("翟天", "zhaitian", "zt"),
        ("缪小妙", "miaoxiaomiao", "mxm"),
        ("覃海", "qinhai", "qh"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟明", "moqiming", "mqm"),
        ("万俟", "moqi", "mq"),
        ("单于", "shanyu", "sy"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("欧阳 修", "ouyangxiu", "oyx"),
        ("单于明", "shanyuming", "sym"),
        ("吕布", "lvbu", "lb"),
        ("单", "shan", "s"),
        ("雷晟", "leisheng", "ls"),
        ("盛骁昶", "shengxiaochang", "sxc"),
        ("乐长劲", "yuechangjin", "ycj"),
        ("单隽琢", "shanjunzhuo", "sjz"),
        ("陈厦靓", "chenxialiang", "cxl"),
        ("蔚喆祎", "yuzheyi", "yzy"),
        ("John Smith", "johnsmith", "johnsmith"),
        ("", "", ""),
    ],
)
def test_people_are_read_by_their_surnames_own_reading(name, full, short):
    assert (pinyin(name, person=True), initials(name, person=True)) == (full, short)


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        ("温州鞋业", "wenzhouxieye", "wzxy"),
        ("单县羊肉", "shanxianyangrou", "sxyr"),
        ("乐清银行", "yueqingyinhang", "yqyh"),
        ("江心五金行", "jiangxinwujinhang", "jxwjh"),
        ("江心五金行有限公司", "jiangxinwujinhangyouxiangongsi", "jxwjhyxgs"),
        ("ＡＢＣ鞋业（温州）", "abcxieyewenzhou", "abcxywz"),
        ("晟达鞋业", "shengdaxieye", "sdxy"),
        ("大晟控股", "dashengkonggu", "dskg"),
        ("长盛长丰", "changshengchangfeng", "cscf"),
        ("乐成快乐成长会长", "yuechengkuailechengzhanghuizhang", "ycklczhz"),
        ("重庆厦门银行商行", "chongqingxiamenyinhangshanghang", "cqxmyhsh"),
        ("工业区大厦", "gongyequdasha", "gyqds"),
        ("丽都瑜伽", "liduyujia", "ldyj"),
        ("３M中国", "3mzhongguo", "3mzg"),
    ],
)
def test_firms_are_read_by_phrases_and_keep_their_latin_words(name, full, short):
    assert (pinyin(name), initials(name)) == (full, short)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单明", ["shanming", "sm", "danming", "dm"]),
        ("区伯", ["oubo", "ob", "qubo", "qb"]),
        ("盖叫天", ["gejiaotian", "gjt", "gaijiaotian"]),
        ("解放", ["xiefang", "xf", "jiefang", "jf"]),
        ("尉迟恭", ["yuchigong", "ycg", "weichigong", "wcg"]),
        ("沈若兰", ["shenruolan", "srl"]),
        ("任重", ["renzhong", "rz"]),
        ("John", ["john"]),
        (None, [""]),
    ],
)
def test_a_person_is_found_also_by_how_the_surname_looks(name, typed):
    assert spellings(name) == typed


@pytest.mark.thorough
def test_what_is_read_here_is_what_the_library_reads():
    assert READINGS.read_text(encoding="utf-8") == readings.text()
    phrases, chance = [phrase for phrase in readings.PHRASES_DICT if "，" not in phrase], random.Random(1)
    for _turn in range(2000):
        # The library reads the last characters one by one where a longer phrase begins as they do.
        text = "".join((chance.choice(phrases), chance.choice(phrases), "有限公司"))
        assert pinyin(text) == "".join(readings.lazy_pinyin(text)), text


def test_a_character_is_read_alone_and_anything_else_stays():
    assert [syllable(one) for one in "沈吕x3，"] == ["shen", "lv", "x", "3", "，"]


def test_words_are_known_whole_and_alone():
    words = ["高峰", "高", "高峰 和平", "高峰x", "", "成长", "自言自语"]
    assert [is_ordinary(word) for word in words[:5]] == [True, False, False, False, False]
    assert [is_phrase(word) for word in words] == [is_phrase("高峰"), False, False, False, False, True, True]


@pytest.mark.thorough
def test_twenty_thousand_names_take_a_few_seconds():
    started = time.process_time()
    for number in range(20_000):
        name = f"温州市星河{number}鞋业有限公司"
        pinyin(name)
        initials(name)
    assert time.process_time() - started < 10
