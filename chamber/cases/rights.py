"""What one can be allowed to do with cases, and with the suggestions published from them."""

from flask_babel import lazy_gettext as _l

from ..rights import ALL, YES, Reach, Right

MINE = Reach(_l("submitted by or naming this person"))
ASSIGNED = Reach(_l("assigned to the own department"))
FOR_FIRMS = Reach(_l("on behalf of a firm"))
BEHALF = Reach(_l("on behalf, with the paper"))
NO_IDENTITY = Reach(_l("all, no identity in confidential ones"))
NOT_CONFIDENTIAL = Reach(_l("requests and suggestions that are not confidential"))
AS_RESPONDENT = Reach(_l("where the secretariat or the leader is the respondent, and objections"))

SUBMIT = Right(_l("Cases: submit"), secretariat=FOR_FIRMS, member=YES)
READ = Right(
    _l("Cases: read"),
    secretariat=ALL,
    member=MINE,
    handler=ASSIGNED,
    leader=NO_IDENTITY,
    president=NOT_CONFIDENTIAL,
    supervisor=AS_RESPONDENT,
    after_leaving=True,
)
RUN = Right(_l("Cases: accept, assign, publish the answer"), secretariat=YES, supervisor=AS_RESPONDENT)
HANDLE = Right(
    _l("Cases: sign for, report, draft the answer"), secretariat=BEHALF, handler=ASSIGNED, supervisor=AS_RESPONDENT
)
GRANT_LONG = Right(_l("Cases: grant a long extension"), leader=YES)
RATE = Right(_l("Cases: rate"), member=MINE, after_leaving=True)
AMEND = Right(_l("Cases: add, withdraw, reopen"), secretariat=BEHALF, member=MINE, after_leaving=True)
OBJECTION = Right(_l("Cases: decide an objection"), supervisor=YES)
LEDGER = Right(_l("Cases: the list as a table"), secretariat=YES, leader=YES, supervisor=YES)
MAINTAIN = Right(_l("Cases: limits, categories, other paths"), secretariat=YES, supervisor=YES)
SUGGESTIONS = Right(
    _l("Published suggestions: read"),
    secretariat=YES,
    member=YES,
    handler=YES,
    leader=YES,
    president=YES,
    supervisor=YES,
)
