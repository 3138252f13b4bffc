"""Signals between the parts of cases: who keeps a list does not know who names what stands in it."""

from blinker import Signal

category_renamed = Signal()
"""Sent in the transaction in which a category gets another name: `category_renamed.send(None, category_id=…)`."""
