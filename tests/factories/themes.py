"""Common problems, and cases of several firms that belong to one."""

from collections.abc import Sequence

from sqlalchemy import func, select

from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import intake, routing
from chamber.cases.doing.releasing import Release
from chamber.cases.models import Case
from chamber.cases.themes import answering, keeping, linking
from chamber.cases.themes.keeping import Wording
from chamber.cases.themes.models import CaseTheme
from chamber.cases.words import Kind, RespondentKind
from chamber.extensions import db
from chamber.rights import Actor
from tests.client import Client
from tests.factories.accounts import Cast, actor_as, make_member, make_member_account
from tests.factories.cases import RELEASED_STORY, RELEASED_TITLE, Drive
from tests.factories.things import Thing

PREPARED = "凌霄共性记号"
"""The title of the world's common problem, which nobody else has seen yet."""
TITLE, TEXT = "沿街装卸没有固定时段", "沿街装卸没有固定时段，早晚高峰常被劝离，货物当天送不到。"
ANSWER = "已划定三处装卸点，每天九点半到十一点、十四点到十六点可停，自下月一日起执行。"
FIRMS = ("竹溪纸品有限公司", "松云五金有限公司", "梅坞食品有限公司", "兰亭家具有限公司")


def author(number: int) -> Account:
    """The contact of one more firm."""
    firm = make_member(FIRMS[number], 20 + number)
    return make_member_account(f"further{number}", f"向{'甲乙丙丁'[number]}方", firm, f"+861380000{2000 + number}")


def case_of(drive: Drive, by: Account, kind: str = Kind.REQUEST, **words: object) -> Case:
    """A case of this person, given to the department of the cast; committed."""
    # The same words of the same person are one case.
    title = f"{drive.mark('title')}{db.session.scalar(select(func.count(Case.id)))}"
    about = (Respondent(RespondentKind.OTHER, text="外地某公司"),) if kind == Kind.COMPLAINT else ()
    told = drive.words(kind, **{"respondents": about, "files": (), "title": title, **words})
    made = intake.submit(kind, told, actor=actor_as(by))
    db.session.commit()
    route = routing.Route(lead_id=drive.cast.department.id)
    release = Release(RELEASED_TITLE, RELEASED_STORY) if made.confidential else None
    routing.accept(
        made.reference, actor=actor_as(drive.cast.secretary), route=route, release=release, message="已受理。"
    )
    db.session.commit()
    return made


def several(drive: Drive, number: int = 3, kind: str = Kind.REQUEST, **words: object) -> list[Case]:
    """A case of each of so many further firms."""
    return [case_of(drive, author(place), kind, **words) for place in range(number)]


def make_theme(actor: Actor, cases: Sequence[Case] = (), *, shown: bool = True, **fields: object) -> CaseTheme:
    """A common problem with these cases, shown to others; committed. `fields` as in `Wording`."""
    row = keeping.create(Wording(**{"title": TITLE, "text": TEXT, **fields}), actor=actor)  # type: ignore[arg-type]
    db.session.commit()
    if cases:
        linking.link(row.reference, [one.reference for one in cases], actor=actor)
        db.session.commit()
    if shown:
        keeping.show(row.reference, version=row.version, actor=actor)
        db.session.commit()
    return row


def answered(actor: Actor, cases: Sequence[Case], **fields: object) -> CaseTheme:
    """The same with the answer to all."""
    row = make_theme(actor, cases, **fields)
    answering.answer_shared(row.reference, ANSWER, version=row.version, actor=actor)
    db.session.commit()
    return row


def logged(client: Client) -> str:
    """The rows of the log that somebody reads, without the acts that its filter offers."""
    return "\n".join(client.get("/admin/log").page.texts("#rows tr"))


def theme_of_world(cast: Cast, secrets: dict[str, frozenset[str]]) -> dict[str, Thing]:
    """The world's common problem, still being prepared."""
    row = make_theme(actor_as(cast.secretary), shown=False, title=PREPARED)
    readers = frozenset({"secretary"})
    secrets |= {PREPARED: readers, row.reference: readers}
    return {"prepared theme": Thing({"theme": row.reference}, readers)}
