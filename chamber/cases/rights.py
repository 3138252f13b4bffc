"""What one can be allowed to do with cases, and with the suggestions published from them."""

from flask_babel import lazy_gettext as _l

from ..rights import YES, Reach, Right

UNCONCERNED = Reach(_l("all, unless recused or respondent"))
MINE = Reach(_l("submitted by or naming this person"))
ASSIGNED = Reach(_l("assigned to the own department"))
NO_IDENTITY = Reach(_l("all, no identity in confidential ones"))
NOT_CONFIDENTIAL = Reach(_l("requests and suggestions that are not confidential"))
WATCHED = Reach(
    _l(
        "where the secretariat or the leader is the respondent, and objections: all; late at the last step: released"
        " text, no identity"
    )
)
WHERE_IT_RUNS = Reach(_l("where the supervisor runs the case"))
WHERE_IT_RAN = Reach(_l("where the supervisor ran the case, or none is free"))
WITHOUT_SUPERVISOR = Reach(_l("where no supervisor is free"))
FOR_FIRMS = Reach(_l("on behalf of a firm"))
FOR_AUTHORS = Reach(_l("on behalf; withdrawing with the paper"))
FOR_DEPARTMENTS = Reach(_l("own desk; on behalf of a department, with its paper"))
OF_DEPARTMENTS = Reach(_l("of departments"))
OPEN_WORDS = Reach(_l("of the chamber, the street office, wholly open (only the words about the respondent)"))
SHORT = Reach(_l("of simple and normal cases; of complex ones where no leader is free"))
COMPLEX = Reach(_l("of complex cases that the secretariat runs"))
NOT_OWN = Reach(_l("but of cases that the supervisor runs only where no leader is free"))

SUBMIT = Right(_l("Cases: submit"), secretariat=FOR_FIRMS, member=YES)
READ = Right(
    _l("Cases: read"),
    secretariat=UNCONCERNED,
    member=MINE,
    handler=ASSIGNED,
    leader=NO_IDENTITY,
    president=NOT_CONFIDENTIAL,
    supervisor=WATCHED,
    after_leaving=True,
)
RUN = Right(_l("Cases: accept, assign, publish the answer"), secretariat=YES, supervisor=WHERE_IT_RUNS)
HANDLE = Right(
    _l("Cases: sign for, report, draft the answer"),
    secretariat=FOR_DEPARTMENTS,
    handler=ASSIGNED,
    supervisor=WHERE_IT_RUNS,
)
EXTEND = Right(_l("Cases: decide a longer limit"), secretariat=SHORT, leader=COMPLEX, supervisor=WHERE_IT_RUNS)
OBJECTION = Right(_l("Cases: decide an objection"), leader=WHERE_IT_RAN, supervisor=NOT_OWN)
CLARIFY = Right(_l("Cases: say who an open respondent is"), secretariat=OF_DEPARTMENTS, supervisor=OPEN_WORDS)
RATE = Right(
    _l("Cases: rate the own one, consent to passing one's name on, take back whom it is about, say who gets a file"),
    member=YES,
    after_leaving=True,
)
AMEND = Right(
    _l("Cases: add, withdraw, object, reopen"),
    secretariat=FOR_AUTHORS,
    member=MINE,
    supervisor=WHERE_IT_RUNS,
    after_leaving=True,
)
OPEN_AGAIN = Right(
    _l("Cases: open again for an author who lost the code"), leader=WITHOUT_SUPERVISOR, supervisor=UNCONCERNED
)
RECUSE = Right(
    _l("Cases: step back from one that one works on"), secretariat=YES, handler=YES, leader=YES, supervisor=YES
)
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
