"""What a page says after each act."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..dates import local_time
from . import clocks
from .acts import Act
from .models import Case
from .words import State

DONE: dict[Act, LazyString] = {
    Act.CONTACT: _l("The contact is noted."),
    Act.ACCEPT: _l("The case is accepted."),
    Act.ASK_SUPPLEMENT: _l("The member is asked for a supplement."),
    Act.SUPPLEMENT: _l("The supplement is in."),
    Act.REVIVE: _l("The case is taken up again."),
    Act.NOT_ACCEPT: _l("The case is not accepted; the member can read why."),
    Act.RAISE_OBJECTION: _l("The objection is made."),
    Act.DECIDE_OBJECTION: _l("The objection is decided."),
    Act.RELEASE: _l("The masked text is released."),
    Act.ASSIGN: _l("The case is assigned."),
    Act.TAKE_TO_DESK: _l("The case is on the own desk now."),
    Act.SIGN: _l("The case is signed for."),
    Act.SEND_BACK: _l("The case is sent back."),
    Act.REPORT_PROGRESS: _l("The progress is noted."),
    Act.ASK_EXTENSION: _l("The extension is asked for."),
    Act.DECIDE_EXTENSION: _l("The extension is decided."),
    Act.DRAFT: _l("The answer is up for review."),
    Act.RETURN_ANSWER: _l("The answer is returned."),
    Act.PUBLISH: _l("The answer is published; the member can read it."),
    Act.RATE: _l("Thank you for your rating."),
    Act.REOPEN: _l("The case is taken up again."),
    Act.WITHDRAW: _l("The case is withdrawn."),
    Act.ADD: _l("The addition is in."),
    Act.NAME_COLLEAGUE: _l("The colleague can read and add now."),
    Act.ASK_CONSENT: _l("The member is asked for consent."),
    Act.DECIDE_CONSENT: _l("The answer on consent is noted."),
    Act.RECUSE: _l("It is noted: who steps back sees the case no more."),
    Act.PUBLISH_SUGGESTION: _l("The suggestion is published."),
}


def said(act: Act, case: Case) -> str:
    """What the page of the case says after an act; more where it went further than its name."""
    if act == Act.RATE and clocks.waits_for_call(case):
        return _(
            "Thank you. The case is taken up once more: %(desk)s calls you by %(when)s.",
            desk=_("the supervisor") if case.supervisor_runs else _("the secretariat"),
            when=local_time(case.contact_due_at),
        )
    if act == Act.ACCEPT and case.state == State.ASSIGNED:
        return _("The case is accepted and assigned.")
    return str(DONE[act])
