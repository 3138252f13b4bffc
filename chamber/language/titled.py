"""People in a running text without a list of names: by surname and title, nickname, or what stands before a name."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .ordinary import is_ordinary

HAN = "\u4e00-\u9fff"
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦马苗方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬常乐傅皮卞齐康伍余元顾孟黄穆萧尹姚邵汪祁毛狄米贝戴宋庞熊纪舒屈项祝董梁杜阮蓝"
    "闵席季贾江童颜郭梅盛刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房丁邓包左石崔吉龚程邢裴陆荣翁荀甄芮储靳段侯全仇曹甘厉"
    "池乔叶白蒲詹鄢单解查盖区曾覃缪翟朴涂温庄晏柴瞿阎连习艾向古易廖终耿文欧麦肖游付闫佘时兰冉隋沙宁仝尚栗佟屠巩郜闻麻鞠饶"
    "寇谷桑桂敖冷辛聂娄匡"
)
SURNAME = (
    rf"(?:欧阳|上官|司马|司徒|诸葛|夏侯|皇甫|慕容|尉迟|(?!施工)[{SURNAMES}]|"
    r"(?<![公国城房园农交主分监关对属处在由至终等位鉴基运])[安管林于])"
)
_KNOWN = tomllib.loads(Path(__file__).with_name("titles.toml").read_text(encoding="utf-8"))
TITLES_OF_OFFICE: list[str] = _KNOWN["of_office"].split()
"""What people of offices and firms are called behind their surname."""
_LONG_TITLES = (
    f"副?(?:{'|'.join(sorted([*TITLES_OF_OFFICE, *_KNOWN['of_others'].split()], key=len, reverse=True))})|"
    "某{1,2}(?![种些个项公部单企街地局处天次方])|氏(?!度)"
)
_SHORT_TITLES = (
    "董(?!事)|总(?![共计是体额量数之的部公会局队站行和而结价面高包承代则人工投资算])|"
    "工(?![人厂作程业资地龄种期艺会商信伤费行具时序部件区头匠])|[哥姐叔婶嫂伯兄](?!弟)"
)
_GOES_ON = f"(?=[^{HAN}]|[说讲来去让叫要带给把就也都又已没不在到和跟与打发回约的签批答告表收找是对]|$)"
TITLE = f"(?:{_LONG_TITLES}|{_SHORT_TITLES}|[局所队处科院镇庭厅站]{_GOES_ON})"
_TITLED = re.compile(rf"({SURNAME})([{HAN}]{{0,2}}?)({TITLE})")
_NICKNAMED = re.compile(rf"[老小阿]({SURNAME})")
_INTRODUCED = re.compile(
    "(?:姓名|联系人|经办人|法定代表人|法人代表|法人|负责人|证人|老板|业主|股东|合伙人|签名|署名|落款|签字人|收件人|收款人|户名|开户人|名叫|叫做|"
    rf"我叫|我是|本人)(?:是|叫|为)?[:：]?\s{{0,2}}({SURNAME})([{HAN}]{{1,2}})"
)
_CALLED = re.compile(rf"姓({SURNAME})(?![名氏])")
_SIGNED = re.compile(rf"(?:^|\n)\s*({SURNAME})([{HAN}]{{1,2}})\s*\Z")
_REACHED = re.compile(rf"(?<![{HAN}])({SURNAME})([{HAN}]{{1,2}})[\s:：,，(（]{{0,2}}(?=\+?1[3-9]\d|\(?0\d{{2,3}}[-)])")
_ADDRESSED = re.compile(
    r"(?<![a-z])(?:mr|mrs|ms|miss|boss|manager|director)\b\.? ?[a-z]{1,12}(?: [a-z]{2,12})?(?![a-z])"
)
_AFTER_NAME = "代个的说讲在是和跟与及于了来去把被给要让都也就又很不没打找有签来收电手微"


_GIVEN = (
    "伟刚勇毅俊峰强军平东文辉力明永健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新利清飞彬富顺信子杰涛昌成康星光天达安岩中茂"
    "进林有坚彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆磊民友裕河哲江超浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭"
    "鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘秀娟英华慧巧美娜静淑惠珠翠雅芝玉萍红娥玲芬芳燕彩春菊兰凤洁梅琳素云"
    "莲真环雪荣爱妹霞香月莺媛艳瑞凡佳嘉琼勤珍贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊"
    "薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝丽阳妮宝贝初程"
    "梵罡恒桢均赫钟立卫根水土木火金银铁钢权华耀坤乾方小大正炳培根长跃喜连增满堂喆轩睿涵宇洋帆凯"
)
"""What given names are made of."""
_BEFORE_NAME = "找叫是和跟同与被让给向对由的个位名请说有但因且就受托催见告家里子板娘"
_STRANGER = re.compile(rf"(?<![老小阿{SURNAMES}])({SURNAME})([{_GIVEN}]{{1,2}})")
_FIRM = re.compile(
    rf"(?:(?<=[^{HAN}])|(?<=[给和跟与被向找在欠对由的去让是])|^)([{HAN}]{{2,4}}?)"
    "(有限公司|供应链|城投|控股|置业|商贸|机电|百货|实业|贸易|建材|物流|建设集团|集团)"
)
_ONLY_ONE = re.compile(
    r"[^\W]{0,12}(?:唯一|独一份|独此一家|仅此一家|只有我们|就我们[^\W]{0,2}[请有是一家]|头一家|一看就知道|都知道是谁)[^\W]{0,24}"
)
_OFFICE = re.compile(
    rf"(?:商会|协会|分会|党支部|工会|妇联|工商联)[{HAN}]{{0,6}}?(?:副?会长|监事长?|副?理事长?|秘书长|副?主席|常委|委员)|人大代表|政协委员"
)


class Found(NamedTuple):
    """A passage that names somebody; not sure where it may mean something else."""

    start: int
    end: int
    sure: bool = True


def _inside(text: str, start: int) -> bool:
    """Whether what stands before makes an ordinary word with what begins here: 对方经理, 承包总价."""
    return start > 0 and is_ordinary(text[start - 1 : start + 1])


def _makes_word(surname: str, rest: str) -> bool:
    return any(is_ordinary(surname + rest[:length]) for length in range(1, len(rest) + 1))


def _titled(text: str) -> Iterator[Found]:
    position = 0
    while found := _TITLED.search(text, position):
        start, (surname, given, title) = found.start(), found.groups()
        position = start + 1
        before = text[start - 1 : start]
        nickname = before != "" and before in "老小阿"
        if is_ordinary(before + surname) if nickname else _inside(text, start):
            continue
        if _makes_word(surname, given or (title if len(title) == 1 else "")):
            continue
        if len(given) == 2 and is_ordinary(given[-1] + title[0]):
            continue
        position = found.end()
        yield Found(start - nickname, found.end())


def _nicknamed(text: str) -> Iterator[Found]:
    for found in _NICKNAMED.finditer(text):
        start, end = found.span()
        follows = text[end : end + 1]
        inside = _inside(text, start) or is_ordinary(text[end - 1 : end + 1]) or is_ordinary(text[start : end + 1])
        if not inside and not is_ordinary(found[0]) and follows not in ("", *"子儿"):
            yield Found(start, end)
        elif not inside and not is_ordinary(found[0]):
            yield Found(start, end, sure=follows == "")


def _full_name(text: str, surname_at: int, given_at: int, end: int) -> int:
    """Where the name ends whose given name may have one or two characters; 0 where it is none."""
    surname, given = text[surname_at:given_at], text[given_at:end]
    if _makes_word(surname, given):
        return 0
    follows = text[end : end + 1]
    if len(given) == 2 and (given[1] in _AFTER_NAME or is_ordinary(given[1] + follows)):
        return end - 1
    return end


def people(text: str) -> Iterator[Found]:
    """Everybody whom the wording itself shows to be named; `text` in simplified characters, in lower case."""
    yield from _titled(text)
    yield from _nicknamed(text)
    for pattern in (_INTRODUCED, _SIGNED, _REACHED):
        for found in pattern.finditer(text):
            if end := _full_name(text, found.start(1), found.start(2), found.end(2)):
                yield Found(found.start(1), end)
    yield from (Found(*found.span(1)) for found in _CALLED.finditer(text))
    yield from _strangers(text)
    for pattern in (_ONLY_ONE, _OFFICE):
        yield from (Found(*found.span(), sure=False) for found in pattern.finditer(text))
    yield from (Found(*found.span()) for found in _ADDRESSED.finditer(text))


def _strangers(text: str) -> Iterator[Found]:
    """What reads as the name of somebody or of a firm that nobody here knows: never sure."""
    for found in _STRANGER.finditer(text):
        start, surname, given = found.start(), *found.groups()
        before = text[start - 1 : start]
        inside = before.isalpha() and (before not in _BEFORE_NAME or _inside(text, start))
        if inside or _makes_word(surname, given):
            continue
        for end in (found.end(), found.end() - 1)[: len(given)]:
            follows = text[end : end + 1]
            if not follows.isalpha() or follows in _AFTER_NAME or is_ordinary(text[end : end + 2]):
                yield Found(start, end, sure=False)
                break
    for found in _FIRM.finditer(text):
        name, kind = found.groups()
        if not is_ordinary(name) or kind in ("有限公司", "城投", "控股", "置业"):
            yield Found(*found.span(), sure=False)


def full_names(text: str) -> set[str]:
    """Names of people that a text introduces: behind *contact*, before a phone, as its signature."""
    names = set()
    for pattern in (_INTRODUCED, _SIGNED, _REACHED):
        for found in pattern.finditer(text):
            if end := _full_name(text, found.start(1), found.start(2), found.end(2)):
                names.add(text[found.start(1) : end])
    for found in re.finditer(rf"(?<![{HAN}])({SURNAME})([{HAN}]{{1,2}})(?![{HAN}])", text):
        if not _makes_word(*found.groups()) and not is_ordinary(found[0]):
            names.add(found[0])
    for found in _TITLED.finditer(text):
        surname, given, _title = found.groups()
        if given and not _makes_word(surname, given) and not _inside(text, found.start()):
            names.add(surname + given)
    return names
