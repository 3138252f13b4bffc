"""The common problems of the demo: one answered, one with a measure under way (`themes.toml`)."""

from typing import Any

from sqlalchemy import select

from ..cases.appeals import drafting, following
from ..cases.appeals.models import CaseAppeal, CaseAppealItem
from ..cases.models import Case
from ..cases.models_lists import CaseCategory
from ..cases.themes import access, answering, keeping, linking
from ..cases.themes.keeping import Wording
from ..cases.themes.models import CaseTheme
from ..cases.words import Kind
from ..extensions import db
from ..measures import giving
from ..measures.giving import Order
from ..measures.owners import Owner
from ..measures.words import Source
from ..rights import Actor, Role
from ..workdays import services as workdays
from .measures import MINUTES_AFTER_CASES
from .world import World, data


def plan_themes(world: World) -> None:
    """Plan every common problem of the data file."""
    spec = data("themes")
    for one in spec["theme"]:
        DemoTheme(world, one).plan()
    _plan_appeal(world, spec["appeal"])


def _plan_appeal(world: World, spec: dict[str, Any]) -> None:
    """A list of one problem that is issued, and carried to a meeting."""

    def row() -> CaseAppeal:
        return db.session.scalars(select(CaseAppeal).where(CaseAppeal.title == spec["title"])).one()

    def begin() -> None:
        secretary = world.actor("secretary", Role.SECRETARIAT)
        theme = db.session.scalars(select(CaseTheme).where(CaseTheme.title == spec["theme"])).one()
        drafting.create(spec["title"], spec["foreword"], [theme.reference], actor=secretary)

    def word() -> None:
        secretary, item = world.actor("secretary", Role.SECRETARIAT), _item(row())
        drafting.word(row().id, item.id, spec["heading"], spec["text"], version=item.version, actor=secretary)
        drafting.issue(row().id, version=row().version, actor=secretary)

    def carry() -> None:
        day = world.timeline.working_day(spec["carried"])
        secretary = world.actor("secretary", Role.SECRETARIAT)
        following.raise_shared(row().id, _item(row()).id, spec["where"], day, actor=secretary)

    timeline = world.timeline
    for back, minutes, act in ((spec["back"], 0, begin), (spec["back"], 10, word), (spec["carried"], 0, carry)):
        timeline.add(timeline.at(timeline.working_day(back), minutes=MINUTES_AFTER_CASES + 60 + minutes), act)


def _item(row: CaseAppeal) -> CaseAppealItem:
    return db.session.scalars(select(CaseAppealItem).where(CaseAppealItem.appeal_id == row.id)).one()


class DemoTheme:
    """A common problem and what happens to it."""

    def __init__(self, world: World, spec: dict[str, Any]) -> None:
        self.world, self.spec, self.reference = world, spec, ""

    def plan(self) -> None:
        """Add its acts to the timeline."""
        self._at(self.spec["back"], 0, self._begin)
        self._at(self.spec["back"], 10, self._show)
        if "measure" in self.spec:
            self._at(self.spec["back"], 20, self._give)
        if "answered" in self.spec:
            self._at(self.spec["answered"], 0, self._answer)

    def _at(self, back: int, minutes: int, act: Any) -> None:
        timeline = self.world.timeline
        timeline.add(timeline.at(timeline.working_day(back), minutes=MINUTES_AFTER_CASES + 40 + minutes), act)

    @property
    def _secretary(self) -> Actor:
        return self.world.actor("secretary", Role.SECRETARIAT)

    @property
    def _version(self) -> int:
        return access.find(self.reference, actor=self._secretary).version

    def _begin(self) -> None:
        spec, secretary = self.spec, self._secretary
        of_requests = (CaseCategory.kind == Kind.REQUEST, CaseCategory.name == spec["category"])
        category = db.session.scalar(select(CaseCategory.id).where(*of_requests))
        wording = Wording(spec["title"], spec["text"], category, self.world.departments[spec["department"]])
        self.reference = keeping.create(wording, actor=secretary).reference
        cases = select(Case.reference).where(Case.title.in_(spec["cases"]))
        linking.link(self.reference, list(db.session.scalars(cases)), actor=secretary)

    def _show(self) -> None:
        keeping.show(self.reference, version=self._version, actor=self._secretary)

    def _give(self) -> None:
        spec, secretary = self.spec, self._secretary
        day = workdays.add(self.world.timeline.working_day(spec["back"]), spec["due"]).day
        owner = Owner("department", department=self.world.departments[spec["department"]])
        order = Order(title=spec["measure"], source=Source.COMMON_PROBLEM, due_on=day, owner=owner, is_public=True)
        number = access.find(self.reference, actor=secretary).id
        giving.give(order, kind=access.KIND, subject_id=number, actor=secretary)

    def _answer(self) -> None:
        words = self.spec["answer"].strip()
        answering.answer_shared(self.reference, words, version=self._version, actor=self._secretary)
