"""The author of a case is not there any more: somebody of the firm goes on, or whoever runs it says how."""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, exists, select

from ... import clock
from ...accounts.models import Account
from ...accounts.signals import reach_changed
from ...errors import DomainError
from ...extensions import db
from ...members.models import Contact
from ...members.signals import contact_came_back, contact_left
from ...messages import Happened
from ...notifications import services as notifications
from ...rights import Actor
from ..access.visibility import is_kept_from_others, nameless
from ..doing.closing import close_silently, lapse
from ..doing.desk import Which, needed, note, take
from ..models import Case, CaseColleague, CaseEvent
from ..models_authors import CaseReceipt, CaseSuccession
from ..rules import clocks, waiting
from ..rules.acts import Act, Audience
from ..rules.hand import Hand, load
from ..rules.limits import REOPEN_DAYS
from ..words import AGAIN, State
from .succession import Heir, choices, heirs


@contact_left.connect
@contact_came_back.connect
def see_contact_anew(_sender: object, *, contact_id: int, actor: Actor) -> None:
    """A contact left its firm, or that was a mistake."""
    see_anew(None, contact_ids=[contact_id])


@reach_changed.connect
def see_anew(_sender: object, *, contact_ids: Sequence[int]) -> None:
    """See of each case of these contacts whether its author is still there, and who goes on with it else."""
    for case in _locked(Case.author_contact_id.in_(contact_ids)):
        author, hand = db.session.get_one(Contact, case.author_contact_id), load(case, None)
        if not _is_gone(case, author):
            author_back(hand)
        elif author.left_at is not None and not _is_over(case) and (found := heirs(case)):
            take_over(hand, found[0])
        elif case.author_left_at is None:
            author_left(hand)
    _give_back(contact_ids)


def _locked(which: ColumnElement[bool]) -> Sequence[Case]:
    query = select(Case).where(which).order_by(Case.id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(query).all()


def _is_gone(case: Case, author: Contact) -> bool:
    """Whether nobody can act as the author: they left, or their account is closed or not theirs any more."""
    if author.left_at is not None or case.author_account_id is None:
        return author.left_at is not None
    account = db.session.get_one(Account, case.author_account_id, populate_existing=True)
    return author.account_id != account.id or account.disabled_at is not None


def _is_over(case: Case) -> bool:
    """Whether its author could not have it taken up again either."""
    if case.closed_at is None:
        return False
    given_up = case.state == State.WITHDRAWN and case.lapsed_at is None
    return given_up or clock.now() > case.closed_at + timedelta(days=REOPEN_DAYS)


def author_left(hand: Hand) -> None:
    """Nobody takes the place by themselves: who runs the case has to say how it goes on."""
    case = hand.case
    case.author_left_at = clock.now()
    if clocks.is_open(case) or clocks.waits_for_author(case):
        clocks.begin_author_decision(case)
        if clocks.waits_for_respondent(case) and case.question == AGAIN:
            waiting.wait_for_author(case)
        _note(hand, Act.AUTHOR_LEFT)


def author_back(hand: Hand) -> None:
    """The author is there again, if they were not."""
    if hand.case.author_left_at is not None:
        clocks.run_for_author(hand.case)
        if clocks.is_open(hand.case) or clocks.waits_for_author(hand.case):
            _note(hand, Act.AUTHOR_BACK)


def take_over(hand: Hand, heir: Heir) -> None:
    """Whom the author named, or who is in charge of the firm, goes on at once."""
    _pass_on(hand, heir, Act.TAKE_OVER)


def _pass_on(hand: Hand, heir: Heir, act: Act, reason: str = "") -> None:
    """Make somebody else the author, with nothing by which the account of before could come in again."""
    case, was = hand.case, db.session.get_one(Contact, hand.case.author_contact_id)
    named = db.session.get(CaseColleague, (case.id, heir.contact_id))
    by_author = named is not None and named.by_author
    db.session.add(
        CaseSuccession(
            case_id=case.id,
            contact_id=case.author_contact_id,
            account_id=case.author_account_id,
            author_phone=case.author_phone,
            was_locked=case.locked_at is not None,
            named_at=named.named_at if named and by_author else None,
            at=clock.now(),
            by_id=hand.actor.account_id if hand.actor else None,
        )
    )
    if named is not None:
        db.session.delete(named)
    # The roster's number is no proof of who somebody is: of what is kept from others the new author says their own.
    _hold_by(case, heir.contact_id, heir.account_id, "")
    _note(hand, act, "\n".join(part for part in (f"{was.name} → {heir.name}", reason) if part))


def _hold_by(case: Case, contact_id: int, account_id: int | None, phone: str) -> None:
    case.author_contact_id, case.author_account_id, case.author_phone = contact_id, account_id, phone
    case.locked_at = case.code_lost_at = None
    db.session.execute(delete(CaseReceipt).where(CaseReceipt.case_id == case.id))
    clocks.run_for_author(case)
    db.session.flush()


def _give_back(contact_ids: Sequence[int]) -> None:
    """Somebody was noted as left by mistake: what the program passed on is theirs again, if nothing was done since."""
    passed = CaseSuccession.contact_id.in_(contact_ids) & CaseSuccession.undone_at.is_(None)
    rows = db.session.scalars(select(CaseSuccession).where(passed).order_by(CaseSuccession.id.desc())).all()
    for case in _locked(Case.id.in_({row.case_id for row in rows})) if rows else ():
        row = next(row for row in rows if row.case_id == case.id)
        author = db.session.get_one(Contact, row.contact_id)
        if row.by_id is not None or row.was_locked or author.left_at or not _is_last(row) or _was_used(case, row):
            continue
        if not _is_same_person(author, row):
            continue
        hand, heir_id = load(case, None), case.author_contact_id
        row.undone_at = clock.now()
        if row.named_at is not None:
            again = CaseColleague(case_id=case.id, contact_id=heir_id, named_at=row.named_at, by_author=True)
            again.account_id, again.opened_at = case.author_account_id, row.at
            if case.locked_at is not None:
                # Somebody else may have come into that account while it was the author's.
                again.named_at = again.locked_at = clock.now()
            db.session.add(again)
        _hold_by(case, row.contact_id, row.account_id, row.author_phone)
        _note(hand, Act.AUTHOR_BACK, author.name)


def _is_last(row: CaseSuccession) -> bool:
    later = exists().where(CaseSuccession.case_id == row.case_id, CaseSuccession.id > row.id)
    return not db.session.scalar(select(later))


def _was_used(case: Case, row: CaseSuccession) -> bool:
    """Whether whoever went on has done something, or taken a code."""
    acted = exists().where(
        CaseEvent.case_id == case.id, CaseEvent.account_id == case.author_account_id, CaseEvent.at >= row.at
    )
    code = exists().where(CaseReceipt.case_id == case.id)
    return bool(db.session.scalar(select(acted | code)))


def _is_same_person(author: Contact, row: CaseSuccession) -> bool:
    """Whether the account is still theirs and open; `was_locked` says whether somebody may have come into it."""
    if author.account_id != row.account_id:
        return False
    account = db.session.get(Account, row.account_id, populate_existing=True) if row.account_id else None
    return account is None or account.disabled_at is None


def hand_on(which: Which, contact_id: int | None, reason: str, *, actor: Actor) -> Case:
    """Who runs the case says who of the firm goes on, after a call; of a confidential one only whom its author named.

    DomainError for anybody else.
    """
    hand = take(which, Act.HAND_ON, actor=actor)
    reason = needed(reason, "reason", _("Please say who you spoke to and what was agreed."))
    heir = next((one for one in choices(hand.case) if one.contact_id == contact_id), None)
    if heir is None:
        raise DomainError(_("Please choose someone in the firm who may take over."), field="contact")
    _pass_on(hand, heir, Act.HAND_ON, reason)
    return hand.case


def go_on_without(which: Which, reason: str, *, actor: Actor) -> Case:
    """Who runs the case goes on without an author: what waits for one ends, as silence would end it."""
    hand = take(which, Act.GO_ON_WITHOUT, actor=actor)
    reason, case = needed(reason, "reason", _("Please give the reason.")), hand.case
    case.author_due_at = None
    note(hand, Act.GO_ON_WITHOUT, text=reason, audience=Audience.AUTHOR)
    if case.state == State.ANSWERED:
        close_silently(hand)
    elif case.state == State.SUPPLEMENTING:
        lapse(hand)
    elif clocks.waits_for_author(case):
        clocks.set_step(case, clock.now(), None)
    return case


def _note(hand: Hand, act: Act, text: str = "") -> None:
    """On the timeline; in the log only where the roster's row of the same second does not say whose case it is."""
    case, now = hand.case, clock.now()
    quiet = hand.actor is None and (nameless(case) or is_kept_from_others(case))
    note(hand, act, text=text, audience=Audience.AUTHOR, logged=not quiet)
    if quiet:
        notifications.notify("case", Happened(f"case.{act}", case.id, now.isoformat(), now))
