"""Signals that the directory sends to features that it cannot import."""

from blinker import Signal

renamed = Signal()
"""Sent in the transaction in which a department gets another name or short name:
`renamed.send(None, department_id=…)`."""
