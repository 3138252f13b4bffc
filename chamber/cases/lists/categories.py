"""The maintained lists behind the forms: categories of each kind, and other paths that a firm can take."""

import tomllib
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, func, select

from ...audit import services as audit
from ...directory.models import Department, DepartmentKind
from ...errors import Conflict, DomainError, NotFound
from ...extensions import db
from ...language.text import checked_text
from ...rights import Actor
from .. import rights
from ..access.visibility import visible_to
from ..guidance import FIRST_LISTS
from ..models import Case, CaseEvent, CaseRespondent, CaseRound
from ..models_lists import CaseCategory, NextPath
from ..paths.cards import PathCard, card_of
from ..rules import clocks
from ..rules.acts import Act
from ..signals import category_renamed
from ..words import JUDGED, PATHS, Complexity, Kind


def ensure_lists() -> None:
    """Fill either list from `lists.toml` where the chamber has none yet; harmless when repeated."""
    first = tomllib.loads(FIRST_LISTS.read_text(encoding="utf-8"))
    if db.session.scalar(select(CaseCategory.id).limit(1)) is None:
        db.session.add_all(
            CaseCategory(
                kind=kind,
                name=name,
                position=place,
                own_desk=name in first["own_desk"].get(kind, ()),
                questions=first["questions"].get(kind, {}).get(name, "").strip(),
            )
            for kind, names in first["categories"].items()
            for place, name in enumerate(names)
        )
    if db.session.scalar(select(NextPath.id).limit(1)) is None:
        db.session.add_all(NextPath(text=path, position=place) for place, path in enumerate(first["next_paths"]))
    db.session.flush()


def categories(kind: str) -> list[tuple[int, str]]:
    """The categories that the form of this kind offers."""
    return [(one.id, one.text) for one in offered(kind)]


def next_paths() -> list[str]:
    """Other paths, as sentences that a member understands."""
    query = select(NextPath.text).where(NextPath.retired.is_(False))
    return list(db.session.scalars(query.order_by(NextPath.position, NextPath.id)))


def departments(not_about: Case | None = None, *, to_lead: bool = False) -> list[tuple[int, str]]:
    """The departments to choose from, in the order of the directory; without those that a case is about.

    `to_lead`: without service providers, which have no authority and so never lead.
    """
    fit, leading = departments_by_part(not_about)
    return leading if to_lead else fit


def departments_by_part(not_about: Case | None = None) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """`departments` to help, and those of them that may lead; one query."""
    query = select(Department.id, Department.name, Department.kind).order_by(Department.position, Department.id)
    if not_about is not None:
        about = exists().where(CaseRespondent.case_id == not_about.id, CaseRespondent.department_id == Department.id)
        query = query.where(~about)
    rows = db.session.execute(query).all()
    leading = [(row.id, row.name) for row in rows if row.kind != DepartmentKind.PROVIDER]
    return [(row.id, row.name) for row in rows], leading


def proposed_department(case: Case) -> int | None:
    """The department that whoever sent the case back proposed, else that of its category."""
    sent_back = select(CaseEvent.data).where(CaseEvent.case_id == case.id, CaseEvent.act == Act.SEND_BACK)
    last = db.session.scalar(sent_back.order_by(CaseEvent.id.desc()).limit(1))
    by_category = select(CaseCategory.department_id).where(CaseCategory.id == case.category_id)
    by_name = select(Department.id).where(Department.name == last["proposed"]) if last else by_category
    return db.session.scalar(by_name)


def check_path(path: str, current: str = "") -> None:
    """Refuse a path that the maintained list does not offer; `current` is one that the answer names already."""
    if not path or (path != current and path not in next_paths()):
        raise DomainError(_("Please choose another option for the firm."), field="next_path")


MAX_PATH_LENGTH, MAX_CATEGORY_LENGTH, MAX_QUESTIONS_LENGTH = 120, 30, 600


@dataclass(frozen=True)
class Proposal:
    """What accepting a case of a category proposes; whoever accepts it decides."""

    complexity: str = ""
    department_id: int | None = None
    own_desk: bool = False


NOTHING = Proposal()


@dataclass(frozen=True)
class Entry:
    """One line of a maintained list; a retired one is offered no more and stays where it was chosen."""

    id: int
    text: str
    retired: bool
    proposal: Proposal = NOTHING
    questions: str = ""
    """Of a category: what the text of its cases may begin with."""
    card: PathCard | None = None
    """Of another path: what is known of it."""


def offered(kind: str) -> list[Entry]:
    """The categories that the form of this kind offers, with what each proposes."""
    query = select(CaseCategory).where(CaseCategory.kind == kind, CaseCategory.retired.is_(False))
    return [_category(row) for row in db.session.scalars(query.order_by(CaseCategory.position, CaseCategory.id))]


def _category(row: CaseCategory) -> Entry:
    proposal = Proposal(row.complexity, row.department_id, row.own_desk)
    return Entry(row.id, row.name, row.retired, proposal, row.questions)


def maintained() -> dict[str, list[Entry]]:
    """All lists as who runs cases maintains them: categories by kind, then other paths."""
    found: dict[str, list[Entry]] = {**{str(kind): [] for kind in Kind}, PATHS: []}
    order = (CaseCategory.position, CaseCategory.id)
    for row in db.session.scalars(select(CaseCategory).order_by(*order)):
        found[row.kind].append(_category(row))
    for path in db.session.scalars(select(NextPath).order_by(NextPath.position, NextPath.id)):
        found[PATHS].append(Entry(path.id, path.text, path.retired, card=card_of(path)))
    return found


def open_uses(actor: Actor) -> Counter[tuple[str, str]]:
    """How many of the open cases that this person sees use each entry, by its list and its text."""
    rights.MAINTAIN.demand(actor)
    is_open = (visible_to(actor), clocks.open_expression())
    categories = (
        select(CaseCategory.kind, CaseCategory.name, func.count())
        .join(Case, Case.category_id == CaseCategory.id)
        .where(*is_open)
        .group_by(CaseCategory.kind, CaseCategory.name)
    )
    paths = (
        select(CaseRound.next_path, func.count())
        .join(Case, (Case.id == CaseRound.case_id) & (Case.round_number == CaseRound.number))
        .where(*is_open, CaseRound.next_path != "")
        .group_by(CaseRound.next_path)
    )
    found = Counter({(kind, name): number for kind, name, number in db.session.execute(categories)})
    return found + Counter({(PATHS, text): number for text, number in db.session.execute(paths)})


def add_entry(shelf: str, text: str, *, actor: Actor) -> None:
    """Offer one more category of a kind, or one more path.

    NotFound for no such list, DomainError where the text is empty, too long, or there already.
    """
    rights.MAINTAIN.demand(actor)
    there = _shelf(shelf)
    wanted = _checked(shelf, text, there)
    place = len(there)
    is_path = shelf == PATHS
    row = NextPath(text=wanted, position=place) if is_path else CaseCategory(kind=shelf, name=wanted, position=place)
    db.session.add(row)
    audit.record("case.list_changed", "caselist", shelf, actor=actor, after={"text": wanted})


def _checked(shelf: str, text: str, others: list[Entry]) -> str:
    most = MAX_PATH_LENGTH if shelf == PATHS else MAX_CATEGORY_LENGTH
    wanted = checked_text(text, most, "text", _("Please fill in this field."))
    if any(entry.text == wanted for entry in others):
        raise DomainError(_("This is in the list already."), field="text")
    return wanted


def change_entry(
    shelf: str, entry_id: int, text: str, place: int, proposal: Proposal = NOTHING, *, was: str, actor: Actor
) -> None:
    """Rename an entry, put it at this place of its list, from 1, and set what it proposes; the log keeps what was.

    A category is renamed on its cases too; an answer keeps the words of the path that it named. `was` is the text that
    the form was filled from. NotFound where there is no such entry, Conflict where somebody renamed it meanwhile,
    DomainError at the field that is wrong.
    """
    rights.MAINTAIN.demand(actor)
    there = _shelf(shelf)
    entry = _entry(there, entry_id)
    if entry.text != was:
        raise Conflict(
            _(
                "Someone else has changed this to “%(text)s”. Save again if yours is right.",
                text=entry.text,
            ),
            field="text",
        )
    others = [one for one in there if one.id != entry_id]
    wanted = _checked(shelf, text, others)
    if not 1 <= place <= len(there):
        raise DomainError(_("Please enter a whole number from 1 to %(most)s.", most=len(there)), field="place")
    before: dict[str, Any] = {"text": entry.text, "position": there.index(entry) + 1}
    after: dict[str, Any] = {"text": wanted, "position": place}
    if proposal != entry.proposal:
        before |= asdict(entry.proposal)
        after |= asdict(_checked_proposal(shelf, proposal))
    if before == after:
        return
    order = [one.id for one in others]
    order.insert(place - 1, entry_id)
    for position, one in enumerate(order):
        _row(shelf, one).position = position
    row = _row(shelf, entry_id)
    row.text = wanted
    if isinstance(row, CaseCategory):
        row.complexity, row.department_id = proposal.complexity, proposal.department_id
        row.own_desk = proposal.own_desk
        if wanted != was:
            category_renamed.send(None, category_id=row.id)
    audit.record("case.list_changed", "caselist", shelf, actor=actor, before=before, after=after)


def ask_in(shelf: str, entry_id: int, questions: str, *, actor: Actor) -> None:
    """Let the text of a category's cases begin with these questions, a line each; none: with nothing.

    NotFound where there is no such category, DomainError where they are too long.
    """
    rights.MAINTAIN.demand(actor)
    if shelf == PATHS:
        raise NotFound()
    before = _entry(_shelf(shelf), entry_id)
    wanted = checked_text(questions, MAX_QUESTIONS_LENGTH, "questions", lines=True)
    if wanted == before.questions:
        return
    row = db.session.get_one(CaseCategory, entry_id)
    row.questions = wanted
    was, now = ({"text": row.name, "questions": one} for one in (before.questions, wanted))
    audit.record("case.list_changed", "caselist", shelf, actor=actor, before=was, after=now)


def _checked_proposal(shelf: str, proposal: Proposal) -> Proposal:
    if shelf == PATHS or (proposal.complexity and shelf not in JUDGED) or proposal.complexity not in ("", *Complexity):
        raise DomainError(_("Please choose."), field="complexity")
    found = db.session.get(Department, proposal.department_id) if proposal.department_id else None
    known = proposal.department_id is None or (found is not None and found.kind != DepartmentKind.PROVIDER)
    handled = proposal.department_id or proposal.own_desk
    if not known or (handled and shelf == Kind.RETALIATION) or (proposal.department_id and proposal.own_desk):
        raise DomainError(_("Please choose."), field="department")
    return proposal


def _row(shelf: str, entry_id: int) -> CaseCategory | NextPath:
    # From the session: all of a list were read a moment ago.
    if shelf == PATHS:
        return db.session.get_one(NextPath, entry_id)
    return db.session.get_one(CaseCategory, entry_id)


def _entry(there: list[Entry], entry_id: int) -> Entry:
    found = next((one for one in there if one.id == entry_id), None)
    if found is None:
        raise NotFound()
    return found


def retire_entry(shelf: str, entry_id: int, retired: bool, *, actor: Actor) -> None:
    """Offer an entry no more, or again; cases that name it keep it.

    NotFound where there is none, Conflict where it is so already, DomainError for the last one that is offered.
    """
    rights.MAINTAIN.demand(actor)
    there = _shelf(shelf)
    entry = _entry(there, entry_id)
    if entry.retired == retired:
        raise Conflict(_("This is already recorded."))
    if retired and sum(not one.retired for one in there) == 1:
        raise DomainError(_("At least one must stay enabled."))
    _row(shelf, entry_id).retired = retired
    before, after = {"retired": entry.retired}, {"retired": retired, "text": entry.text}
    audit.record("case.list_changed", "caselist", shelf, actor=actor, before=before, after=after)


def _shelf(shelf: str) -> list[Entry]:
    found = maintained().get(shelf)
    if found is None:
        raise NotFound()
    return found
