"""The rights on measures: who sees, gives, reports and confirms them."""

from flask_babel import lazy_gettext as _l

from ..rights import ALL, OWN, YES, Reach, Right

OWN_DEPARTMENT = Reach(_l("own department's"))
RELEASED = Reach(_l("all, of confidential cases after their release"))
OF_COUNCIL = Reach(_l("of council minutes"))
THROUGH_CASES = Reach(_l("of the cases that this person runs"))

READ = Right(
    _l("Measures: read"),
    secretariat=ALL,
    member=OWN,
    handler=OWN_DEPARTMENT,
    leader=RELEASED,
    president=OF_COUNCIL,
    supervisor=THROUGH_CASES,
)
GIVE = Right(_l("Measures: give, postpone, pass on, drop"), secretariat=YES, supervisor=THROUGH_CASES)
REPORT = Right(
    _l("Measures: report progress and result"),
    secretariat=YES,
    member=OWN,
    handler=OWN_DEPARTMENT,
    supervisor=THROUGH_CASES,
)
CONFIRM = Right(
    _l("Measures: confirm what another has done"), secretariat=YES, leader=RELEASED, supervisor=THROUGH_CASES
)
LEDGER = Right(_l("Measures: export the ledger"), secretariat=ALL, leader=RELEASED)
