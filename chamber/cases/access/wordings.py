"""How people speak of somebody: titles, ordinary words that only look like a name, what may stand around one."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from ...language.ordinary import is_ordinary
from ...language.pinyin import is_phrase
from ...language.titled import SURNAMES, TITLES_OF_OFFICE
from ..words import RespondentKind

_KNOWN = tomllib.loads(Path(__file__).with_name("wordings.toml").read_text(encoding="utf-8"))
_TITLES, _WORDS = _KNOWN["titles"], _KNOWN["words"]
TITLES = [*TITLES_OF_OFFICE, *_TITLES["also"].split()]
"""What follows a surname, or a name."""
SHORT_TITLES = _TITLES["short"].split()
SHORT_LATIN_TITLES = _TITLES["latin_initials"].split()
ROLE_TITLES = {RespondentKind(kind): titles for kind, titles in _TITLES["roles"].items()}
LATIN_TITLES, ENGLISH_TITLES = _TITLES["latin"].split(), _TITLES["english"].split()
COMMON_LATIN = frozenset(_WORDS["latin"].split())
TOO_WIDE = frozenset(_WORDS["wide"].split())
_ORDINARY = frozenset(_WORDS["ordinary"].split())

_ENDS = (
    "局|分局|所(?![需在得有以说谓])|队(?!伍)|大队|中队|支队|小队|站|办(?![理好不了完下公事])|办公室|科(?!技|学)|股(?!份|东)|委(?!托)|厅|"
    "处(?![罚理置分境])|部门|单位|系统|窗口|大厅|执法|检查组|服务站|那边|那里|这边|这里"
)
_WHO = "人员|工作人员|的人|人(?!才)|干部|领导|同志|负责人"
_GOES_ON = (
    "的了是在把被给向跟和与及同或对说讲让叫要就都也还又再总老很太真不没从到去来故收拿吃骂扣罚查催逼拖压推卡刁敲索勒乱态违多几"
    "每经常那这他她们今昨前后当曾已仍却竟居只才最找问欠骗威报负拒未硬公"
)
"""What goes on after somebody was named, rather than making another word of the name."""
_COMES_BEFORE = "找叫是和跟同与被让给向对由的个位名姓那这里处会办局所队站道中请骂说有但因而且就受经求托催见告管村科"
BOUNDARY = r"(?=[^\w]|$)"
GOES_ON = re.compile(rf"{BOUNDARY}|[{_GOES_ON}]|办(?!公)|一[直再定口味边]|态度|{_WHO}")
AFTER_UNIT = re.compile(
    rf"{BOUNDARY}|{_ENDS}|行政管理|[上里]的|里[面头厢边]?|{_WHO}|"
    rf"[{re.sub('[公的]', '', _GOES_ON)}]|的(?=[人那这领干工同某谁一几两小老])"
)
"""After the bare word for what a unit does: 环保 and 环保局 name it, 环保材料 does not."""
NOT_BEFORE_UNIT = frozenset("缴交做搞过补买断领供修装")
AFTER_FIRM = re.compile(
    rf"{BOUNDARY}|公司|集团|总?厂|企业|老板|老总|总|经理|店|商行|行(?!业)|实业|股份|工地|项目|员工|职工|业务员|销售|帮人|家(?=的|{BOUNDARY})|那边|那家|那里|的(?=人|老|总|负)|他们|欠|company|co\b|factory|group"
)
TITLE = re.compile(
    "[副大老正]?(?:"
    + "|".join(sorted(TITLES, key=len, reverse=True))
    + rf"|(?:{'|'.join(SHORT_TITLES)})(?={BOUNDARY}|[{_GOES_ON}])|[x×*]{{1,2}})"
)
BOSS = re.compile("|".join(sorted(_TITLES["of_firms"].split(), key=len, reverse=True)))
"""What people of firms are called."""
NICKNAME = re.compile("(?:[老小阿大]|姓)(?=[\u4e00-\u9fff])")
"""What stands before a surname; 阿 and 小 also before the end of a given name."""

_SEVERAL = {key: "|".join(words.split()) for key, words in _KNOWN["several"].items()}
_HAN, _SURNAME, _NO_SUBJECT = "\u4e00-\u9fff", f"[{SURNAMES}]", "(?!是|都|会|要|不|没|就|才|也|因为|为了)"
AND_MORE = re.compile(rf"{_SEVERAL['and_more']}|\b(?:plus|as well as|along with)\b", re.IGNORECASE)
"""What always stands between two whom somebody names."""
AND_SIGNS = re.compile(r"[、;；/&＆+\n]")
AND = re.compile(r"[和与跟及]|\band\b", re.IGNORECASE)
"""The same, where it is not part of a name."""
_COMMA = r"[,，。．:：…—]+\s*"
PAUSE = re.compile(rf"(?<=[{_HAN}]{{2}})\s+(?=[{_HAN}])|{_COMMA}")
"""What stands between two, or between somebody and what is said of them."""
AND_OR_COMMA = re.compile(f"{AND.pattern}|{_COMMA}", re.IGNORECASE)
_PEOPLE = _SEVERAL["people"]
SOMEBODY = re.compile(
    rf"""(?:还|另外?|其中|也|就是|有)? [一二两俩三四五六七八九十几那这哪某另数]+ [个位名些帮群伙拨对批队人]
        (?!{_SEVERAL["no_people"]})
    | [他她它]们?的? (?:[{_HAN}]{{1,3}}$|{_PEOPLE}) | (?:其[他余]|别的?)人 | (?:{_PEOPLE}) (?![不没很太])
    | {_SURNAME} [{_HAN}]{{0,2}} (?:{TITLE.pattern}|主管) | [老小阿]{_SURNAME} (?![{_HAN}]) | 姓{_SURNAME}.
    | {_NO_SUBJECT} [^的]{{1,12}}的 (?:人|[那这][位个些]|[男女]|{_PEOPLE})
    | {_NO_SUBJECT} [{_HAN}\w]*
        (?:{_PEOPLE}|[^了着是]的|[老小阿]{_SURNAME}|谁|(?<![{_SEVERAL["done_to"]}])人|们|之流) $
    | (?:an?|the|another|some|one|two|three|several|his|her|their|that|this|those)\ (?!day|time|week|month)""",
    re.IGNORECASE | re.VERBOSE,
)
"""What follows a pause and is somebody more, rather than what is said of the one before."""
NAME_ALONE = re.compile(rf"(?!姓.$)(?![{_HAN}]*(?:[很太不没乱欠骂罚拖]|态度))[{_HAN}]{{2,4}}$")

OUTSIDE = re.compile(
    r"公司|集团|厂|店|超市|餐厅|餐馆|饭馆|酒楼|银行|学校|医院|商行|经营部|合作社|工作室|事务所|物业|房东|邻居|供应商|供货商|客户|包工头|中介|"
    r"批发部|门市|网吧|酒吧|茶楼|宾馆|同行|项目部|机构|主播|老板|业务员|推销员|开发商|承包商|施工队|装修队|摊主|商贩|租客|租户|业主|"
    r"老婆|老公|妻子|丈夫|儿子|女儿|家属|亲戚|\b(?:company|ltd|inc|shop|store|factory|bank|hotel|restaurant|landlord|supplier|customer)\b"
)
"""What is plainly no office of ours."""
STAFF = re.compile(
    r"书记|主任|[局科所队站处股镇区部]长|秘书|干部|公务员|领导|警|政府|街道|街办|办事处|部门|机关|执法|单位的人|工作人员|商会|你们|贵会|"
    r"(?:行政|国家|管理|监管|监督|监察|审批|派出|公共|服务|事业)机构|"
    r"\b(?:official|staff|office|officer|chamber|leader|secretary|director|you)\b"
)


@lru_cache(maxsize=16384)
def is_word(text: str) -> bool:
    """Whether this is an ordinary word, whoever may be called so."""
    return is_phrase(text) or text in _ORDINARY or is_ordinary(text)


def stands_alone(said: str, start: int, end: int) -> bool:
    """Whether what stands between has nothing on either side that belongs to it."""
    return not (said[start - 1 : start].isalnum() if start else False) and not said[end : end + 1].isalnum()


def is_introduced(said: str, start: int) -> bool:
    """Whether a name can begin here."""
    return start == 0 or not said[start - 1].isalnum() or said[start - 1] in _COMES_BEFORE


def is_titled(said: str, end: int) -> bool:
    """Whether a title follows."""
    return TITLE.match(said, end) is not None


ADDRESSED = re.compile(
    "街道办事处|街道办|街办|街道|商会|贵会|本会|秘书处|您们|你们|请领导|各位领导|尊敬的领导|有关领导|secretariat|chamber",
    re.IGNORECASE,
)
"""How a firm calls in its story the ones that it asks for help; in the respondent's own words they count."""
