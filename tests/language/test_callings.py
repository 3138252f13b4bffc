"""How people really write of a firm and its people, written before the rules were; and what they write beside that."""

import re
from itertools import chain

import pytest

from chamber.language import callings
from chamber.language.masking import Masker

FIRM, SHORT, ADDRESS = "江心市汇昌鞋业有限公司", "汇昌", "江心市云帆区望江街道学院路128号瓯江大厦3幢502室"
PEOPLE = ("陈国强", "林晓燕", "高峰", "欧阳平", "王磊")
PLACES = callings.places_in([ADDRESS])
MASKER = Masker(
    {"恒通机械有限公司", "周建平"},
    chain(
        callings.of_firm(FIRM, SHORT, PLACES),
        *(callings.of_person(one) for one in PEOPLE),
        callings.of_address(ADDRESS),
        callings.of_number("+8613857712345"),
    ),
)
HIDDEN = """
nickname: 老陈|小林|阿强|老周|小赵|阿燕|强哥|燕姐|国强|晓燕
title: 陈老板|陈国强经理|林会计|王队|李所说|张局|陈某|吴建国科长|磊哥|陈工|姓陈
pinyin: Chen Guoqiang|chenguoqiang|Guoqiang Chen|CGQ|cgq|Huichang|HC鞋业|huichang鞋业|HCXY
latin and title: C总|chen总|Mr Chen|Mr. Chen Guoqiang
traditional: 匯昌鞋業|陳國強|江心市匯昌鞋業有限公司|林曉燕|學院路128號|陳老闆
firm: 汇昌|汇昌鞋|汇某鞋业|汇X鞋业|某昌鞋业|汇*鞋业|昌鞋业|汇 昌|「汇昌」|恒通机械
address: 学院路一百二十八号|学院路128|学院路一二八号|128号|一百二十八号|3幢502|三幢五〇二室|3号楼2单元501|
  B座1203|502室|望江路88弄6号|丰门工业区12号|南塘村35号|12号店面|滨海三路88号|学院西路12号
phone: 尾号2345|后四位2345|138****2345|2345|1385771|末四位是2345|尾号二三四五|13857712345|2345结尾|
  77712345的电话
paper: 合同编号HC-18|合同号：XS2024-07|HT-2024-018|（2024）浙0302民初1234号|温劳人仲案〔2024〕56号|
  鹿市监罚处〔2024〕123号|订单号 88123|案号(2023)浙03民终77号
introduced: 联系人：吴建国|我叫吴建国|吴建国 13900001111|法人周建平
"""
UNSURE = ["高峰", "瓯江大厦"]
STAYS = """
早高峰期间停电，影响出货。|项目经理和对方经理都没来。|2023.3-2024.5期间共停电12次。|执行GB/T 12345-2018标准。|
  按照温政发〔2024〕15号文件办理。|学院路施工围挡半年。|我们在三楼会议室谈了3小时。|
  单价1500~2000元，数量5566件。|老师傅都走了，老板不在，老项目停了。|小区门口的小超市，小金额也要票。|
  拨打12345热线三次。|现金总额120万元。|建了3幢厂房。|向某部门反映过。|出于某种原因|
  城管局和市场监管局、税务所都来过。|面包师傅和客房经理|2024年2345元|温州大道堵车|PDF文件和ERP系统|工程师没来|
  职工总数120人|小马路边、老房子里|甲方律师说不行|第三方检测报告|前任会长和现任会长|单位同志很热情|
  高级工程师两名|周一至周五8:30-17:30|COVID-19之后|HS编码6403990090|20240315验收|包装会计科目
"""


def listed(text: str) -> list[str]:
    """The wordings of a list, without the words for their kind."""
    return [one.strip() for one in re.sub(r"(?m)^[a-z ]+: ", "|", text).replace("\n", "").split("|") if one.strip()]


@pytest.mark.parametrize("said", listed(HIDDEN))
def test_what_people_call_a_firm_or_somebody_of_it_is_masked(said: str) -> None:
    assert said not in MASKER.read(f"当时，{said}，不同意。").text


@pytest.mark.parametrize("said", UNSURE)
def test_what_is_a_word_and_a_name_stays_and_is_marked(said: str) -> None:
    masked = MASKER.read(f"当时，{said}，不同意。")
    assert (said in masked.text, masked.unsure) == (True, (said,))


@pytest.mark.parametrize("said", [one for one in listed(STAYS) if "高峰" not in one])
def test_what_names_nobody_stays_unmarked(said: str) -> None:
    masked = MASKER.read(said)
    assert (masked.text, masked.unsure) == (said, ())


def test_an_early_rush_hour_is_not_masked_for_a_contact_of_that_name() -> None:
    assert MASKER.read(listed(STAYS)[0]).text == listed(STAYS)[0]


def test_what_many_firms_begin_with_is_a_place_and_not_a_trade_name_though_no_address_says_so() -> None:
    trades = ("明澈精密机械", "鼎新五金制品", "云帆软件", "昊运物流", "宝丰食品", "金桥装饰")
    firms = [f"澜州{trade}有限公司" for trade in trades]
    assert callings.shared_beginnings(firms[:4]) == set()
    masks = Masker((), callings.of_firm(firms[0], "明澈精机", callings.shared_beginnings(firms)))
    text = masks.read("当时，MCJMJX、mcjm、mingchejingmi都在，澜州来人了。").text
    assert not re.search("[a-z]", text.lower()) and "澜州来人" in text
