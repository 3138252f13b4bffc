"""What one can be allowed to do with accounts."""

from flask_babel import lazy_gettext as _l

from ..rights import ADMINISTRATION, YES, Right

INVITE = Right(_l("Accounts: invite contacts"), secretariat=YES)
ADMINISTER = Right(ADMINISTRATION, admin=YES)
