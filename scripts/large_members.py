"""Many members and events for measuring: rows inserted past the services, with what they are found by."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select

from chamber.accounts.models import Account, AccountRole
from chamber.demo.timeline import Timeline
from chamber.demo.world import data
from chamber.events.models import Event, EventKind, EventPolicy, EventState, Registration, RegistrationState
from chamber.events.services import docs
from chamber.extensions import db, unit_of_work
from chamber.language.codes import make_uscc
from chamber.language.pinyin import pinyin
from chamber.members import search
from chamber.members.models import Contact, Member, MemberStatus, Office
from chamber.rights import Role
from chamber.search import index
from scripts.large_rows import CHUNK, catch_up, insert, next_id

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
        first, contact, account = next_id(Member), next_id(Contact), next_id(Account)
        roster = _Roster(first, contact, account, timeline)
        people: list[dict[str, Any]] = []
        insert(Member, roster.members(missing, people))
        made = {"created_at": timeline.now}
        insert(Account, ({"id": one["account_id"], "name": one["name"], **made} for one in people))
        insert(AccountRole, ({"account_id": one["account_id"], "role": Role.MEMBER} for one in people))
        insert(Contact, iter(people))
        for start in range(first, first + missing, CHUNK):
            index.put("member", {one: roster.docs[one] for one in range(start, min(start + CHUNK, first + missing))})
        catch_up(Member, Account, Contact)
        search.touch()


class _Roster:
    """Invented members, one after the other."""

    def __init__(self, first: int, contact: int, account: int, timeline: Timeline) -> None:
        self.first, self.contact, self.account, self.timeline = first, contact, account, timeline
        self.docs: dict[int, str] = {}
        self.known, self.random = data("firms"), Random(first)  # noqa: S311

    def members(self, number: int, people: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Rows of members; their contacts go into `people`."""
        for place in range(number):
            own = [self._person(self.first + place) for _turn in range(1 + place % 2 * (PEOPLE - 2))]
            row = self._member(self.first + place, own)
            for person in own:
                person["search_door"] = search.door_search_text(person, row["name"])
            people += own
            self.docs[row["id"]] = search.doc(row, own)
            yield row

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
            **search.name_columns(name),
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


def fill_events(registrations: int, timeline: Timeline) -> None:
    """Add events, the last of them to come, with about so many registrations."""
    with unit_of_work():
        contacts = db.session.execute(
            select(Contact.id, Contact.member_id, Contact.name, Contact.mobile, Contact.search_door, Member.name)
            .join(Member, Member.id == Contact.member_id)
            .where(Member.status == MemberStatus.ACTIVE)
            .order_by(Contact.id)
        ).all()
        number = max(1, registrations // SEATS)
        first = next_id(Event)
        insert(Event, (_event(first + place, place - number + 3, timeline) for place in range(number)))
        policies = ({"event_id": first + place, "title": "保障中小企业款项支付条例"} for place in range(number))
        insert(EventPolicy, policies)
        index.put("event", docs(range(first, first + number)))
        random = Random(number)  # noqa: S311
        for place in range(number):
            guests = random.sample(contacts, min(SEATS, len(contacts)))
            made = timeline.now - timedelta(days=number - place)
            insert(Registration, (_seat(first + place, turn, guest, made) for turn, guest in enumerate(guests, 1)))
        catch_up(Event)


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


def _seat(event_id: int, turn: int, guest: Any, made: datetime) -> dict[str, Any]:
    contact_id, member_id, name, mobile, door, firm = guest
    return {
        "event_id": event_id,
        "contact_id": contact_id,
        "member_id": member_id,
        "name": name,
        "mobile": mobile,
        "organisation": firm,
        "name_key": pinyin(name, True)[:200],
        "search_door": door,
        "state": RegistrationState.REGISTERED.value,
        "turn": turn,
        "registered_at": made,
    }
