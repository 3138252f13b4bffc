"""What of the letters of a case is still to be done, and by whom."""

from sqlalchemy import select

from ...extensions import db
from ..models import Case
from ..models_authors import CaseConsent
from ..rules.hand import Hand
from ..words import Kind
from .models import CaseLetter


def letters_of(hand: Hand) -> tuple[CaseLetter, ...]:
    """All letters of a complaint, the oldest first; of other kinds there are none. Read once for a hand."""
    if hand.case.kind != Kind.COMPLAINT:
        return ()
    if hand.letters is None:
        query = select(CaseLetter).where(CaseLetter.case_id == hand.case.id).order_by(CaseLetter.id)
        hand.letters = tuple(db.session.scalars(query))
    return hand.letters


def to_decide(hand: Hand) -> list[CaseLetter]:
    """Those that the author has not said yes or no to."""
    return [one for one in letters_of(hand) if one.decided_at is None]


def to_issue(hand: Hand) -> list[CaseLetter]:
    """Those that the author has agreed to, and that have not gone out."""
    return [one for one in letters_of(hand) if one.agreed and one.issued_at is None]


def to_reply(hand: Hand) -> list[CaseLetter]:
    """Those that went out and to which nothing has come back."""
    return [one for one in letters_of(hand) if one.issued_at is not None and one.replied_at is None]


def asks_author(case: Case) -> bool:
    """Whether the author has yet to say yes or no to a consent or to a letter."""
    consents = select(CaseConsent.id).where(CaseConsent.case_id == case.id, CaseConsent.decided_at.is_(None))
    letters = select(CaseLetter.id).where(CaseLetter.case_id == case.id, CaseLetter.decided_at.is_(None))
    return db.session.scalar(consents.union_all(letters).limit(1)) is not None
