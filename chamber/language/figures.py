"""Numbers, addresses and signs in a running text that tell who or where somebody is."""

import re
from collections.abc import Iterator

from .titled import HAN, Found

_SEP = r"[^\w\n,;:!?、。，；：！？]{0,3}"
_NUMERAL = "零〇一二三四五六七八九十百两幺壹贰叁肆伍陆柒捌玖拾佰"
_YEAR = "(?:19|20)[0-9]{2}"
_UNITS = (
    "元|万|亿|千|吨|美元|美金|欧元|港币|人民币|块|平方|平米|㎡|立方|公里|米|厘米|毫米|件|双|只|台|套|箱|批|个|人|户|家|名|位|"
    "辆|次|条|张|页|亩|度|瓦|千瓦|升|公斤|克|斤|天|日|月|年|小时|分钟|工时|份|平|kg|kw|cm|mm|%|％"
)
_SOME = r"[1-9][0-9]{0,6}(?:\.[0-9]+)?"
_HARMLESS = re.compile(
    # Dates identify nobody, and without them a story can't be followed.
    rf"(?<![0-9a-z]){_YEAR} *年 *[0-9]{{1,2}} *月(?: *[0-9]{{1,2}} *日)?"
    rf"|(?<![0-9a-z]){_YEAR} *([-./]) *[0-9]{{1,2}} *\1 *[0-9]{{1,2}}(?![0-9])"
    rf"|(?<![0-9a-z]){_YEAR} *[-./] *(?:0?[1-9]|1[0-2])(?![0-9])"
    rf"|(?<![0-9a-z])(?<![0-9][ -]){_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?! ?[0-9x])"
    rf"|(?<![0-9]){_YEAR} *[-–—~至到]+ *{_YEAR}(?![0-9])"
    # Hotlines, amounts from … to …, standards, documents that apply to all, codes of goods.
    r"|(?<![0-9a-z·.])(?:123(?:45|88|15|33|66|28|18))(?![0-9a-z号])"
    rf"|(?<![0-9.-]){_SOME} *(?:{_UNITS})? *[-–—~至到] *{_SOME} *(?:{_UNITS})"
    r"|(?<![a-z])(?:gbz?|jgj|hj|ga|db|iso|iec|aq|jb|qb|hg|cj|sl|dl|yy|fz)(?: ?/ ?[tzq])?[ -]?[0-9][0-9.]{2,}"
    r"(?:[-—–:][0-9]{4})?"
    rf"|[发办函文规令](?:字)? ?[〔\[(（]{_YEAR}[〕\])）] ?[0-9]{{1,4}} ?号"
    r"|(?:hs|海关|商品|产品)(?:编码|编号|代码)[:： ]?[0-9.]{4,13}"
)
_DIGIT = "[零〇一二三四五六七八九幺两]"
_IS = '(?:号码|是|为|[:： “「"])*'
_TAIL = "(?:尾号|尾数|(?:最)?后[一二三四五六七八几0-9]位(?:数字?)?|末[一二三四五六七八几0-9]位(?:数字?)?|结尾)"
_NUMBERED = (
    "(?:合同|协议|订单|案件|案|卷宗|备案|许可证?|登记|注册|发票|快递|运单|单据|工单|受理|立案|处罚|处理|仲裁|报告|凭证|执照|"
    "流水|档案|证书|批准|决定书|通知书|文书|信访|交易|保单|项目|工程|设备|产品|车架|机身|账户|账|卡|房产证|不动产证|工商|纳税人|税)"
)
_ROAD = "[^\\W\\d_我你他她它们在于从的了是和与及往去把被给对向住等这那就也都到至搬开租]{1,5}?"
_IN_YEAR = rf"[〔\[(（]{_YEAR}[〕\])）]"
_NUMBERS = (
    # Mobiles, landlines, bank cards, ID cards (their last sign may be X), however they are spaced.
    rf"\+?[0-9](?:{_SEP}[0-9]){{6,}}(?:{_SEP}x(?![a-z]))?",
    r"(?<![0-9])1[3-9][0-9][*x＊#-]{2,8}[0-9]{2,4}(?![0-9])",
    # The same in Chinese numerals.
    rf"{_DIGIT}(?:{_SEP}{_DIGIT}){{6,}}",
    # The last digits of a phone, a card, a code.
    rf"{_TAIL}{_IS}(?:[0-9a-z]{{2,8}}(?![0-9a-z])|{_DIGIT}{{2,8}})",
    r"(?<![0-9])[0-9]{3,7} ?(?:开头|打头|结尾|收尾|尾号|(?:那|这)个(?:号|电话|手机))",
    # Codes, and other numbers of papers, contracts and cases at court.
    r"(?<![0-9a-z])[0-9a-z](?:[ -]?[0-9a-z]){17}(?![0-9a-z])",
    r"(?<![0-9a-z])[0-9a-z]{8}-[0-9x](?![0-9a-z])",
    r"(?<![0-9a-z])(?=(?:[a-z]*\d){5})[0-9a-z]{7,}(?![0-9a-z])",
    (
        rf"{_NUMBERED}的?(?:编号|号码|号|编码|代码|no\.?|№){_IS}"
        rf"(?=[a-z{HAN}()（）〔〕\[\]/-]{{0,12}}[0-9])"
        rf"[a-z0-9{HAN}()（）〔〕\[\]/_-]{{1,12}}?[0-9][a-z0-9()（）〔〕\[\]/_-]*(?:号|字)?"
    ),
    (
        rf"(?<![a-z0-9])[a-z]{{2,8}}(?:[-_/ ]?[0-9]{{1,4}})?[-_/](?:{_YEAR}|[0-9]{{4,8}})"
        r"(?:[-_/][a-z0-9]{1,8})*(?![a-z0-9])"
    ),
    rf"{_NUMBERED}第? ?[0-9][0-9a-z-]{{2,}} ?号(?![线楼门机])",
    rf"{_IN_YEAR} ?[{HAN}]{{0,3}}[0-9]{{0,4}} ?[{HAN}]{{0,5}}第? ?[0-9]{{1,7}} ?(?:号|之[一二三])",
    rf"[{HAN}]{{1,8}}[罚案仲听催执裁查决][{HAN}]{{0,3}}字? ?{_IN_YEAR} ?第? ?[0-9]{{1,6}} ?号",
    rf"[{HAN}]{{1,8}}字第? ?[0-9]{{2,10}} ?号",
    r"[a-z0-9._%+-]+ ?@ ?[a-z0-9-]+(?:\.[a-z0-9-]+)*",
    r"(?:https?://|www\.)[a-z0-9./?&=_%#:~+-]+|[a-z0-9-]+\.(?:com|cn|net|org|cc|top)(?:\.cn)?(?![a-z0-9])",
    r"(?:(?<=[微信])|(?<=(?<![a-z])[qvx])|(?<=qq|vx|wx))(?:号|号码|群)?[ :是为]*[a-z0-9_-]{5,}",
    # Number plates.
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][ ·.•]?[0-9a-z]{5,6}(?![0-9a-z])",
)
_NUMBER = f"(?:[0-9]{{1,5}}|[{_NUMERAL}]{{1,6}})"
_ROOM = (
    rf"(?: ?(?:附|后|之|[-—])? ?(?:[0-9]{{1,5}}|[{_NUMERAL}]{{1,5}}|[a-z]) ?"
    r"(?:号楼|号|楼|层|室|幢|栋|单元|弄|座|区|房|铺|店面|(?=[^\w]|$)))*"
)
_STREET = "(?:大道|大街|胡同|[路街巷弄])"
_PLACE = "[村里区园城庄岙岭桥坊塘浦湾港组墩]"
_SHOP = "(?:店面|商铺|铺面?|摊位?|档口?|门面|车间|厂房|仓库|院|大院|宿舍)"
_ADDRESSES = (
    rf"{_ROAD}{_STREET}[东南西北中]段? ?{_NUMBER} ?(?:号|弄|幢|栋|#){_ROOM}",
    rf"{_ROAD}(?:{_STREET}|{_PLACE}) ?{_NUMBER} ?(?:号(?![线文令机炉仓门泵库召])|弄|幢|栋|#){_ROOM}",
    rf"[支横后前上下]?{_STREET} ?[0-9]{{2,4}}(?![0-9.]| ?(?:{_UNITS}|[号路线公多余条处项盏根~至到-]))",
    rf"{_ROAD}{_STREET} ?[{_NUMERAL}]{{2,6}}(?=[^\w]|$)",
    # Read out digit by digit it is no count of anything.
    rf"{_ROAD}{_STREET} ?{_DIGIT}{{3,4}}(?!{_DIGIT}|[十百千万]| ?(?:{_UNITS}))",
    rf"(?<![0-9a-z第])(?:[0-9]{{1,3}}|[{_NUMERAL}]{{1,3}}|[a-z][0-9]?) ?(?:号楼|幢|栋|座|#楼){_ROOM}(?<![幢栋座])",
    (
        rf"(?<![0-9a-z第])(?:[0-9]{{1,3}}|[{_NUMERAL}]{{1,3}}|[a-z][0-9]?) ?(?:号楼|幢|栋|座|单元) ?[a-z]?[0-9]{{3,4}}"
        rf"(?![0-9.]| ?(?:{_UNITS}))"
    ),
    r"(?<![0-9a-z第])[a-z]?[0-9]{3,4}(?:室|房间|号房)",
    rf"(?<![第0-9a-z])(?:[a-z]?[0-9]{{1,4}}|[{_NUMERAL}]{{1,4}}) ?号{_SHOP}",
    r"(?:店面|商铺|铺位|摊位|档口|门面|车间)号?[:： ]?[a-z]?-?[0-9]{1,4}号?",
    rf"(?:{_NUMBER}|[a-z])单元 ?[0-9{_NUMERAL}]{{1,4}}(?:室|号|楼)?",
)
_PATTERNS = [re.compile(one) for one in (*_NUMBERS, *_ADDRESSES)]
_BUILDING = re.compile(
    rf"(?<![0-9a-z第{HAN}])[0-9a-z{_NUMERAL}]{{1,3}} ?[幢栋座](?![{HAN}]?(?:厂房|宿舍|大?楼|房|建筑|仓库|山|城|桥))"
)
_AMOUNT = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,4})?")
_UNIT = re.compile(f" ?(?:{_UNITS})")


def amount_follows(text: str, start: int, end: int) -> bool:
    """Whether this is a number of something: 1200000元, 5566件, 2024年."""
    return bool(_AMOUNT.fullmatch(text, start, end) and _UNIT.match(text, end))


def without_harmless(text: str) -> str:
    """`text` in its length, without the figures that tell nobody: dates, hotlines, ranges of amounts, standards."""
    return _HARMLESS.sub(lambda found: "\n" * len(found[0]), text)


def numbers(text: str) -> Iterator[Found]:
    """Phones, codes, papers, addresses and signs; `text` in lower case, full width folded."""
    plain = without_harmless(text)
    for pattern in _PATTERNS:
        for found in pattern.finditer(plain):
            if not amount_follows(plain, *found.span()):
                yield Found(*found.span())
    yield from (Found(*found.span(), sure=False) for found in _BUILDING.finditer(plain))
