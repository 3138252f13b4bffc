"""The secretariat, the leader, the supervisor and the street office in a text, by what people call them."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from ..words import RespondentKind
from .hits import Hit, Rank, Said, Whom

_BEGINS, _ENDS = r"(?:^|(?<=[^\w]))", r"(?=[^\w]|$)"
_PEOPLE = r"""工作人员|人员|的人|里人|有人|[个位些名]人|[女男]的|办事员|干部|员工|公务员|姑娘|小伙|女士|女孩|
    同志|阿姨|小姐|大姐|大哥|负责人|领导|前台|办公室|老师|秘书|主任|会计|出纳|经办|专干|管事|自己人|内部|收[^\W]{0,3}的|
    管[^\W]{0,3}的|办事的"""
_ACTS_BADLY = """乱|强|不作为|不办|不管|不理|收[了费]|拖|推[诿脱]|偏|敷衍|态度|泄[露漏]|把|逼|威胁|摊派|索|吃拿|刁难|
    不公|说话不|本身|自己"""
# A chamber with a place in front is another one: 温州商会.
_CHAMBER = """你们|你会|贵会|贵单位|本会|咱们?会|会里|秘书处|
    (?:(?:你们|咱们?|我们|本|贵|街道)|(?<![\u4e00-\u9fff])|(?<=[的个是找叫跟和被让给在到于这那某]))商会"""
_STREET = "街道办事处|街道办公室|街道办|街办|办事处|街道|街里|镇里|政府"
_OURS = "你们?单位|你们这[里边]?|你们|你会|你处|贵会|贵处|贵单位|本会|会里|(?:你们|咱们?|我们|贵|街道)?商会"

_PATTERNS = {
    RespondentKind.SECRETARIAT: f"""
        (?:{_CHAMBER}) [^\\W]{{0,8}}? (?:{_PEOPLE}) | (?:{_CHAMBER}) (?:{_ACTS_BADLY})
        | (?:{_CHAMBER}) (?:里|上|这边|那边)? 的? 一?[个位名] | 贵会 (?![的有能可是组举])
        | [看收审接经] [^\\W]{{0,4}} [表件料信诉]的人
        | 秘书处 | 秘书长 | (?<![\u4e00-\u9fff]) (?:[男女那这]个?)? 秘书 {_ENDS}
        | {_BEGINS} (?:就是)? (?:{_OURS}) (?:的|[里上]的)? {_ENDS}
        | secretariat | ^ (?:you|yourselves|(?:the\\ )? chamber) $
        | \\byour\\ (?:own\\ )? (?:people|staff|office|secretary|colleague)
        | \\bchamber (?:'s)?\\ (?:staff|people|office|secretary|employee|clerk)
        | \\b (?:staff|people|someone|somebody)\\ (?:of|from|at|in)\\ the\\ chamber""",
    RespondentKind.LEADER: f"""
        [一二]把手 | 党工委 | 分管 [^\\W]{{0,6}}? (?:领导|主任|书记|镇长) | (?:主要|主管|大|包片|包联|联系|挂钩)领导
        | (?:{_STREET}) [^\\W]{{0,4}}? (?:领导|书记|主任|主官|老大|头头|头儿|头{_ENDS}|负责人)
        | {_BEGINS} (?:那个|这个|上面的?)? (?:领导|副?书记|主任) (?:本人|自己)? {_ENDS}
        | \\b (?:(?:sub-?district|street)\\ )? leader\\b | \\bparty\\ secretary\\b""",
    RespondentKind.SUPERVISOR: "(?<![司事]) 监事 (?!局) | \\bsupervisor\\b",
}
_STREET_OFFICE = f"""
    街道办 | 街办 | (?<![驻联]) 办事处 | 街道(?:政府|机关) | (?:{_STREET}) [^\\W]{{0,6}}? (?:{_PEOPLE})
    | (?:{_STREET}) (?:里|上|那边)? 的? 一?[个位名]
    | 党工委 | (?:{_STREET}) [^\\W]{{0,4}}? (?:书记|[一二]把手|主官|老大|头头|头儿|头{_ENDS})
    | {_BEGINS} (?:你们)? (?:街道|街里|政府) (?:的|上的?|里的?|那边)? {_ENDS}
    | (?:街道|政府) (?:把|说|让|叫|要|不|没|收|罚|派)
    | \\b (?:sub-?district|street)\\ (?:office|government|staff) \\b"""
_KINDS = {kind: re.compile(pattern, re.VERBOSE) for kind, pattern in _PATTERNS.items()}
_OF_THE_STREET = re.compile(_STREET_OFFICE, re.VERBOSE)
_IN_PINYIN = {
    RespondentKind.SECRETARIAT: {"mishuchu", "mishuzhang", "nimen", "guihui", "shanghui"},
    RespondentKind.LEADER: {"yibashou", "fenguanlingdao", "lingdao", "jiedao", "jiedaoban", "jieban", "banshichu"},
    RespondentKind.SOME_STREET: {"jiedao", "jiedaoban", "jieban", "banshichu"},
    RespondentKind.SUPERVISOR: {"jianshi", "jianshizhang"},
}
_ASKED = re.compile(
    "(?:请|望|恳求|谢|麻烦|建议|拜托|通过|联系|咨询|加入|参加)(?:我们|咱们|你们|贵|各位|了)?.$", re.DOTALL
)
"""What stands before an office of which something is only asked."""
_BEFORE = 6


def offices_in(said: Said, places: frozenset[str], units: Iterable[str] = ()) -> Iterator[Hit]:
    """The secretariat, the leader, the supervisor and the street office, by what people call them.

    `units`: how the text names departments; who means one of these does not mean the street office as such.
    """
    text, left = said.text, said.text
    for unit in dict.fromkeys(units):
        left = re.sub(f"(?:{_STREET})?{re.escape(unit)}", "，", left)
    for place in places:
        # Our chamber and our street with their name in front are still ours.
        text, left = (one.replace(f"{place}街道", "街道").replace(f"{place}商会", "街道商会") for one in (text, left))
    for kind, pattern in _KINDS.items():
        for written in chain(_named(pattern, text), _IN_PINYIN[kind] & said.latin):
            yield Hit(Whom(kind), Rank.OFFICE, kind, sure=True, written=written)
    for written in _named(_OF_THE_STREET, text):
        yield Hit(Whom(RespondentKind.LEADER), Rank.OFFICE, "street", sure=True, written=written)
    for written in chain(_named(_OF_THE_STREET, left), _IN_PINYIN[RespondentKind.SOME_STREET] & said.latin):
        # Any of its people may be meant, and they work in its departments; only the author knows better.
        yield Hit(Whom(RespondentKind.SOME_STREET), Rank.SOMEBODY, "street", written=written)


def _named(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for found in pattern.finditer(text):
        if not _ASKED.search(text[max(found.start() - _BEFORE, 0) : found.start() + 1]):
            yield found[0]
