"""Who may read the log."""

from flask_babel import lazy_gettext as _l

from ..rights import ALL, Reach, Right

AREA = Reach(_l("members, contacts, departments, events, notices, and the cases that it sees"))
NO_TRACES = Reach(_l("all, but what would show who wrote a case"))
SEALED = Reach(_l("all, with the seals"))

READ = Right(
    _l("Log (rows of a case only for who sees that case)"),
    secretariat=AREA,
    leader=NO_TRACES,
    supervisor=SEALED,
    admin=ALL,
)
