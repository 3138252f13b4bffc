"""Cases: words that can be recognised anywhere, and a hand that drives one case through its states."""

import io
from dataclasses import dataclass, field, replace

from PIL import Image
from werkzeug.datastructures import FileStorage

from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import closing, handling, intake, releasing, routing, sharing
from chamber.cases.doing.desk import Papers
from chamber.cases.models import Case, CaseEvent, CaseFile
from chamber.cases.models_authors import CaseConsent
from chamber.cases.models_lists import CaseCategory, NextPath
from chamber.cases.reading.keys import key_of
from chamber.cases.words import Kind, Outcome, RespondentKind
from chamber.extensions import db
from chamber.files.services import PreparedFile, prepare
from chamber.rights import Actor, Role
from tests.factories.accounts import Cast, actor_as

MARKS = {
    "title": "琥珀标题记号",
    "story": "翡翠经过记号",
    "evidence": "玛瑙证据记号",
    "wish": "珊瑚联系记号",
    "file": "砗磲文件记号",
    "kept": "水晶独阅记号",
    "addition": "琉璃补充记号",
    "supplement": "青瓷补正记号",
    "objection": "紫砂异议记号",
    "rating": "白玉评语记号",
    "reopening": "墨晶重开记号",
    "withdrawal": "孔雀撤回记号",
    "pressure": "there was pressure to withdraw",
}
"""Unique words put where a member writes; a test searches for them where they must not be."""
RELEASED_TITLE, RELEASED_STORY = "某企业反映验收后未付款", "某企业供货验收后，对方一百二十天未付款。"


def paper(name: str = "纸件.txt", text: str = "纸件内容") -> PreparedFile:
    """A small text file as an upload brings it."""
    return prepare(FileStorage(io.BytesIO(text.encode()), filename=name))


def picture(name: str) -> PreparedFile:
    """A small photo as an upload brings it."""
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    data.seek(0)
    return prepare(FileStorage(data, filename=name))


def make_lists() -> dict[str, int]:
    """One category of each kind and one other path; ids of the categories by kind."""
    rows = {kind: CaseCategory(kind=kind, name=f"{kind} 类") for kind in Kind}
    db.session.add_all([*rows.values(), NextPath(text="向区级主管部门申请行政裁决")])
    db.session.commit()
    return {kind: row.id for kind, row in rows.items()}


@dataclass
class Drive:
    """One case and everybody who acts on it; each step commits."""

    cast: Cast
    categories: dict[str, int] = field(default_factory=make_lists)
    reference: str = ""
    suffix: str = ""
    """Tells the marks of one case from those of another."""

    def mark(self, name: str) -> str:
        """The unique words of a field in this case."""
        return MARKS[name] + self.suffix

    def who(self, name: str, role: Role | None = None) -> Actor:
        """A person of the cast as an actor."""
        return actor_as(getattr(self.cast, name), role)

    @property
    def case(self) -> Case:
        """The row as it is now, with what was just done to it."""
        db.session.flush()
        db.session.expire_all()
        return db.session.query(Case).filter_by(reference=self.reference).one()

    def words(self, kind: str = Kind.COMPLAINT, **changes: object) -> intake.Words:
        """What a member says; every field carries its mark."""
        respondents = (Respondent(RespondentKind.DEPARTMENT, department_id=self.cast.other_department.id),)
        plain = intake.Words(
            title=self.mark("title"),
            story=self.mark("story"),
            evidence=self.mark("evidence"),
            wish=self.mark("wish"),
            category_id=self.categories[kind],
            confidential=kind == Kind.COMPLAINT,
            respondents=respondents if kind in (Kind.COMPLAINT, Kind.RETALIATION) else (),
            files=(paper(f"{self.mark('file')}.txt"), picture(f"{self.mark('file')}.png")),
        )
        return replace(plain, **changes)  # type: ignore[arg-type]

    def submit(self, kind: str = Kind.COMPLAINT, by: str = "member", **changes: object) -> Case:
        """A member's case, submitted."""
        case = intake.submit(kind, self.words(kind, **changes), actor=self.who(by))
        self.reference = case.reference
        db.session.commit()
        return case

    def accept(self, *, by: str = "secretary", complexity: str = "normal", desk: bool = False) -> Case:
        """Contacted, accepted and assigned to the department (or taken to the own desk)."""
        route = routing.Route(own_desk=True) if desk else routing.Route(lead_id=self.cast.department.id)
        released = releasing.Release(RELEASED_TITLE, RELEASED_STORY)
        release = None if desk else released
        routing.accept(
            self.reference, actor=self.who(by), complexity=complexity, route=route, release=release, message="已受理。"
        )
        db.session.commit()
        return self.case

    def sign(self) -> Case:
        """Signed by the handler."""
        routing.sign(self.reference, actor=self.who("handler"))
        db.session.commit()
        return self.case

    def draft(self, outcome: str = Outcome.RESOLVED, by: str = "handler") -> Case:
        """An answer put up for review."""
        proposed = handling.Draft(outcome, "对方已付款。", "理由", "向区级主管部门申请行政裁决")
        handling.draft(self.reference, proposed, actor=self.who(by))
        db.session.commit()
        return self.case

    def publish(self, by: str = "secretary") -> Case:
        """The answer published."""
        handling.publish(self.reference, actor=self.who(by))
        db.session.commit()
        return self.case

    def rate(self, grade: int = 5, yes: bool | None = True) -> Case:
        """Rated by the author."""
        closing.rate(self.reference, grade, yes, self.mark("rating"), actor=self.who("member"))
        db.session.commit()
        return self.case

    def call(self) -> Case:
        """The secretariat's call before a new round."""
        intake.contact(self.reference, f"第{self.case.round_number}轮已回访", actor=self.who("secretary"))
        db.session.commit()
        return self.case

    def kept(self) -> Papers:
        """A file that only those who run the case are to get."""
        return (paper(f"{self.mark('kept')}.txt", self.mark("kept")),)

    def add(self) -> Case:
        """A later word and file of the author."""
        sharing.add(
            self.reference, self.mark("addition"), (paper(f"{self.mark('file')}二.txt"),), actor=self.who("member")
        )
        db.session.commit()
        return self.case

    def answered(self, **words: object) -> Case:
        """All the way from submission to the published answer."""
        self.submit(**words)  # type: ignore[arg-type]
        self.accept()
        self.sign()
        self.draft()
        return self.publish()


def key(part: CaseConsent | CaseEvent | CaseFile) -> str:
    """What pages call a part of a case."""
    return key_of(type(part), part.id, db.session.get_one(Case, part.case_id))


def with_paper() -> Papers:
    """On behalf of somebody, with its paper."""
    return (paper(),)
