"""What departments and the leader get of a nameless case: masked text, later words, files; none names whose it is."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select, update

from ... import clock
from ...directory.models import Department
from ...errors import DomainError
from ...extensions import db
from ...files import contents
from ...files import services as files
from ...files.models import StoredFile
from ...files.services import PreparedFile
from ...language.ordinary import is_ordinary
from ...language.text import bare_company, clean, fold, short_enough
from ...language.variants import simplified
from ...members.models import Contact, Member
from ...rights import Actor
from ..access.masks import former_names
from ..access.visibility import nameless
from ..lists import searching
from ..models import Case, CaseEvent, CaseFile
from ..reading.seen import READS_ALL
from ..rules.acts import Act, Audience
from ..rules.hand import Hand
from .desk import Which, needed, note, take


@dataclass(frozen=True)
class Release:
    """What departments and the leader get of a nameless case: a masked text, and pictures just as they are."""

    title: str = ""
    story: str = ""
    pictures: tuple[int, ...] = ()


Finder = Callable[[str], str]
"""Finds in a text for departments what still says who somebody is; empty where nothing does."""


def _naming(case: Case, *, words: bool = False) -> Finder:
    """A finder of what says who the firm or its author is; ordinary `words` only where nobody looks them through."""
    told = {_joined(one) for one in _identifying(case)}
    known = [name for name in told if len(name) > 1 and (words or not is_ordinary(name))]

    def find(text: str) -> str:
        joined = _joined(text)
        marks = bytearray(len(joined))
        for one in known:
            for found in re.finditer(f"(?={re.escape(one)})", joined):
                marks[found.start() : found.start() + len(one)] = b"x" * len(one)
        return max((joined[run.start() : run.end()] for run in re.finditer(rb"x+", marks)), key=len, default="")

    return find


def _joined(text: str) -> str:
    """The text without differences of width, case and script, without spaces and dashes."""
    return re.sub(r"[\s\-‐-―]", "", simplified(fold(text)))


def _identifying(case: Case) -> set[str]:
    """What identifies the firm or its people: names, numbers, and a piece of its name that no other firm has."""
    member = db.session.get_one(Member, case.member_id)
    people = db.session.scalars(select(Contact).where(Contact.member_id == member.id)).all()
    bare = bare_company(member.name)
    former = former_names(member.id)
    names = {bare, *(bare_company(name) for name in former)}
    trade_name = {name[start : start + 3] for name in names for start in range(min(3, max(0, len(name) - 2)))}
    pieces = sorted({bare[start : start + 2] for start in range(min(4, max(1, len(bare) - 1)))})
    firms = (func.count().filter(Member.bare_name.contains(piece, autoescape=True)) for piece in pieces)
    own = {piece for piece, number in zip(pieces, db.session.execute(select(*firms)).one(), strict=True) if number <= 1}
    reach = {reach for one in people for reach in (one.name, one.mobile.removeprefix("+86"), one.wechat, one.email)}
    # An address without a number fits half the street.
    address = member.address if re.search(r"\d", member.address) else ""
    firm = {member.name, member.short_name, member.uscc or "", member.legal_representative, address}
    return {*firm, *former, *names, *trade_name, *own, *reach}


def _in_roster(case: Case) -> Finder:
    """A finder of the longest name or number that the roster knows, whoever it belongs to."""
    open_words = _open_words(case)
    firms = db.session.execute(select(Member.bare_name, Member.short_name)).all()
    people = db.session.execute(select(Contact.name, Contact.mobile)).all()
    known = {_joined(name) for row in firms for name in row} | {_joined(row.name) for row in people}
    known |= {(row.mobile or "").removeprefix("+86") for row in people}
    beginnings = Counter(firm.bare_name[:3] for firm in firms)
    known |= {piece for piece, number in beginnings.items() if number == 1 and len(piece) > 2}

    def find(text: str) -> str:
        joined = _joined(text)
        naming = (one for one in known if len(one) > 1 and one in joined and one not in open_words)
        return max(naming, key=len, default="")

    return find


def _open_words(case: Case) -> str:
    """What who handles the case may write though a firm may be called so: the masked text, departments, places."""
    departments = db.session.execute(select(Department.name, Department.short_name, Department.address))
    communities = db.session.scalars(select(Member.community).distinct())
    places = [*communities, *(word for row in departments for word in row), current_app.config["SETTINGS"].chamber_name]
    return _joined("|".join([case.released_title, case.released_story, *places]))


def refuse_names(hand: Hand, **texts: str) -> None:
    """Refuse what desk or department write about a nameless case where it tells whose it is.

    Leader, helpers and the next department read it too, whatever the author has allowed this one to know. Whoever
    does not know the author is refused every firm and contact alike: else the refusal would say whose it is.
    """
    if not nameless(hand.case) or not any(texts.values()):
        return
    find = _naming(hand.case) if hand.parties & READS_ALL else _in_roster(hand.case)
    for field, text in texts.items():
        if name := find(text):
            raise DomainError(
                _("This case goes without names, and the text names “%(name)s”. Please take the name out.", name=name),
                field=field,
            )


def release(which: Which, text: Release, *, actor: Actor) -> Case:
    """Make a masked title and story readable to departments and leader; may be done again with a better text."""
    hand = take(which, Act.RELEASE, actor=actor)
    release_text(hand, text)
    return hand.case


def release_text(hand: Hand, text: Release) -> None:
    """`release` within another act.

    DomainError where title or story is missing, too long, or names the firm or one of its people.
    """
    case = hand.case
    title, story = clean(text.title), clean(text.story, lines=True)
    if not title or not story:
        raise DomainError(_("Please fill in both the title and the text that departments will read."), field="story")
    short_enough(title, 120, "release_title")
    if name := _naming(case)(f"{title}\n{story}"):
        raise DomainError(_("The text still names “%(name)s”. Please mask it.", name=name), field="story")
    passed = [_release_file(hand, one) for one in text.pictures]
    if not case.released_at or (case.released_title, case.released_story) != (title, story):
        case.released_title, case.released_story, case.released_at = title, story, clock.now()
        note(hand, Act.RELEASE)
    elif any(passed):
        note(hand, Act.RELEASE, what="file")


def make_confidential(which: Which, *, actor: Actor) -> Case:
    """From now on departments read masked words only, and nobody else learns whose it is; never the other way.

    What a department at work was given stays with it; whoever comes after it gets what is released anew.
    """
    hand = take(which, Act.MAKE_CONFIDENTIAL, actor=actor)
    case = hand.case
    case.confidential = True
    if not hand.assignments:
        take_release_back(case)
    note(hand, Act.MAKE_CONFIDENTIAL)
    searching.fill(case)
    return case


def take_release_back(case: Case) -> None:
    """Nothing of what the member wrote is released any more."""
    case.released_title, case.released_story, case.released_at = "", "", None
    words = update(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.audience == Audience.WORDS)
    db.session.execute(words.values(released_text="", released_at=None))


def check_released(case: Case) -> None:
    """Refuse to give a department what was open before the case became confidential, where that names somebody."""
    if not case.confidential or case.released_story != case.story:
        return
    if name := _naming(case)(f"{case.released_title}\n{case.released_story}"):
        raise DomainError(_("The text still names “%(name)s”. Please mask it.", name=name), field="story")


def release_words(which: Which, event_id: int, text: str, *, actor: Actor) -> Case:
    """Release later words of the author (an addition, an objection, a rating's text) in a masked form.

    Harmless when done twice, as every release.
    """
    hand = take(which, Act.RELEASE, actor=actor)
    event = db.session.get(CaseEvent, event_id)
    if event is None or event.case_id != hand.case.id or event.audience != Audience.WORDS:
        raise DomainError(_("There are no such words in this case."))
    text = needed(text, "text", _("Please fill in the text that departments will read."))
    if name := _naming(hand.case)(text):
        raise DomainError(_("The text still names “%(name)s”. Please mask it.", name=name), field="text")
    if event.released_at is None or event.released_text != text:
        event.released_text, event.released_at = text, clock.now()
        note(hand, Act.RELEASE)
    return hand.case


def release_file(which: Which, case_file_id: int, copy: PreparedFile | None = None, *, actor: Actor) -> Case:
    """Release a file: a picture as it was re-encoded, anything else only as a redacted copy that is uploaded here."""
    hand = take(which, Act.RELEASE, actor=actor)
    if _release_file(hand, case_file_id, copy):
        note(hand, Act.RELEASE, what="file")
    return hand.case


def _release_file(hand: Hand, case_file_id: int, copy: PreparedFile | None = None) -> bool:
    """Let departments have a file, or this copy of it; whether that changed what they have."""
    row = db.session.get(CaseFile, case_file_id)
    if row is None or row.case_id != hand.case.id or row.audience != Audience.WORDS:
        raise DomainError(_("There is no such file in this case."))
    original = db.session.get_one(StoredFile, row.file_id)
    if copy is None and not original.media_type.startswith("image/"):
        raise DomainError(_("Please upload a redacted copy of this file."), field="copy")
    if copy and (name := _naming(hand.case, words=True)(contents.all_text(copy))):
        raise DomainError(
            _(
                "The copy still names “%(name)s”: in its text, its properties (author, title, company), a comment or a "
                "hidden part. Please take that out, or print the file and upload a scan.",
                name=name,
            ),
            field="copy",
        )
    released = db.session.get(StoredFile, row.released_file_id) if row.released_file_id else None
    if released and released.sha256 == (copy.sha256 if copy else original.sha256):
        return False
    stored = files.store(copy, actor=hand.actor) if copy else original
    db.session.flush()
    row.released_file_id, row.released_at = stored.id, clock.now()
    return True
