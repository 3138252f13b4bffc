"""Who may change the calendar."""

from ..rights import ADMINISTRATION, YES, Right

EDIT = Right(ADMINISTRATION, admin=YES)
