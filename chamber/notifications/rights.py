"""What one can be allowed to do with messages and group bots."""

from flask_babel import lazy_gettext as _l

from ..rights import YES, Right

MEND = Right(_l("Messages that could not be sent: see them, send them again"), secretariat=YES, admin=YES)
RUN_BOTS = Right(_l("Group bots: set up, test, switch off"), secretariat=YES)
