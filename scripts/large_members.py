"""Many members and events for measuring, with what they are found by."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import Dialect, func, select

from chamber.accounts.models import Account, AccountRole
from chamber.demo.timeline import Timeline
from chamber.demo.world import data
from chamber.events.models import Event, EventKind, EventPolicy, EventState, Registration, RegistrationState
from chamber.events.services import docs
from chamber.extensions import db, unit_of_work
from chamber.language.codes import make_uscc
from chamber.language.phones import last_four_digits
from chamber.language.pinyin import initials, pinyin, spellings
from chamber.language.text import fold
from chamber.members import industry, search
from chamber.members.models import Contact, Member, MemberStatus, Office
from chamber.members.words import Circle
from chamber.rights import Role
from chamber.search import index, tokens
from scripts.large_rows import CHUNK, Batch, batch, catch_up, fill_with, finds, next_id

PEOPLE = 3
"""Contacts for two members."""
SEATS = 100
"""Registrations an event; as many registrations as members."""
STATUSES = (MemberStatus.ACTIVE,) * 18 + (MemberStatus.SUSPENDED, MemberStatus.LEFT)
OFFICES = (Office.MEMBER,) * 40 + (Office.COUNCIL,) * 4 + (Office.STANDING_COUNCIL, Office.VICE_PRESIDENT)


def fill_members(wanted: int, timeline: Timeline) -> None:
    """Add members with contacts, each with an account, until there are so many."""
    with unit_of_work():
        missing = wanted - (db.session.scalar(select(func.count()).select_from(Member)) or 0)
        if missing <= 0:
            return
        roster = _Roster(next_id(Member), next_id(Contact), next_id(Account), timeline)
        fill_with(lambda dialect: roster.batches(missing, dialect))
        catch_up(Member, Account, Contact)
        search.touch()


class _Roster:
    """Invented members, one after the other."""

    def __init__(self, first: int, contact: int, account: int, timeline: Timeline) -> None:
        self.first, self.contact, self.account, self.timeline = first, contact, account, timeline
        self.known, self.random, self.found = data("firms"), Random(first), _Found()  # noqa: S311

    def batches(self, number: int, dialect: Dialect) -> Iterator[Batch]:
        """All rows that so many members take."""
        made = {"created_at": self.timeline.now}
        for start in range(self.first, self.first + number, CHUNK):
            members, people, docs = [], list[dict[str, Any]](), dict[int, str]()
            for place in range(start, min(start + CHUNK, self.first + number)):
                own = [self._person(place) for _turn in range(1 + (place - self.first) % 2 * (PEOPLE - 2))]
                members.append(self._member(place, own))
                for person in own:
                    person["search_door"] = self.found.at_the_door(person, members[-1]["name"])
                people += own
                docs[place] = self.found.doc(members[-1], own)
            yield batch(Member, members, dialect)
            yield batch(Account, [{"id": one["account_id"], "name": one["name"], **made} for one in people], dialect)
            roles = [{"account_id": one["account_id"], "role": Role.MEMBER} for one in people]
            yield batch(AccountRole, roles, dialect)
            yield batch(Contact, people, dialect)
            yield from finds("member", docs, dialect)

    def _person(self, member_id: int) -> dict[str, Any]:
        random, known = self.random, self.known
        self.contact += 1
        self.account += 1
        return {
            "id": self.contact - 1,
            "account_id": self.account - 1,
            "member_id": member_id,
            "name": random.choice(known["surnames"]) + random.choice(known["given"]),
            "title": "经理",
            "mobile": f"+86141{self.contact:08}",
            "duty": "principal",
        }

    def _member(self, number: int, people: list[dict[str, Any]]) -> dict[str, Any]:
        random, known = self.random, self.known
        brand = random.choice(known["brands"]) + random.choice(known["given"])
        word, industry, scope = random.choice(known["trades"])
        name, short = f"{known['city']}{brand}{word}有限公司", f"{brand}{word}"
        return {
            **self.found.columns(name),
            "name": name,
            "short_name": short,
            "uscc": make_uscc(known["area"], f"{1_000_000 + number:08}"),
            "legal_representative": people[0]["name"],
            "tags": "",
            "industry": industry,
            "size": random.choice(("large", "medium", "small", "small", "micro", "micro", "micro")),
            "community": random.choice(known["communities"]),
            "address": f"{random.choice(known['streets'])} {random.randint(1, 400)} 号",
            "scope": scope,
            "joined_on": self.timeline.now.date() - timedelta(days=random.randint(200, 3000)),
            "status": random.choice(STATUSES).value,
            "office": random.choice(OFFICES).value,
            "created_at": self.timeline.now - timedelta(days=150),
            "updated_at": self.timeline.now - timedelta(days=150),
            "id": number,
        }


class _Found:
    """By what members are found, as `members.record.indexed` says: many share a name, a street or a trade."""

    def __init__(self) -> None:
        self.columns, self.fold, self.initials = cache(search.name_columns), cache(fold), cache(initials)
        self.firm = cache(lambda name: tuple(tokens.named(Circle.DIRECTORY, name)))
        self.person = cache(lambda name: tuple(tokens.named(Circle.STAFF, name, person=True)))
        self.trade = cache(lambda code: tuple(tokens.written(Circle.DIRECTORY, *industry.search_words(code))))
        self.fact = cache(lambda fact: tuple(tokens.written(Circle.FACTS, fact)))
        self.title = cache(lambda title: tuple(tokens.written(Circle.STAFF, title)))
        self.spelt = cache(lambda name: tuple(map(fold, (name, *spellings(name)))))

    def doc(self, member: Mapping[str, Any], people: Sequence[Mapping[str, Any]]) -> str:
        """`members.record.indexed.doc` of the columns that these have."""
        mobiles = [person["mobile"].removeprefix("+86") for person in people]
        return tokens.doc(
            self.firm(member["name"]),
            self.firm(member["short_name"]),
            self.trade(member["industry"]),
            tokens.coded(Circle.STAFF, member["uscc"]),
            tokens.numbered(Circle.STAFF, *map(last_four_digits, mobiles)),
            self.person(member["legal_representative"]),
            *(self.person(person["name"]) for person in people),
            *(self.title(person["title"]) for person in people),
            tokens.numbered(Circle.PHONES, *mobiles),
            *(self.fact(member[name]) for name in ("address", "community", "scope")),
        )

    def at_the_door(self, person: Mapping[str, Any], firm: str) -> str:
        """`members.search.door_search_text`."""
        known = (*self.spelt(person["name"]), last_four_digits(person["mobile"]), self.fold(firm), self.initials(firm))
        return "\n".join(dict.fromkeys(known))[:300]


def fill_events(registrations: int, timeline: Timeline) -> None:
    """Add events, the last of them to come, with about so many registrations."""
    with unit_of_work():
        contacts = db.session.execute(
            select(Contact.id, Contact.member_id, Contact.name, Contact.mobile, Contact.search_door, Member.name)
            .join(Member, Member.id == Contact.member_id)
            .where(Member.status == MemberStatus.ACTIVE)
            .order_by(Contact.id)
        ).all()
        number, first = max(1, registrations // SEATS), next_id(Event)
        fill_with(lambda dialect: _events(first, number, contacts, timeline, dialect))
        index.put("event", docs(range(first, first + number)))
        catch_up(Event)


def _events(first: int, number: int, contacts: Sequence[Any], timeline: Timeline, dialect: Dialect) -> Iterator[Batch]:
    places = range(number)
    yield batch(Event, [_event(first + place, place - number + 3, timeline) for place in places], dialect)
    policies = [{"event_id": first + place, "title": "保障中小企业款项支付条例"} for place in places]
    yield batch(EventPolicy, policies, dialect)
    random, key = Random(number), cache(lambda name: pinyin(name, True)[:200])  # noqa: S311
    for place in places:
        guests = random.sample(contacts, min(SEATS, len(contacts)))
        made = timeline.now - timedelta(days=number - place)
        seats = [_seat(first + place, turn, guest, made, key) for turn, guest in enumerate(guests, 1)]
        yield batch(Registration, seats, dialect)


def _event(number: int, weeks: int, timeline: Timeline) -> dict[str, Any]:
    title = f"政策学习研讨第 {number} 讲"
    day = timeline.near(max(weeks * 4, -3000))
    starts = timeline.at(day, time(14, 30))
    return {
        "id": number,
        "title": title,
        "kind": EventKind.POLICY_STUDY.value,
        "state": (EventState.PUBLISHED if starts > timeline.now else EventState.DONE).value,
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "place": "街道办事处五楼会议室",
        "capacity": 2000,
        "created_at": starts - timedelta(days=20),
        "published_at": starts - timedelta(days=20),
    }


def _seat(event_id: int, turn: int, guest: Any, made: datetime, key: Callable[[str], str]) -> dict[str, Any]:
    contact_id, member_id, name, mobile, door, firm = guest
    return {
        "event_id": event_id,
        "contact_id": contact_id,
        "member_id": member_id,
        "name": name,
        "mobile": mobile,
        "organisation": firm,
        "name_key": key(name),
        "search_door": door,
        "state": RegistrationState.REGISTERED.value,
        "turn": turn,
        "registered_at": made,
    }
