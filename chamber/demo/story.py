"""A case of the demo as it comes in, and who acts in it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from ..cases.access.respondents import Respondent
from ..cases.doing import intake
from ..cases.doing.entry import Words
from ..cases.models_lists import CaseCategory
from ..cases.words import RespondentKind
from ..extensions import db
from ..files.services import PreparedFile
from ..rights import Actor, Role
from .world import World


class Story:
    """A case of the data files: who acts in it, and how it came in."""

    def __init__(self, world: World, spec: dict[str, Any], paper: PreparedFile) -> None:
        self.world, self.spec, self.paper = world, spec, paper
        self.firm, self.place = world.authors.get(spec["firm"], (spec["firm"], 0))
        self.reference = self.link = ""
        self.departments: list[str] = []
        self.runs_alone = False
        against = spec.get("respondent", "").partition(" ")
        self.by_supervisor = against[0] in (RespondentKind.SECRETARIAT, RespondentKind.LEADER)
        self.respondents = self._against(against[0], against[2]) if against[0] else ()

    def _against(self, kind: str, name: str) -> tuple[Callable[[], Respondent], ...]:
        if kind == RespondentKind.DEPARTMENT:
            return (lambda: Respondent(kind, department_id=self.world.departments[name]),)
        words = f"澜州{name}" if kind == RespondentKind.MEMBER else name
        return (lambda: Respondent(kind, text=words),)

    def submit(self) -> None:
        """Submit it, by the firm or by the secretariat on its behalf."""
        spec = self.spec
        category = select(CaseCategory.id).where(
            CaseCategory.kind == spec["kind"], CaseCategory.name == spec["category"]
        )
        words = Words(
            title=spec["title"],
            story=spec["story"],
            evidence=spec.get("evidence", ""),
            wish=spec.get("wish", ""),
            category_id=db.session.scalar(category),
            confidential=spec.get("confidential", False),
            show_name=spec.get("show_name", False),
            respondents=tuple(one() for one in self.respondents),
        )
        if "channel" in spec:
            contact = self.world.contacts[self.firm][0]
            case = intake.submit_on_behalf(spec["kind"], words, contact, spec["channel"], actor=self.runner())
        else:
            case = intake.submit(spec["kind"], words, actor=self.author())
        self.reference = case.reference

    def author(self) -> Actor:
        """The person who submitted."""
        username = next(name for name, known in self.world.authors.items() if known == (self.firm, self.place))
        return self.world.actor(username, Role.MEMBER)

    def runner(self) -> Actor:
        """The secretariat, or the supervisor if the case is about the secretariat or the leader."""
        if self.by_supervisor:
            return self.world.actor("supervisor", Role.SUPERVISOR)
        return self.world.actor("secretary", Role.SECRETARIAT)

    def owner(self) -> Actor:
        """Who handles it: the department's lead, or the runner."""
        if not self.departments:
            return self.runner()
        return self.world.actor(self.world.leads[self.departments[0]], Role.HANDLER)
