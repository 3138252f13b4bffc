"""Signals of the calendar to features that it may not import."""

from blinker import Signal

day_changed = Signal()
"""Sent in the transaction in which a day that no decree covers turns out otherwise:
`day_changed.send(None, day=…, before=…, actor=…)`, `before` being the calendar as it was."""
