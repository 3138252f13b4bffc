"""What one can be allowed to do with cases, and with the suggestions published from them."""

from flask_babel import lazy_gettext as _l

from ..rights import YES, Reach, Right

UNCONCERNED = Reach(_l("all, unless recused or respondent"))
OF_OTHER_FIRMS = Reach(_l("all, unless recused or respondent; no confidential ones of the own firm"))
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
WHERE_IT_RUNS = Reach(_l("where the supervisor is in charge of the case"))
WHERE_IT_RAN = Reach(_l("where the supervisor was in charge of the case, or none is available"))
WITHOUT_SUPERVISOR = Reach(_l("where no supervisor is available"))
FOR_FIRMS = Reach(_l("on behalf of a firm"))
FOR_AUTHORS = Reach(_l("on behalf; withdrawing with the paper"))
FOR_DEPARTMENTS = Reach(_l("own desk; on behalf of a department, with its paper"))
OF_DEPARTMENTS = Reach(_l("of departments"))
OPEN_WORDS = Reach(_l("for the chamber, the street office, and unknown ones (only the words about the respondent)"))
SHORT = Reach(_l("for simple and normal cases; for complex ones where no leader is available"))
COMPLEX = Reach(_l("for complex cases of the secretariat"))
NOT_OWN = Reach(_l("but for cases of the supervisor only where no leader is available"))

OF_SEEN = Reach(_l("of the cases open to the person"))
OF_DEPARTMENT = Reach(_l("own department"))
OF_OWN_DESK = Reach(_l("the secretariat's own"))
CUT = Reach(_l("confidential cases in yearly totals only"))
YEARLY = Reach(_l("yearly totals"))
ANSWERED_ONES = Reach(_l("those that are answered"))
SHOWN_OF_DEPARTMENT = Reach(_l("those of the own department, without number or names"))
SHOWN_ONES = Reach(_l("without number or names"))

SUBMIT = Right(_l("Cases: submit"), secretariat=FOR_FIRMS, member=YES)
READ = Right(
    _l("Cases: read"),
    secretariat=OF_OTHER_FIRMS,
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
EXTEND = Right(
    _l("Cases: decide extensions and task forces"), secretariat=SHORT, leader=COMPLEX, supervisor=WHERE_IT_RUNS
)
OBJECTION = Right(_l("Cases: decide objections"), leader=WHERE_IT_RAN, supervisor=NOT_OWN)
CLARIFY = Right(_l("Cases: identify unclear respondents"), secretariat=OF_DEPARTMENTS, supervisor=OPEN_WORDS)
RATE = Right(
    _l(
        "Cases: rate own cases, consent to disclosing one's identity, correct the respondent, decide who can see a file"
    ),
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
    _l("Cases: unlock for an author who lost the code"), leader=WITHOUT_SUPERVISOR, supervisor=UNCONCERNED
)
RECUSE = Right(_l("Cases: recuse oneself"), secretariat=YES, handler=YES, leader=YES, supervisor=YES)
LEDGER = Right(_l("Cases: export"), secretariat=YES, leader=YES, supervisor=YES)
FIGURES = Right(
    _l("Cases: figures"),
    secretariat=YES,
    member=YEARLY,
    handler=OF_DEPARTMENT,
    leader=CUT,
    president=CUT,
    supervisor=OF_SEEN,
)
MAINTAIN = Right(_l("Cases: limits, categories, other options"), secretariat=YES, supervisor=YES)
SUGGESTIONS = Right(
    _l("Published suggestions: read"),
    secretariat=YES,
    member=YES,
    handler=YES,
    leader=YES,
    president=YES,
    supervisor=YES,
)
ANSWERS = Right(
    _l("Answer book: read"),
    secretariat=YES,
    member=YES,
    handler=YES,
    leader=YES,
    president=YES,
    supervisor=YES,
)
RELEASE_ANSWERS = Right(_l("Answer book: release, change, withdraw"), secretariat=YES)
TEMPLATES = Right(_l("Answer templates: keep"), secretariat=OF_OWN_DESK, handler=OF_DEPARTMENT)
SUPPORT = Right(_l("Published suggestions: support, once per firm"), member=YES)
QUARTERLY = Right(_l("Published suggestions: draft the quarterly notice"), secretariat=YES)
THEMES = Right(
    _l("Common problems: read"),
    secretariat=YES,
    member=ANSWERED_ONES,
    handler=SHOWN_OF_DEPARTMENT,
    leader=SHOWN_ONES,
    president=SHOWN_ONES,
    supervisor=SHOWN_ONES,
)
APPEALS = Right(_l("Lists of appeals: read"), secretariat=YES, leader=YES, president=YES)
LINK = Right(_l("Common problems: link cases, show, answer"), secretariat=YES)
