"""Who may have a backup made."""

from ..rights import ADMINISTRATION, YES, Right

BACK_UP = Right(ADMINISTRATION, admin=YES)
