"""What the log tells the features to its right."""

from blinker import Signal

logged = Signal()
"""Sent just before the commit, when the log rows of a transaction are written: `logged.send(session, written=[(entry,
position)])`, each act with its place in its subject's log."""
