"""What one can be allowed to do with messages and group bots."""

from flask_babel import lazy_gettext as _l

from ..rights import YES, Reach, Right

SEEN = Reach(_l("those about what the person may see"))
UNREAD = Reach(_l("all, but not what they tell of"))

RESEND = Right(_l("Messages that could not be sent: see them, send them again"), secretariat=SEEN, admin=UNREAD)
RUN_BOTS = Right(_l("Group bots: set up, test, switch off"), secretariat=YES)
