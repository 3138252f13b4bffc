"""What the author adds and who may learn of the case: additions, colleagues, consents."""

from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from ... import clock
from ...accounts.models import Account, Invitation
from ...audit import services as audit
from ...directory.models import Department
from ...errors import TWICE, Conflict, DomainError, Forbidden, Repeated
from ...extensions import db
from ...files.models import StoredFile
from ...language.dates import local_date
from ...language.phones import show_phone
from ...language.text import checked_text, clean
from ...members.models import Contact
from ...members.standing import reading as standing
from ...notifications import services as notifications
from ...rights import Actor
from .. import rights
from ..access import locking
from ..access.receipts import grouped
from ..access.visibility import find, is_erased, is_kept_from_others
from ..letters.waiting import asks_author
from ..models import Case, CaseColleague, CaseEvent, CaseFile
from ..models_authors import CaseConsent
from ..rules.acts import Act, Audience, Party
from ..rules.conditions import passed_on
from ..rules.hand import parties_of
from ..search import indexed
from .desk import NOT_YOURS, Papers, Which, came_with, note, take


def add(
    which: Which, text: str, prepared: Papers = (), *, actor: Actor, behalf: Papers | None = None, kept: Papers = ()
) -> Case:
    """Later words and files of the author or a named colleague; the submitted text itself stays as it is.

    An addition of which nobody but who runs the case may have anything is on nobody else's timeline.
    """
    hand = take(which, Act.ADD, actor=actor, behalf=behalf)
    text = clean(text, lines=True)
    papers = (*prepared, *(behalf or ()))
    if not text and not papers and not kept:
        raise DomainError(_("Please write something or attach a file."), field="text")
    case = hand.case
    if not text and _has_just_sent(case, papers, kept, actor):
        raise Repeated()
    audience = Audience.WORDS if text or papers else Audience.AUTHOR
    note(hand, Act.ADD, text=text, audience=audience, papers=papers, papers_for=Audience.WORDS, kept=kept)
    return case


def _has_just_sent(case: Case, papers: Papers, kept: Papers, actor: Actor) -> bool:
    """Whether this person's last addition without words brought the same files a moment ago: a button pressed twice."""
    last = select(func.max(CaseEvent.id)).where(
        CaseEvent.case_id == case.id,
        CaseEvent.act == Act.ADD,
        CaseEvent.account_id == actor.account_id,
        CaseEvent.text == "",
        CaseEvent.at > clock.now() - TWICE,
    )
    return came_with(last, papers, kept)


def mark_file(which: Which, file_id: int, kept: bool, *, actor: Actor) -> Case:
    """The author says of a file of theirs that only those who run the case have it, or that it may be passed on.

    Repeated where that is so already; Conflict where it was passed on: nothing takes that back.
    """
    hand = take(which, Act.MARK_FILE, actor=actor)
    row = db.session.get(CaseFile, file_id, populate_existing=True)
    if row is None or row.case_id != hand.case.id or row.audience not in indexed.OF_MEMBER:
        raise DomainError(_("There is no such file in this case."))
    if (row.audience == Audience.AUTHOR) is kept:
        raise Repeated()
    if kept and passed_on(hand, row):
        raise Conflict(_("This file was passed on already; this cannot be undone."))
    row.audience = Audience.AUTHOR if kept else Audience.WORDS
    name = db.session.get_one(StoredFile, row.file_id).name
    # A line in the log would tell others that there is a file which they do not get.
    note(hand, Act.MARK_FILE, text=name, audience=Audience.AUTHOR, logged=False, alone=kept)
    return hand.case


def name_colleague(which: Which, contact_id: int | None, *, actor: Actor, behalf: Papers | None = None) -> Case:
    """Let a colleague of the same firm read and add; they neither rate nor withdraw.

    What is kept from others they open by a code that whoever names them passes on, where a link of somebody else's
    may have opened their account: see `access.locking.colleague_code`.
    """
    hand = take(which, Act.NAME_COLLEAGUE, actor=actor, behalf=behalf)
    case = hand.case
    contact = db.session.get(Contact, contact_id) if contact_id else None
    if (
        contact is None
        or contact.member_id != case.member_id
        or contact.left_at
        or contact.id == case.author_contact_id
    ):
        raise DomainError(_("Please choose a colleague of your firm."), field="contact")
    row = db.session.get(CaseColleague, (case.id, contact.id))
    if row is None or row.locked_at:
        row = row or CaseColleague(case_id=case.id, contact_id=contact.id)
        now = clock.now()
        by_code = is_kept_from_others(case) and locking.came_by_link(contact)
        row.named_at, row.locked_at, row.by_author = now, now if by_code else None, not hand.on_behalf
        row.account_id, row.opened_at = contact.account_id, None
        db.session.add(row)
        if contact.account_id is not None and row.locked_at is None:
            notifications.give_back(contact.account_id, f"case:{case.id}")
        note(hand, Act.NAME_COLLEAGUE, text=contact.name, audience=Audience.AUTHOR)
    return case


def codes(case: Case, *, of_author: bool) -> list[tuple[str, str]]:
    """Whom the author, or who runs the case, named and who have yet to open it, each with the code for them."""
    query = select(CaseColleague, Contact.name).join(Contact, Contact.id == CaseColleague.contact_id)
    mine = (CaseColleague.case_id == case.id, CaseColleague.by_author.is_(of_author), locking.waits_for_code())
    rows = db.session.execute(query.where(*mine).order_by(CaseColleague.named_at, Contact.id))
    return [(name, grouped(locking.colleague_code(row))) for row, name in rows]


def colleagues_to_name(case: Case) -> list[tuple[int, str]]:
    """The other contacts of the author's firm who cannot read it yet, each with who opened their account by a link."""
    there = select(CaseColleague.contact_id).where(CaseColleague.case_id == case.id, CaseColleague.locked_at.is_(None))
    link = aliased(Invitation)
    of_contact = or_(link.contact_id == Contact.id, link.account_id == Contact.account_id)
    first = select(func.min(link.id)).where(of_contact, link.used_at.is_not(None)).correlate(Contact).scalar_subquery()
    query = (
        select(Contact.id, Contact.name, Account.name.label("by"), Invitation.issued_at)
        .select_from(Contact)
        .outerjoin(Invitation, Invitation.id == first)
        .outerjoin(Account, Account.id == Invitation.issued_by_id)
        .where(Contact.member_id == case.member_id, Contact.left_at.is_(None), Contact.id != case.author_contact_id)
        .where(Contact.id.not_in(there))
    )
    return [(row.id, _with_link(row)) for row in db.session.execute(query.order_by(Contact.name, Contact.id))]


def _with_link(row: Any) -> str:
    if row.issued_at is None:
        return str(row.name)
    by, day = row.by or _("the system"), local_date(row.issued_at)
    return _("%(name)s: account opened with a link issued by %(by)s on %(day)s", name=row.name, by=by, day=day)


def ask_consent(
    which: Which,
    recipient: str,
    purpose: str,
    *,
    actor: Actor,
    department_id: int | None = None,
    legal_duty: str = "",
) -> Case:
    """Ask the author's separate consent to tell one organisation who they are; or record the law that demands it.

    Source: Personal Information Protection Law art. 23 (separate consent), art. 13 (statutory duty).
    """
    hand = take(which, Act.ASK_CONSENT, actor=actor)
    department = db.session.get(Department, department_id) if department_id else None
    named = department.name if department else recipient
    to_whom = checked_text(named, 120, "recipient", _("Please say who is to be told."))
    why = checked_text(purpose, 300, "purpose", _("Please state the purpose."))
    duty = checked_text(legal_duty, 300, "legal_duty")
    now = clock.now()
    db.session.add(
        CaseConsent(
            case_id=hand.case.id,
            recipient=to_whom,
            recipient_department_id=department.id if department else None,
            purpose=why,
            legal_duty=duty,
            asked_at=now,
            asked_by_id=actor.account_id,
            decided_at=now if duty else None,
            granted=None,
        )
    )
    hand.case.consent_asked = hand.case.consent_asked or not duty
    asked = {"recipient": to_whom, "purpose": why, **({"legal_duty": duty} if duty else {})}
    note(hand, Act.ASK_CONSENT, text="\n".join(asked.values()), audience=Audience.AUTHOR, lines=list(asked))
    return hand.case


def decide_consent(which: Which, consent_id: int, granted: bool, *, actor: Actor) -> Case:
    """The author alone says yes or no; after a no nothing is passed on. Repeated or Conflict once it is decided."""
    hand = take(which, Act.DECIDE_CONSENT, actor=actor)
    row = db.session.get(CaseConsent, consent_id, with_for_update=True, populate_existing=True)
    if row is None or row.case_id != hand.case.id:
        raise DomainError(_("Nobody has asked for this consent."))
    if row.decided_at is not None:
        raise Repeated() if row.granted is granted else Conflict(_("You have decided this already."))
    row.decided_at, row.granted, row.text_version = clock.now(), granted, standing.text_version()
    hand.case.consent_asked = asks_author(hand.case)
    note(hand, Act.DECIDE_CONSENT, text=row.recipient, audience=Audience.AUTHOR, granted=granted)
    return hand.case


def consents(case: Case) -> list[CaseConsent]:
    """What was asked and decided, for the author and who runs the case."""
    query = select(CaseConsent).where(CaseConsent.case_id == case.id).order_by(CaseConsent.id)
    return list(db.session.scalars(query))


class Reach(NamedTuple):
    """How to reach the author."""

    name: str
    phone: str
    email: str
    wechat: str


def reveal_author(reference: str, *, actor: Actor) -> Reach:
    """The author's number and addresses, for who runs the case; the log keeps who looked. Forbidden for others."""
    case = find(reference, actor=actor)
    rights.RUN.demand(actor)
    if Party.RUNNER not in parties_of(actor, case, []):
        raise Forbidden(str(NOT_YOURS))
    if is_erased(case):
        raise Conflict(_("The identity was erased."))
    contact = db.session.get_one(Contact, case.author_contact_id)
    audit.record("case.author_revealed", "case", case.id, actor=actor)
    return Reach(contact.name, show_phone(contact.mobile), contact.email or "", contact.wechat or "")
