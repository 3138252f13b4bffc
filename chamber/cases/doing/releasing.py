"""What departments and the leader get of a nameless case: masked text, later words, files; none names whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from ... import clock
from ...errors import Conflict, DomainError, at_field
from ...extensions import db
from ...files import services as files
from ...files.contents import ReadFile, read_through
from ...files.models import StoredFile
from ...language.text import checked_text, clean, short_enough
from ...rights import Actor
from ...workdays import services as workdays
from ..access import eligible, locking
from ..access.masks import accused, names_somebody, naming
from ..access.respondents import NOBODY_FREE
from ..access.visibility import nameless
from ..models import Case, CaseEvent, CaseFile
from ..reading.seen import READS_ALL
from ..rules import holding
from ..rules.acts import Act, Audience, Party
from ..rules.hand import Hand
from ..rules.limits import days_of
from ..search import indexed
from .desk import MOVED_ON, Which, needed, note, take


@dataclass(frozen=True)
class Release:
    """What departments and the leader get of a nameless case: a masked text, and pictures just as they are."""

    title: str = ""
    story: str = ""
    pictures: tuple[int, ...] = ()


def refuse_names(hand: Hand, **texts: str) -> None:
    """Refuse what whoever runs a nameless case, and so knows the author, writes where it tells whose it is."""
    _refuse_author(hand.case, texts)


def _refuse_author(case: Case, texts: Mapping[str, str]) -> None:
    if not nameless(case) or not any(texts.values()):
        return
    find = naming(case)
    for field, text in texts.items():
        if name := find(text):
            raise DomainError(
                _(
                    "This case is handled without names, and the text names “%(name)s”. Please remove the name.",
                    name=name,
                ),
                field=field,
            )


def refuse_telling(case: Case, texts: Mapping[str, str]) -> None:
    """Refuse words of who runs a case, for its departments, that say whose a nameless one is or whom it is about."""
    _refuse_author(case, texts)
    _refuse_accused(case, **texts)


def named_in(hand: Hand, **texts: str) -> frozenset[str]:
    """The fields whose text may name somebody, where who writes about a nameless case must not know whose it is.

    Such a text is taken like any other, whatever the author has allowed this department to know: a refusal would say
    who is in the roster. Of who knows the author it is refused, see `refuse_names`.
    """
    if hand.parties & READS_ALL:
        refuse_names(hand, **texts)
    elif nameless(hand.case) and any(texts.values()):
        names = names_somebody(hand.case)
        return frozenset(field for field, text in texts.items() if names(text))
    return frozenset()


def hold_back(hand: Hand, **texts: str) -> frozenset[str]:
    """`named_in`, and let whoever runs the case look through what may name somebody before others read it."""
    held, case = named_in(hand, **texts), hand.case
    if not hand.parties & READS_ALL and nameless(case):
        due = workdays.deadline(clock.now(), days_of(case.limits, "look_through"))
        case.words_due_at = case.words_due_at or (due if held else None)
        # Written whether or not something was found: else the number of statements would tell.
        flag_modified(case, "words_due_at")
    return held


def _refuse_accused(case: Case, **texts: str) -> None:
    """Refuse words for departments that say whom a confidential complaint is about."""
    find = accused(case) if nameless(case) else lambda _text: ""
    for field, text in texts.items():
        if name := find(text):
            raise DomainError(
                _(
                    "“%(name)s” tells departments whom the complaint is about. Please mask it.",
                    name=name,
                ),
                field=field,
            )


def look_through(
    which: Which, event_id: int, text: str, next_step: str = "", passed: tuple[int, ...] = (), *, actor: Actor
) -> Case:
    """Let others read what was held back, in these words, and have the files `passed`; other files stay where they are.

    The department that wrote or attached it goes on with its own. Conflict where the oldest that waits is another one.
    DomainError where words or files name the author.
    """
    hand = take(which, Act.LOOK_THROUGH, actor=actor)
    case, event = hand.case, holding.waiting(hand.case)
    if event is None or event.id != event_id:
        raise Conflict(str(MOVED_ON))
    words = event.held_at is not None and event.released_at is None
    text = needed(text, "text", _("Please write what others may read.")) if words else ""
    next_step = checked_text(next_step, 120, "next_step")
    refuse_names(hand, text=text, next_step=next_step)
    _refuse_accused(case, text=text, next_step=next_step)
    if words:
        event.released_text, event.released_at = text, clock.now()
    if case.others_step == "":
        case.others_step = next_step
    _look_at_files(hand, event, passed)
    db.session.flush()
    holding.wait_for_next(hand)
    note(hand, Act.LOOK_THROUGH, audience=Audience.RUNNER, words=words)
    return case


def _look_at_files(hand: Hand, event: CaseEvent, passed: tuple[int, ...]) -> None:
    rows = db.session.scalars(select(CaseFile).where(CaseFile.event_id == event.id, holding.not_looked_at())).all()
    if set(passed) - {row.id for row in rows}:
        raise Conflict(str(MOVED_ON))
    for row in rows:
        if row.id in passed:
            _refuse_text(hand, _stored(db.session.get_one(StoredFile, row.file_id), "passed"), "passed")
            row.released_file_id = row.file_id
        row.looked_at = clock.now()


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
    if name := naming(case)(f"{title}\n{story}"):
        raise DomainError(_("The text still names “%(name)s”. Please mask it.", name=name), field="story")
    _refuse_accused(case, release_title=title, story=story)
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
    hold_earlier(hand)
    db.session.flush()
    if not eligible.hand_over(case):
        raise DomainError(str(NOBODY_FREE))
    locking.close_to_office(case, by_author=Party.AUTHOR in hand.parties)
    note(hand, Act.MAKE_CONFIDENTIAL)
    indexed.fill(case)
    return case


def hold_earlier(hand: Hand) -> None:
    """Hold back words and files of a case from when names stood in it: who comes to it now must not read them."""
    case, names, now = hand.case, names_somebody(hand.case), clock.now()
    written = select(CaseEvent).where(
        CaseEvent.case_id == case.id,
        CaseEvent.audience.in_((Audience.ALL, Audience.UNIT)),
        CaseEvent.text != "",
        CaseEvent.held_at.is_(None),
    )
    notes = list(db.session.scalars(written.order_by(CaseEvent.at, CaseEvent.id)))
    found = [one for one in notes if names(one.text)]
    if names(case.next_step):
        # It is looked through with the first note that waits.
        case.others_step, found = "", found or notes[-1:]
    for one in found:
        one.held_at = now
    if found and case.words_due_at is None:
        case.words_due_at = workdays.deadline(now, days_of(case.limits, "look_through"))
    if hand.round and not hand.round.answered_at and names(f"{hand.round.answer}\n{hand.round.reason}"):
        hand.round.held_department_id = case.lead_department_id
    # Of a file nobody can say what it shows.
    holding.begin_to_wait(hand)


def take_release_back(case: Case) -> None:
    """Nothing of what the member wrote is released any more."""
    case.released_title, case.released_story, case.released_at = "", "", None
    words = update(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.audience == Audience.WORDS)
    db.session.execute(words.values(released_text="", released_at=None))


def check_released(case: Case) -> None:
    """Refuse to give a department what was open before the case became confidential, where that names somebody."""
    if not case.confidential or case.released_story != case.story:
        return
    if name := naming(case)(f"{case.released_title}\n{case.released_story}"):
        raise DomainError(_("The text still names “%(name)s”. Please mask it.", name=name), field="story")


def release_words(which: Which, event_id: int, text: str, *, actor: Actor) -> Case:
    """Release later words of the author (an addition, an objection, a rating's text) in a masked form.

    Harmless when done twice, as every release.
    """
    hand = take(which, Act.RELEASE, actor=actor)
    event = db.session.get(CaseEvent, event_id)
    if event is None or event.case_id != hand.case.id or event.audience != Audience.WORDS:
        raise DomainError(_("There is no such text in this case."))
    text = needed(text, "text", _("Please fill in the text that departments will read."))
    if name := naming(hand.case)(text):
        raise DomainError(_("The text still names “%(name)s”. Please mask it.", name=name), field="text")
    _refuse_accused(hand.case, text=text)
    if event.released_at is None or event.released_text != text:
        event.released_text, event.released_at = text, clock.now()
        note(hand, Act.RELEASE)
    return hand.case


def release_file(which: Which, case_file_id: int, copy: ReadFile | None = None, *, actor: Actor) -> Case:
    """Release a file: a picture as it was re-encoded, anything else only as a redacted copy that is uploaded here."""
    hand = take(which, Act.RELEASE, actor=actor)
    if _release_file(hand, case_file_id, copy):
        note(hand, Act.RELEASE, what="file")
    return hand.case


def _release_file(hand: Hand, case_file_id: int, copy: ReadFile | None = None) -> bool:
    """Let departments have a file, or this copy of it; whether that changed what they have."""
    row = db.session.get(CaseFile, case_file_id, populate_existing=True)
    of_unit = row is not None and row.audience in holding.OF_UNITS and nameless(hand.case)
    if row is None or row.case_id != hand.case.id or not (of_unit or row.audience == Audience.WORDS):
        raise DomainError(_("There is no such file in this case."))
    original = db.session.get_one(StoredFile, row.file_id)
    if copy is None and not of_unit and not original.media_type.startswith("image/"):
        raise DomainError(_("Please upload a redacted copy of this file."), field="copy")
    _refuse_text(hand, copy or (_stored(original, "copy") if of_unit else None))
    released = db.session.get(StoredFile, row.released_file_id) if row.released_file_id else None
    if released and released.sha256 == (copy.file.sha256 if copy else original.sha256):
        return False
    stored = files.store(copy.file, actor=hand.actor) if copy else original
    db.session.flush()
    row.released_file_id = stored.id
    if of_unit:
        row.looked_at = clock.now()
        holding.wait_for_next(hand)
    else:
        row.released_at = clock.now()
    return True


def _stored(row: StoredFile, field: str) -> ReadFile:
    """A file that a department attached earlier, read through now: who locked the case for the act waits for it."""
    with at_field(field):
        return read_through(files.read_back(row))


def _refuse_text(hand: Hand, file: ReadFile | None, field: str = "copy") -> None:
    """Refuse to pass on a file whose text names somebody."""
    if file and (name := naming(hand.case, words=True)(file.text)):
        raise DomainError(
            _(
                "The copy still names “%(name)s”: in its text, its properties (author, title, company), a comment or a "
                "hidden part. Please take that out, or print the file and upload a scan.",
                name=name,
            ),
            field=field,
        )
