"""Signals that accounts send to features that they cannot import."""

from blinker import Signal

access_passed = Signal()
"""Sent in the transaction in which somebody else may have come into an account, or by another account to a contact's
things: `access_passed.send(None, account_id=…, contact_ids=[…], by_id=…, is_first=…)`. `account_id` is None where the
things of the account itself stay with it; `by_id` is who made that possible, None at the command line; `is_first`:
nobody could sign in here before, so that what waits may be meant for whoever comes in."""

accounts_merged = Signal()
"""Sent in the transaction in which a person brings what one account has to another one of theirs:
`accounts_merged.send(None, account_id=…, into_id=…)`."""

reach_changed = Signal()
"""Sent in the transaction in which somebody may have become able, or unable, to sign in for contacts of firms:
`reach_changed.send(None, contact_ids=[…])`."""

renamed = Signal()
"""Sent in the transaction in which an account gets another name: `renamed.send(None, account_id=…)`."""
