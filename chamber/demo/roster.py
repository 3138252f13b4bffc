"""The members of the demo: firms, contacts, offices of two terms, notes, departures (`firms.toml`)."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from ..accounts import linking
from ..accounts.joining import invitations
from ..extensions import db
from ..language.codes import make_uscc
from ..members import positions
from ..members.joining import admission
from ..members.models import Contact, MemberKind, MemberStatus, Office, Term
from ..members.record import contacts, corrections, editing, notes
from ..members.terms import changing
from ..rights import Actor, Role
from .people import START_DAY
from .world import World, data

FIRMS = 120
CONTACTS = 180
SIZES = (("micro", 3, 15), ("micro", 5, 19), ("small", 20, 120), ("small", 22, 260), ("medium", 300, 800))
OWNERSHIPS = ("私营", "私营", "私营", "有限责任", "外商投资", "股份合作")
FIRST_TERM, SECOND_TERM = ("第一届", -2200), ("第二届", -640)
"""(name, days from today when it began)."""
FORMER = (
    (101, MemberStatus.LEFT, "企业迁往外区"),
    (107, MemberStatus.LEFT, "注销"),
    (113, MemberStatus.LEFT, "业务调整，主动退会"),
    (117, MemberStatus.EXPELLED, "连续两年不履行会员义务，经理事会决定除名"),
)
"""(index in the roster, status, reason)."""
REFUSED = (116, "实际经营地不在本街道辖区，经理事会讨论，暂不接收；迁入后可再次申请。")
"""An applicant that was not admitted (index in the roster, reason)."""
MISTAKEN = 29
"""The firm (index in the roster) of which an office was entered that it never held."""
STATUSES = {
    96: MemberStatus.SUSPENDED,
    99: MemberStatus.SUSPENDED,
    116: MemberStatus.APPLICANT,
    118: MemberStatus.APPLICANT,
    119: MemberStatus.APPLICANT,
    110: MemberStatus.OUTSIDE,
    112: MemberStatus.OUTSIDE,
    114: MemberStatus.OUTSIDE,
}
NOTES = (
    ("mingche", -76, "走访：订单排到明年三月，缺熟练磨工；厂房顶漏水已自修。"),
    ("mingche", -12, "电话：问数字化补助，让他先把材料交上来。"),
    ("laowu", -70, "走访：换了新招牌，很满意；担心冬天外摆生意。"),
    ("zhulian", -80, "来访：广厦置地的劳务款谈到一半，情绪激动，约了下周再谈。"),
    ("huamian", -30, "走访：赶春装，想要三十名车工，愿意包住宿。"),
    ("yunfan", -28, "电话：想扩租，同栋没有空层，问能不能换到科创路。"),
    ("tieqiao", -50, "走访：厂前路面被压坏，叉车绕行。"),
    ("suda", -16, "会后闲聊：十几家店各送各的，想做共同配送。"),
    ("shengda", -9, "走访：炉子怕停电，双回路是头等大事。"),
)

CORRECTIONS = (
    ("member", -20, "网址还是旧的，应为 www.example.com。", -19, "已改，谢谢提醒。"),
    ("shanhui", -2, "联系人的职务有误，应为总经理。", None, ""),
)
"""(account, day, what it says is wrong, day and words of the answer)."""


def plan_roster(world: World) -> None:
    """Plan the roster, the accounts of contacts, and later changes."""
    timeline, known = world.timeline, data("firms")
    first = timeline.at(timeline.near(START_DAY), minutes=60)
    random = Random(2026)  # noqa: S311
    firms = known["firm"] + _generated(known, random)
    timeline.add(first, lambda: _enter_all(world, known, firms, random))
    timeline.add(first, lambda: _offices(world, firms))
    for firm in firms:
        for place, username in enumerate(firm.get("accounts", ())):
            if username:
                world.authors[username] = (firm["key"], place)
                _plan_invitation(world, firm, place, username)
    timeline.add(timeline.at(timeline.near(START_DAY + 6)), lambda: _link_president(world))
    for place, status, reason in FORMER:
        day = timeline.near(-150 + place)
        timeline.add(timeline.at(day), _leaving(world, firms[place]["key"], status, day, reason))
    place, reason = REFUSED
    timeline.add(timeline.at(timeline.near(-25)), _refusing(world, firms[place]["key"], reason))
    for key, days, words in NOTES:
        timeline.add(timeline.at(timeline.near(days), minutes=200), _noting(world, key, words))
    for username, days, words, done, answer in CORRECTIONS:
        _plan_correction(world, username, (days, words), (done, answer))


def _enter_all(world: World, known: dict[str, Any], firms: list[dict[str, Any]], random: Random) -> None:
    secretary = world.actor("secretary", Role.SECRETARIAT)
    began = world.timeline.near(START_DAY)
    phone = 1000
    for place, firm in enumerate(firms):
        typed = _facts(known, firm, place, began, random)
        row = editing.create(typed, actor=secretary, confirmed=True)
        world.members[firm["key"]] = row.id
        world.contacts[firm["key"]] = []
        for line in firm["people"]:
            name, title, duty = line.split()
            person = {"name": name, "title": title, "duty": duty, "mobile": f"1400000{phone}"}
            world.contacts[firm["key"]].append(contacts.add(row.id, person, actor=secretary).id)
            phone += 1


def _facts(known: dict[str, Any], firm: dict[str, Any], place: int, began: date, random: Random) -> dict[str, Any]:
    kind = firm.get("kind", MemberKind.ENTERPRISE.value)
    facts = {
        "name": firm["name"] if firm.get("whole") else known["city"] + firm["name"],
        "short_name": firm.get("short", ""),
        "kind": kind,
        "uscc": "" if kind == MemberKind.INDIVIDUAL else make_uscc(known["area"], 7000 + place, firm.get("code", "91")),
        "legal_representative": firm["people"][0].split()[0],
        "industry": firm["industry"],
        "size": firm.get("size", ""),
        "ownership": random.choice(OWNERSHIPS),
        "employees": firm.get("employees"),
        "address": f"{random.choice(known['streets'])} {random.randint(1, 400)} 号",
        "community": random.choice(known["communities"]),
        "scope": firm.get("scope", ""),
        "tags": firm.get("tags", ""),
        "introduction": firm.get("introduction", ""),
        "joined_on": (began - timedelta(days=random.randint(200, 2300))).isoformat(),
        "status": STATUSES.get(place, MemberStatus.ACTIVE).value,
    }
    if facts["status"] == MemberStatus.APPLICANT:
        facts["joined_on"] = ""
    if place % 9 == 0:
        facts["party_since"] = f"{random.randint(2008, 2023)} 年"
    if place % 5 == 0:
        facts["union_since"] = f"{random.randint(2008, 2023)} 年"
    return facts


def _generated(known: dict[str, Any], random: Random) -> list[dict[str, Any]]:
    """Generated firms, up to the wanted number of firms and contacts."""
    firms: list[dict[str, Any]] = []
    missing = FIRMS - len(known["firm"])
    people = CONTACTS - sum(len(firm["people"]) for firm in known["firm"])
    names = random.sample(
        [(brand, trade) for brand in known["brands"] for trade in range(len(known["trades"]))], missing
    )
    for place, (brand, trade) in enumerate(names):
        word, industry, scope = known["trades"][trade]
        size, least, most = random.choice(SIZES)
        wanted = 2 if people > missing - place else 1
        people -= wanted
        staff = [f"{person_name(known, random)} 总经理 principal"]
        if wanted == 2:
            staff.append(f"{person_name(known, random)} 办公室主任 liaison")
        firm = {
            "key": f"firm{place}",
            "name": f"{brand}{word}有限公司",
            "short": f"{brand}{word}",
            "industry": industry,
            "scope": scope,
            "size": size,
            "employees": random.randint(least, most),
            "people": staff,
        }
        firms.append({**firm, **_other_kind(place, brand)})
    return firms


def _other_kind(place: int, brand: str) -> dict[str, Any]:
    if place in (20, 41, 62):
        return {
            "kind": MemberKind.ORGANIZATION.value,
            "code": "51",
            "name": f"{brand}行业协会",
            "short": "",
            "size": "",
        }
    if place in (30, 55):
        return {"kind": MemberKind.INDIVIDUAL.value, "name": f"{brand}工作室（个体）", "short": "", "size": ""}
    return {}


def person_name(known: dict[str, Any], random: Random) -> str:
    """A random name."""
    return random.choice(known["surnames"]) + random.choice(known["given"])


def _offices(world: World, firms: list[dict[str, Any]]) -> None:
    secretary = world.actor("secretary", Role.SECRETARIAT)
    today = world.timeline.near(START_DAY)
    for name, days in (FIRST_TERM, SECOND_TERM):
        day = world.timeline.now.date() + timedelta(days=days)
        term = changing.begin(name, day, actor=secretary)
        for place, firm in enumerate(firms):
            office = firm.get("office") or _lower_office(place)
            if name == FIRST_TERM[0]:
                office = _earlier(firm["key"], office, place)
            if office is None or STATUSES.get(place) in (MemberStatus.APPLICANT, MemberStatus.OUTSIDE):
                continue
            positions.appoint(
                world.members[firm["key"]],
                office=office,
                term_id=term.id,
                began_on=min(day, today),
                actor=secretary,
                contact_id=world.contacts[firm["key"]][0],
            )
    _mistaken(world, firms[MISTAKEN]["key"], term, secretary)


def _mistaken(world: World, key: str, term: Term, actor: Actor) -> None:
    """An office that was entered wrongly twice: put right, then taken away."""
    day = max(term.began_on, world.timeline.near(START_DAY))
    member, person = world.members[key], world.contacts[key][0]
    wrong: dict[str, Any] = {"term_id": term.id, "began_on": day, "actor": actor}
    row = positions.appoint(member, office=Office.COUNCIL, **wrong)
    right: dict[str, Any] = {"office": Office.SUPERVISOR, "contact_id": person, "began_on": day, "actor": actor}
    positions.correct(member, row.id, version=positions.mark_of(row), **right)
    positions.take_away(member, row.id, version=positions.mark_of(row), actor=actor)


def _lower_office(place: int) -> str | None:
    if place < 28:
        return None
    return Office.COUNCIL.value if place % 6 == 0 else Office.STANDING_COUNCIL.value if place % 17 == 0 else None


def _earlier(key: str, office: str | None, place: int) -> str | None:
    """The office in the first term: another president, and some members not yet in it."""
    if key == "qiaodong":
        return Office.PRESIDENT.value
    if key == "yuanzhi":
        return Office.VICE_PRESIDENT.value
    return None if place % 3 == 0 else office


def _plan_invitation(world: World, firm: dict[str, Any], place: int, username: str) -> None:
    timeline = world.timeline
    day = timeline.near(START_DAY + 3)
    tokens: list[str] = []

    def issue() -> None:
        secretary = world.actor("secretary", Role.SECRETARIAT)
        contact = db.session.get_one(Contact, world.contacts[firm["key"]][place])
        tokens.append(invitations.issue(actor=secretary, contact=contact))

    timeline.add(timeline.at(day), issue)
    timeline.add(
        timeline.at(day, minutes=90), lambda: world.join(tokens[0], username, firm["people"][place].split()[0])
    )


def _link_president(world: World) -> None:
    contact = db.session.get_one(Contact, world.contacts["yuanzhi"][0])
    linking.link(world.accounts["president"], contact.id, mobile=contact.mobile, actor=world.actor("admin"))


def _leaving(world: World, key: str, status: MemberStatus, day: date, reason: str) -> Callable[[], object]:
    return lambda: editing.leave(
        world.members[key], status=status.value, on=day, reason=reason, actor=world.actor("secretary", Role.SECRETARIAT)
    )


def _refusing(world: World, key: str, reason: str) -> Callable[[], object]:
    return lambda: admission.refuse(world.members[key], reason, actor=world.actor("secretary", Role.SECRETARIAT))


def _noting(world: World, key: str, words: str) -> Callable[[], object]:
    return lambda: notes.add(world.members[key], words, actor=world.actor("secretary", Role.SECRETARIAT))


def _plan_correction(world: World, username: str, said: tuple[int, str], answer: tuple[int | None, str]) -> None:
    timeline, made = world.timeline, list[int]()

    def say() -> None:
        firm, _place = world.authors[username]
        actor = world.actor(username, Role.MEMBER)
        made.append(corrections.ask(world.members[firm], said[1], actor=actor).id)

    def settle() -> None:
        corrections.settle(made[0], answer[1], actor=world.actor("secretary", Role.SECRETARIAT))

    timeline.add(timeline.at(timeline.near(said[0]), minutes=150), say)
    if answer[0] is not None:
        timeline.add(timeline.at(timeline.near(answer[0]), minutes=150), settle)
