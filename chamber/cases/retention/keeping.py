"""Of which cases the identity is erased in the end, and which of them can be held."""

from ..access.visibility import is_erased
from ..rules import clocks
from ..rules.hand import Hand
from ..words import ENDED, Kind, State

KINDS = (Kind.COMPLAINT, Kind.RETALIATION)
"""A request or a suggestion is the firm's own business with the chamber."""
OVER = (*ENDED, State.NOT_ACCEPTED)


def may_hold(hand: Hand) -> bool:
    """Whether it has ended, says whose it is and is not held."""
    return _is_kept(hand) and not hand.is_held


def may_end_hold(hand: Hand) -> bool:
    """Whether it is held."""
    return _is_kept(hand) and hand.is_held


def _is_kept(hand: Hand) -> bool:
    case = hand.case
    over = case.closed_at is not None and case.state in OVER and not clocks.waits_for_objection(case)
    return over and case.kind in KINDS and not is_erased(case)
