"""Who may change the settings."""

from ..rights import ADMINISTRATION, YES, Right

EDIT = Right(ADMINISTRATION, admin=YES)
