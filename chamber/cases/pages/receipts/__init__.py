"""Receipt codes: one's own, and the supervisor's call where one is lost."""

from . import calls, own

__all__ = ["calls", "own"]
