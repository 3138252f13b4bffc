"""Find the members that a pasted text concerns: by name, or by phone or name of a contact."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import or_, select

from ..extensions import db
from ..language.phones import show_phone
from ..language.text import fold
from ..members import search, services
from ..members.models import Contact, Member, MemberStatus
from ..rights import Actor
from .names import NAME

NOT_MEANT = (*services.FORMER, MemberStatus.OUTSIDE)
"""Statuses of firms that no pasted text is about: nothing begins from it for them."""
MIN_LENGTH, MIN_LATIN_LENGTH = 3, 4
"""Minimum length of a part of a name that identifies a firm."""
MIN_TOWN_FIRMS = 5
"""If so many firms and a tenth of all have the same beginning, it is the name of their town."""
MOST, MAX_SAME_NAME, MAX_PEOPLE = 12, 3, 100
_GENERIC = re.compile(
    "(?:科技|贸易|商贸|实业|电器|电子|电气|商务|阀门|机械|设备|建设|建筑|装饰|工程|物流|食品|餐饮|酒店|服饰|服装|鞋业|包装|印刷|五金|制品|塑料|"
    "汽车|广告|传媒|文化|传播|教育|咨询|管理|企业|服务|信息|技术|软件|网络|数据|环保|能源|新能源|材料|新材料|检测|医疗|药业|投资|控股|集团|"
    "发展|制造|加工|销售|人力|资源|财务|法律|物业|安全|生产|智能|人工|互联网|街道|产业|工业|商会|协会|联合|办事|会议|活动|党群|"
    "中心|公司|工厂|商行|商店|门店|超市|市场|经营|工作|合作|"
    "[厂店部室社院所行园站办区馆会])+"
)
"""Words that identify no firm, even if a name consists of them."""
_NOT_WORD = re.compile(r"[\W_]+")
_GAP = r"[^\w\n,;:!?、。]{0,2}"
_SEPARATORS = re.compile(r"[\s\-_—–·|/()（）【】@,，]+")


class MatchReason(StrEnum):
    """Why a firm was found, the most certain first."""

    PHONE = "phone"
    SENDER = "sender"
    NAMED = "named"
    SEARCHED = "searched"


@dataclass(frozen=True)
class FirmMatch:
    """A member that the text may concern."""

    id: int
    name: str
    reason: MatchReason
    contact_id: int | None = None
    contact: str = ""
    phone: str = ""


def find_firms(
    text: str, phones: Iterable[str], speakers: Iterable[str], q: str, *, actor: Actor
) -> tuple[list[FirmMatch], set[str]]:
    """Members that a text points to, then those that `q` finds; the most certain first, each once.

    Also returns all words of the text that name them or their people. At most three queries.
    """
    people, mentioned = _by_contacts(list(phones), list(speakers), _people_in(text), actor)
    named, names_in_text = _named("\n".join([text, *speakers]), actor)
    first: dict[int, FirmMatch] = {}
    named = [replace(one, **mentioned.get(one.id, {})) for one in named]
    for one in [*people, *named, *(_searched(q, actor) if fold(q) else ())]:
        first.setdefault(one.id, one)
    found = list(first.values())[:MOST]
    return found, names_in_text | {word for one in found for word in (one.name, one.contact) if word}


def _people_in(text: str) -> set[str]:
    """What may be names of people in the text."""
    words = [found[0] for found in islice(NAME.finditer(text), MAX_PEOPLE)]
    return {word[:length] for word in words for length in (2, 3)}


def _by_contacts(
    phones: list[str], speakers: list[str], people: set[str], actor: Actor
) -> tuple[list[FirmMatch], dict[int, dict[str, Any]]]:
    """The firms of who wrote or whose number stands there; and the one contact of a firm whom the text names, if any.

    A name in the text alone points to no firm: many people bear it.
    """
    parts = {part for name in speakers[:50] for part in (name, *_SEPARATORS.split(name)) if 2 <= len(part) <= 10}
    if not phones and not parts and not people:
        return [], {}
    query = select(Member).join(Contact).where(services.visible_to(actor), Member.status.not_in(NOT_MEANT))
    is_meant = or_(Contact.mobile.in_(phones), Contact.name.in_(sorted(parts | people)))
    query = query.where(Contact.left_at.is_(None), is_meant)
    columns = (Member.id, Member.name, Contact.id, Contact.name, Contact.mobile)
    rows = db.session.execute(query.with_only_columns(*columns).order_by(Contact.id).limit(200)).all()
    by_firm = Counter(row[0] for row in rows)
    mentioned = {row[0]: {"contact_id": row[2], "contact": row[3]} for row in rows if by_firm[row[0]] == 1}
    known = {row[4] for row in rows} & set(phones)
    rows = [row for row in rows if row[4] in known or row[3] in parts]
    names_in_text = [row[3] for row in rows if row[4] not in known]
    found = [
        FirmMatch(row[0], row[1], MatchReason.PHONE, row[2], row[3], show_phone(row[4]))
        for row in rows
        if row[4] in known
    ]
    # A name that many people have identifies nobody.
    found += [
        FirmMatch(row[0], row[1], MatchReason.SENDER, row[2], row[3])
        for row in rows
        if row[4] not in known and names_in_text.count(row[3]) <= MAX_SAME_NAME
    ]
    return found, mentioned


def _searched(q: str, actor: Actor) -> Iterator[FirmMatch]:
    query = search.matching(actor, search.Filters(q=q[:100])).where(Member.status.not_in(NOT_MEANT))
    rows = db.session.execute(query.with_only_columns(Member.id, Member.name).order_by(Member.name_key).limit(MOST))
    yield from (FirmMatch(row.id, row.name, MatchReason.SEARCHED) for row in rows)


def _named(text: str, actor: Actor) -> tuple[list[FirmMatch], set[str]]:
    """The members named in the text, in its order, and how the text names them.

    A firm is found by its name without legal form, also without its town, or by its short name; by its full name only
    if those are too short or generic. A name inside a longer one does not count.
    """
    lines = "\n".join(map(fold, text.split("\n")))
    joined = _NOT_WORD.sub("", lines)
    pairs = {joined[place : place + 2] for place in range(len(joined) - 1)}
    query = select(Member).where(services.visible_to(actor), Member.status.not_in(NOT_MEANT))
    columns = (Member.id, Member.name, Member.bare_name, Member.short_name)
    rows = db.session.execute(query.with_only_columns(*columns)).all()
    begins = Counter(bare[:2] for _id, _name, bare, _short in rows)
    towns = {begin for begin, count in begins.items() if count >= max(MIN_TOWN_FIRMS, len(rows) / 10)}
    spans = [
        (*span, id_, name)
        for id_, name, bare, short in rows
        for form in (bare, bare[2:] if bare[:2] in towns else "", short and _plain(short))
        if form[:2] in pairs and form in joined
        for span in _spans(form if _is_distinctive(form) else _plain(name), lines)
    ]
    found = _longest(spans)
    names = {lines[start:end] for start, end, _id, _name in found}
    return list(dict.fromkeys(FirmMatch(id_, name, MatchReason.NAMED) for _start, _end, id_, name in found)), names


def _plain(name: str) -> str:
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", name).lower())


def _is_distinctive(form: str) -> bool:
    """Whether it is long enough and not only generic words."""
    return len(form) >= (MIN_LATIN_LENGTH if form.isascii() else MIN_LENGTH) and not _GENERIC.fullmatch(form)


def _spans(form: str, lines: str) -> Iterator[tuple[int, int]]:
    """Where the text has this name, with any spacing, and not inside a longer Latin word."""
    if not _is_distinctive(form):
        return
    before = "(?<![0-9a-z])" if form[0].isascii() else ""
    after = "(?![0-9a-z])" if form[-1].isascii() else ""
    pattern = re.compile(before + _GAP.join(map(re.escape, form)) + after)
    yield from (match.span() for match in pattern.finditer(lines))


def _longest(spans: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The spans that are not inside a longer one, in text order."""
    longest_spans: list[tuple[Any, ...]] = []
    reach, longest = -1, (0, 0)
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if span[1] > reach or span[:2] == longest:
            longest_spans.append(span)
        if span[1] > reach:
            reach, longest = span[1], span[:2]
    return longest_spans
