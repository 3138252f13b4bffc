"""Signals of the log to features that it may not import."""

from blinker import Signal

logged = Signal()
"""Sent just before the commit, when the log rows of a transaction are written: `logged.send(session, written=[(entry,
position)])`, each act with its place in its subject's log."""
