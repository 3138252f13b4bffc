"""By which words a member is found, each for those alone whose page shows them; and putting them into the index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, case, literal, select, union_all

from ...extensions import db
from ...language.phones import last_four_digits
from ...search import index, tokens
from .. import industry
from ..models import Contact, Correction, Member, MemberNote, Position, Term
from ..services import FORMER, NEVER_JOINED
from ..words import Circle

SHOWN = 5
"""Of what a firm says is wrong, its page has so many: what is open first, then the newest."""
_FACTS = ("address", "community", "scope", "website", "ownership", "party_since", "union_since")
_OF_STATUS = ("status", "left_reason", "refused_on", "refused_reason")
_NAMES = ("name", "short_name", "industry", "uscc", "legal_representative", "tags", "introduction")
_BATCH = 500
_PERSON, _FORMER, _OFFICE, _NOTE, _OPEN, _SETTLED = range(6)


def doc(member: Mapping[str, Any], contacts: Iterable[Mapping[str, Any]], *others: Iterable[str]) -> str:
    """By what a member with these people can be found; `others`: tokens of what stands beside it."""
    people = list(contacts)
    mobiles = [person.get("mobile") for person in people]
    return tokens.doc(
        tokens.named(Circle.DIRECTORY, member["name"], member.get("short_name")),
        tokens.written(Circle.DIRECTORY, *industry.search_words(member.get("industry") or "")),
        tokens.coded(Circle.STAFF, member.get("uscc")),
        tokens.numbered(Circle.STAFF, *map(last_four_digits, mobiles)),
        tokens.named(Circle.STAFF, member.get("legal_representative"), *(one["name"] for one in people), person=True),
        tokens.written(Circle.STAFF, member.get("tags"), *(one.get("title") for one in people)),
        tokens.numbered(Circle.PHONES, *((mobile or "").removeprefix("+86") for mobile in mobiles)),
        tokens.written(Circle.INTRODUCTION, member.get("introduction")),
        tokens.written(Circle.FACTS, *(member.get(name) for name in _FACTS), *_reasons(member)),
        tokens.written(Circle.WHOLE, *(person.get(name) for person in people for name in ("email", "wechat"))),
        *others,
    )


def in_office(*words: str) -> Iterator[str]:
    """The tokens of the terms in which a member holds or held an office, and of who held it and has left the firm."""
    return tokens.written(Circle.FACTS, *words)


def docs(ids: Sequence[int]) -> dict[int, str]:
    """`doc` of each of these members with all that stands beside it; the whole index is made anew by it."""
    names = (*_NAMES, *_FACTS, *_OF_STATUS)
    query = select(Member.id, *(getattr(Member, name) for name in names)).where(Member.id.in_(ids))
    beside = _beside(ids)
    return {row.id: _doc(row._asdict(), beside[row.id]) for row in db.session.execute(query)}


def put(member_ids: Iterable[int]) -> None:
    """Let these members be found by what is kept of them now."""
    ids = sorted(set(member_ids))
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        # Of two acts at once on one firm the later one reads what the first has written.
        index.lock("member", some)
        index.put("member", docs(some))


def _doc(member: Mapping[str, Any], rows: Sequence[Any]) -> str:
    by_sort: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_sort[row.sort].append(row)
    people = [{"name": row.text, "title": row.more, **_reach(row)} for row in by_sort[_PERSON]]
    said = sorted(by_sort[_OPEN] + by_sort[_SETTLED], key=lambda row: (row.sort, -row.place))[:SHOWN]
    return doc(
        member,
        people,
        in_office(*_texts(by_sort[_OFFICE] if member["status"] not in NEVER_JOINED else ())),
        tokens.written(Circle.WHOLE, *_texts(row for row in said if row.sort == _OPEN)),
        tokens.written(Circle.REPLY, *_texts(row for row in said if row.sort == _SETTLED)),
        tokens.written(Circle.OFFICE, *_texts(by_sort[_NOTE]), *_texts(by_sort[_FORMER])),
    )


def _reasons(member: Mapping[str, Any]) -> Iterator[str | None]:
    """Why it left or was not admitted, while its page says so."""
    if member.get("status") in FORMER:
        yield member.get("left_reason")
    if member.get("status") in NEVER_JOINED and member.get("refused_on"):
        yield member.get("refused_reason")


def _reach(row: Any) -> dict[str, str]:
    return {"mobile": row.mobile, "email": row.email, "wechat": row.wechat}


def _texts(rows: Iterable[Any]) -> Iterator[str]:
    return (text for row in rows for text in (row.text, row.more))


def _beside(ids: Sequence[int]) -> dict[int, list[Any]]:
    """What other tables keep of these members, in one query."""
    has_left, nobody = Contact.left_at.is_not(None), literal("")
    reach = {name: getattr(Contact, name) for name in ("mobile", "email", "wechat")}
    # Who left is named where somebody may ask who that was; nobody is to be called there any more.
    people = _row(case((has_left, _FORMER), else_=_PERSON), Contact, Contact.name, Contact.title, **reach)
    former = case((has_left, Contact.name), else_="")
    offices = _row(literal(_OFFICE), Position, Term.name, former).join(Term, Term.id == Position.term_id)
    offices = offices.outerjoin(Contact, Contact.id == Position.contact_id)
    # Who may read a note that has become a case, the case says; it is found itself.
    notes = _row(literal(_NOTE), MemberNote, MemberNote.text, nobody).where(MemberNote.case_id.is_(None))
    is_open = Correction.done_at.is_(None)
    said = _row(case((is_open, _OPEN), else_=_SETTLED), Correction, Correction.text, Correction.answer)
    parts = ((people, Contact), (offices, Position), (notes, MemberNote), (said, Correction))
    every = union_all(*(query.where(model.member_id.in_(ids)) for query, model in parts)).order_by("sort", "place")
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(every):
        found[row.member_id].append(row)
    return found


def _row(sort: Any, model: Any, words: Any, more: Any, **reach: Any) -> Select[Any]:
    columns = {"member_id": model.member_id, "sort": sort, "place": model.id, "text": words, "more": more}
    columns |= {name: reach.get(name, literal("")) for name in ("mobile", "email", "wechat")}
    return select(*(column.label(name) for name, column in columns.items())).select_from(model)
