"""Measures."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from chamber import clock
from chamber.cases.models import Case
from chamber.extensions import db
from chamber.files.services import PreparedFile
from chamber.measures import doing, giving, indexed
from chamber.measures.giving import Order
from chamber.measures.models import Measure, MeasureFile
from chamber.measures.owners import Owner
from chamber.measures.words import Source, State
from chamber.members.audience.choosing import Audience
from chamber.rights import Actor
from chamber.secrecy.sealing import sealed_number
from chamber.workdays import services as workdays
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import paper
from tests.factories.events import make_event
from tests.factories.things import Thing

DAYS = 10
TASKS = {
    "task": "紫藤交办记号",
    "firm": "丁香企业记号",
    "case": "蜡梅措施记号",
    "council": "月季纪要记号",
    "held": "合欢进展记号",
}
"""Words by which the world's measures are recognised; `held` is what a department writes about a nameless case."""


def marked(name: str) -> dict[str, str]:
    """The words of one of the world's measures."""
    return {"title": TASKS[name], "details": TASKS[name]}


def case_of(reference: object) -> Case:
    """A case by its reference."""
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


def key_of_paper(row: Measure) -> str:
    """What pages call the first paper of a measure."""
    number = db.session.scalars(select(MeasureFile.id).where(MeasureFile.measure_id == row.id)).first()
    return sealed_number(number or 0, "measure_files", row.reference)


def due_on(days: int = DAYS) -> date:
    """So many working days from today."""
    return workdays.add(clock.today(), days).day


def order(owner: Owner, **fields: object) -> Order:
    """An entrusted task with ten working days; `fields` as in `Order`."""
    values = {"title": "摸排辖区空置厂房", "details": "按附表逐栋登记。", "due_on": due_on(), "owner": owner, **fields}
    return Order(**values)  # type: ignore[arg-type]


def to_department(department_id: int) -> Owner:
    """A department."""
    return Owner("department", department=department_id)


def to_person(account_id: int) -> Owner:
    """A person of the secretariat."""
    return Owner("account", account=account_id)


def to_firm(name: str) -> Owner:
    """A firm, by its name."""
    return Owner("member", firm=name)


def make_measure(
    actor: Actor,
    owner: Owner,
    uploads: Sequence[PreparedFile] = (),
    *,
    kind: str = "",
    subject_id: int = 0,
    **fields: object,
) -> Measure:
    """A measure that this person gives; committed."""
    made = giving.give(order(owner, **fields), uploads, kind=kind, subject_id=subject_id, actor=actor)
    db.session.commit()
    return made


def row_of(kind: str, subject_id: int, reference: str, **fields: object) -> Measure:
    """The bare row of a measure of something that takes none by the rules; committed."""
    now = clock.now()
    due = now + timedelta(days=9)
    made = Measure(
        reference=reference,
        subject_kind=kind,
        subject_id=subject_id,
        source=Source.HANDLING,
        title="无主之事",
        state=State.OPEN,
        original_due_at=due,
        due_at=due,
        created_at=now,
        **fields,
    )
    db.session.add(made)
    db.session.flush()
    indexed.put(made.id)
    db.session.commit()
    return made


def measures_of_world(cast: Cast, there: dict[str, Thing], secrets: dict[str, frozenset[str]]) -> dict[str, Thing]:
    """The measures of the world by name; their words come to its secrets. Committed."""
    secretary, office = actor_as(cast.secretary), to_department(cast.department.id)
    complaint, against = (case_of(there[name].parts["reference"]) for name in ("complaint", "against"))
    council = make_event(secretary, kind="council", audience=Audience("firms", firms=cast.rival_firm.name))
    task = make_measure(secretary, office, [paper()], **marked("task"))
    firms = make_measure(secretary, to_firm(cast.firm.name), **marked("firm"))
    handled = make_measure(
        secretary, office, kind="case", subject_id=complaint.id, is_public=True, source="handling", **marked("case")
    )
    doing.finish(handled.reference, TASKS["held"], [paper()], actor=actor_as(cast.handler))
    minutes = make_measure(
        secretary,
        to_firm(cast.rival_firm.name),
        kind="event",
        subject_id=council.id,
        source="minutes",
        **marked("council"),
    )
    watched = row_of(
        "case", against.id, "CS-2026-AAAAA", account_id=cast.supervisor.id, created_by_id=cast.supervisor.id
    )
    readers = {
        "task": frozenset({"secretary", "handler", "leader"}),
        "firm": frozenset({"secretary", "member", "colleague", "leader"}),
        "case": frozenset({"secretary", "member", "handler", "leader"}),
        "council": frozenset({"secretary", "rival", "leader", "president"}),
    }
    inside = frozenset({"secretary", "handler"})
    of_case = {"about": giving.new_about("case", complaint.id)}
    things = {
        "task": Thing({"reference": task.reference}, readers["task"]),
        "task of the firm": Thing({"reference": firms.reference}, readers["firm"]),
        "measure of the complaint": Thing({"reference": handled.reference}, readers["case"]),
        "measure of the council": Thing({"reference": minutes.reference}, readers["council"]),
        "measure of the supervisor": Thing({"reference": watched.reference}, frozenset({"supervisor"})),
        "order of the task": Thing({"reference": task.reference, "key": key_of_paper(task)}, readers["task"]),
        "proof of the complaint": Thing({"reference": handled.reference, "key": key_of_paper(handled)}, inside),
        "measure of that complaint": Thing(of_case, frozenset({"secretary"})),
    }
    secrets |= {TASKS[name]: readers[name] for name in readers}
    secrets |= {TASKS["held"]: inside, watched.reference: frozenset({"supervisor"})}
    return things
