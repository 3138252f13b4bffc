"""Who is notified of cases, and the topics under which a person chooses how."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from ..messages import Tell, To, Topic
from ..rights import Role

AUTHOR = To("author", _l("who submitted it"))
COLLEAGUE = To("colleague", _l("the colleague named"))
DESK = To("desk", _l("the secretariat (or the supervisor who runs it)"))
LEAD = To("lead", _l("the handlers of the lead department"))
FORMER = To("former", _l("the handlers of the department that it was taken from"))
"""They see the case no more; the message names it by its number only."""
LEADER = To("leader", _l("the leader"))
SUPERVISOR = To("supervisor", _l("the reviewer of the objection (the supervisor, or the leader)"))
IN_CHARGE = To("in_charge", _l("whoever handles it, and the head handler of the lead department"))
HEAD = To("head", _l("the head of the secretariat; where none is marked, the secretariat"))
TOP = To("top", _l("the supervisor, where it is late at the last level"))
WORDS = To("words", _l("the supervisor, where it is not known who is meant"))
FORCE = To("force", _l("the people of the task force"))
WHO_IS_LATE = (DESK, LEAD, SUPERVISOR)

_CASE = _l("[case]")
_STAFF = (Role.SECRETARIAT, Role.HANDLER, Role.LEADER, Role.SUPERVISOR)
OWN_CASES = Topic("own_cases", _l("Progress of my cases"), concerns=(Role.MEMBER,), stands_for=_CASE)
WORK = Topic("work", _l("Cases waiting for me"), concerns=_STAFF, stands_for=_CASE)
LIMITS = Topic(
    "limits", _l("Deadlines of my cases"), concerns=_STAFF, stands_for=_CASE, by_law=True, in_office_hours=True
)


def tell(to: To, words: LazyString, *, receipt: bool = False) -> Tell:
    """A message about an act; `%(what)s` in the words is the case as that reader may name it.

    With `receipt` it also goes to those who did the act themselves.
    """
    return Tell(to, words, OWN_CASES if to in (AUTHOR, COLLEAGUE) else WORK, receipt)
