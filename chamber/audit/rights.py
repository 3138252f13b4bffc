"""Who may read the log."""

from flask_babel import lazy_gettext as _l

from ..rights import YES, Reach, Right

AREA = Reach(_l("members, contacts, departments, events, notices, and the cases that it sees"))

READ = Right(
    _l("Log (rows of a case only for who sees that case)"), secretariat=AREA, leader=YES, supervisor=YES, admin=YES
)
