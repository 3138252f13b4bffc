"""Signals that members send to features that they cannot import."""

from blinker import Signal

contact_left = Signal()
"""Sent in the transaction in which a contact leaves its firm: `contact_left.send(None, contact_id=…, actor=…)`."""

contact_came_back = Signal()
"""Sent in the transaction in which that is undone: `contact_came_back.send(None, contact_id=…, actor=…)`."""

names_changed = Signal()
"""Sent once, in the transaction in which firms or their contacts get other names or numbers:
`names_changed.send(None, member_ids=[…])`."""

member_left = Signal()
"""Sent in the transaction in which a member leaves or is expelled: `member_left.send(None, member_id=…, actor=…)`."""
