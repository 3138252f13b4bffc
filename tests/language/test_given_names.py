"""How people say the given name alone, and where its characters only meet: both were written before the rule."""

from itertools import chain

import pytest

from chamber.language import callings
from chamber.language.masking import Masker
from tests.language.test_callings import listed

PEOPLE = (
    "顾海明 陈国强 仇素英 罗启文 蒋望舒 洪大勇 温以宁 马德才 赵立新 丁家明 范晓岚 刘志强 田春梅 郑志刚 钱高峰 林建国"
)
MASKER = Masker((), chain.from_iterable(callings.of_person(one) for one in PEOPLE.split()))
SAID = """
haiming: 海明说过这事|海明说不行|我们海明天天跑窗口|海明明确讲过不收|海明当场签收|
  让海明写检讨|海明他们三个人去的|把海明叫到办公室|海明亲自送去|海明知道|找过海明几回|海明那边|海明也在|海明的手机|
  顾海明说过|顾海明 明天再来|顾海明明天再来
guoqiang: 国强说完就走|国强要求开票|国强大声吵|国强制作的样品|志强行李被扣|志强烈日下搬货
others: 素英文化不高|素英明天去|启文字写得好|启文件件都留了底|望舒心里有数|望舒服务过他们|德才能作证|德才会来|
  春梅花了两千|春梅雨天还去送货|志刚才来|志刚好在场|晓岚说的
"""
MEETS = """
towns: 上海明天发货|出海明显减少|我国强调过|全国强制停产|该国强制认证|外国强烈反对|以宁波为例|所以宁可停产
wishes: 希望舒心经营|盼望舒适的环境|有大勇气|要拿出很大勇气|道德才是根本|品德才能服人
new: 成立新公司|设立新厂|建立新制度|树立新风
houses: 国家明令禁止|厂家明天到|我家明确拒绝|大家明白|专家明说了
others: 同志刚走|同志刚才说|标志强制更换|日志强行删除|今春梅雨季|因素英国标准|元素英文名|开启文件|重启文档
"""
WORDS = {
    "高峰说过": "高峰",
    "建国来了": "建国",
    "立新手机被拿走": "立新",
    "家明白跑一趟": "家明",
    "大勇气得走了": "大勇",
}


@pytest.mark.parametrize("said", listed(SAID))
def test_the_given_name_alone_is_masked_though_a_word_begins_with_its_last_character(said: str) -> None:
    assert not any(one[-2:] in MASKER.read(f"当时{said}。").text for one in PEOPLE.split()), said
    assert not any(one[-2:] in MASKER.read(f"我们，{said}。").text for one in PEOPLE.split()), said


@pytest.mark.parametrize("said", listed(MEETS))
def test_what_two_words_make_where_they_meet_stays(said: str) -> None:
    assert MASKER.read(f"当时，{said}。").text == f"当时，{said}。"
    assert MASKER.read(said).text == said


@pytest.mark.parametrize("said", WORDS)
def test_a_given_name_that_may_be_a_word_or_parts_of_two_stays_and_is_marked(said: str) -> None:
    masked = MASKER.read(f"当时，{said}。")
    assert (masked.text, masked.unsure) == (f"当时，{said}。", (WORDS[said],))
