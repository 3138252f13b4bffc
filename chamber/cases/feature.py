"""What cases are to the house."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from ..messages import Tell
from ..registry import Act, Card, Column, Feature, Place, Subject
from ..rights import Role
from ..text import clean
from . import addressees, daily, jobs, publishing, rights, telling, views_new, views_suggestions, visibility
from .models import Case
from .words import LIMIT_LABELS, LIST_LABELS
from .workflow import TABLE

WORK_ON_CASES = (Role.SECRETARIAT, Role.HANDLER, Role.LEADER, Role.SUPERVISOR)
"""Whoever works on cases sees first what is still open, the soonest due on top."""

ACTS = (
    Act(
        "case.submit",
        _l("submitted the case"),
        (
            Tell(addressees.AUTHOR, _l("The chamber has received %(what)s."), addressees.OWN_CASES, receipt=True),
            Tell(addressees.DESK, _l("New: %(what)s. Please make the first contact in time."), addressees.WORK),
        ),
    ),
    Act(
        "case.contact",
        _l("made the first contact"),
        (Tell(addressees.AUTHOR, _l("The chamber has contacted you about %(what)s."), addressees.OWN_CASES),),
    ),
    Act(
        "case.ask_supplement",
        _l("asked for what is missing"),
        (Tell(addressees.AUTHOR, _l("Something is missing in %(what)s. Please supply it."), addressees.OWN_CASES),),
    ),
    Act(
        "case.supplement",
        _l("added what was missing"),
        (Tell(addressees.DESK, _l("%(what)s was supplemented."), addressees.WORK),),
    ),
    Act(
        "case.lapse",
        _l("let the case lapse, nothing having been added"),
        (
            Tell(
                addressees.AUTHOR,
                _l("%(what)s lapsed because the supplement did not come. You can revive it."),
                addressees.OWN_CASES,
            ),
        ),
    ),
    Act(
        "case.not_accept",
        _l("did not accept the case"),
        (
            Tell(
                addressees.AUTHOR,
                _l("%(what)s was not accepted. You can read why, and object."),
                addressees.OWN_CASES,
            ),
        ),
    ),
    Act(
        "case.object",
        _l("objected"),
        (Tell(addressees.SUPERVISOR, _l("An objection waits for your decision: %(what)s."), addressees.WORK),),
    ),
    Act(
        "case.recuse",
        _l("recused somebody"),
        (
            Tell(addressees.DESK, _l("From now on you run %(what)s: the secretariat is recused."), addressees.WORK),
            Tell(addressees.SUPERVISOR, _l("An objection waits for your decision: %(what)s."), addressees.WORK),
        ),
    ),
    Act(
        "case.decide_objection",
        _l("decided the objection"),
        (
            Tell(addressees.AUTHOR, _l("Your objection was decided: %(what)s."), addressees.OWN_CASES),
            Tell(addressees.DESK, _l("An objection was decided: %(what)s."), addressees.WORK),
        ),
    ),
    Act(
        "case.accept",
        _l("accepted the case"),
        (Tell(addressees.AUTHOR, _l("%(what)s was accepted."), addressees.OWN_CASES),),
    ),
    Act(
        "case.assign",
        _l("assigned the case"),
        (
            Tell(addressees.LEAD, _l("Assigned to your department, please sign for it: %(what)s."), addressees.WORK),
            Tell(addressees.AUTHOR, _l("A department works on %(what)s."), addressees.OWN_CASES),
        ),
    ),
    Act(
        "case.send_back",
        _l("sent the case back"),
        (Tell(addressees.DESK, _l("A department sent %(what)s back."), addressees.WORK),),
    ),
    Act(
        "case.note",
        _l("noted progress"),
        (Tell(addressees.AUTHOR, _l("There is progress in %(what)s."), addressees.OWN_CASES),),
    ),
    Act(
        "case.ask_extension",
        _l("asked for more time"),
        (
            Tell(addressees.DESK, _l("A longer limit is asked for: %(what)s."), addressees.WORK),
            Tell(addressees.LEADER, _l("A longer limit waits for your decision: %(what)s."), addressees.WORK),
        ),
    ),
    Act(
        "case.decide_extension",
        _l("decided on more time"),
        (
            Tell(addressees.LEAD, _l("The request for a longer limit was decided: %(what)s."), addressees.WORK),
            Tell(addressees.AUTHOR, _l("The limit of %(what)s was decided anew."), addressees.OWN_CASES),
        ),
    ),
    Act(
        "case.draft",
        _l("drafted the answer"),
        (Tell(addressees.DESK, _l("An answer waits for your review: %(what)s."), addressees.WORK),),
    ),
    Act(
        "case.return",
        _l("returned the draft"),
        (Tell(addressees.LEAD, _l("The answer was returned to be worked over: %(what)s."), addressees.WORK),),
    ),
    Act(
        "case.publish",
        _l("published the answer"),
        (
            Tell(
                addressees.AUTHOR,
                _l("%(what)s has been answered. Please say how you find the answer."),
                addressees.OWN_CASES,
            ),
        ),
    ),
    Act(
        "case.rate",
        _l("rated the answer"),
        (
            Tell(
                addressees.DESK,
                _l("The answer was found wanting: %(what)s. Please see how it goes on."),
                addressees.WORK,
            ),
            Tell(
                addressees.LEAD,
                _l("Your answer was found wanting: %(what)s. Please see how it goes on."),
                addressees.WORK,
            ),
        ),
    ),
    Act(
        "case.close_silently",
        _l("closed the case after silence"),
        (Tell(addressees.AUTHOR, _l("%(what)s was closed. You can still have it reopened."), addressees.OWN_CASES),),
    ),
    Act(
        "case.reopen",
        _l("reopened the case"),
        (
            Tell(addressees.DESK, _l("%(what)s was reopened."), addressees.WORK),
            Tell(addressees.LEAD, _l("%(what)s was reopened."), addressees.WORK),
        ),
    ),
    Act(
        "case.withdraw",
        _l("withdrew the case"),
        (
            Tell(addressees.DESK, _l("%(what)s was withdrawn."), addressees.WORK),
            Tell(addressees.LEAD, _l("%(what)s was withdrawn."), addressees.WORK),
        ),
    ),
    Act(
        "case.add",
        _l("added to the case"),
        (Tell(addressees.DESK, _l("Something was added to %(what)s."), addressees.WORK),),
    ),
    Act(
        "case.name_colleague",
        _l("named a colleague"),
        (Tell(addressees.COLLEAGUE, _l("A colleague shares %(what)s with you."), addressees.OWN_CASES),),
    ),
    Act(
        "case.ask_consent",
        _l("asked for consent to pass the identity on"),
        (Tell(addressees.AUTHOR, _l("Your consent is asked for: %(what)s."), addressees.OWN_CASES),),
    ),
    Act(
        "case.decide_consent",
        _l("decided on consent"),
        (Tell(addressees.DESK, _l("The consent asked for was decided: %(what)s."), addressees.WORK),),
    ),
    Act(
        "time.case_due_soon",
        _l("A limit comes near"),
        (
            Tell(addressees.DESK, _l("Due soon: %(what)s."), addressees.LIMITS),
            Tell(addressees.LEAD, _l("Due soon: %(what)s."), addressees.LIMITS),
            Tell(addressees.SUPERVISOR, _l("Due soon: %(what)s."), addressees.LIMITS),
        ),
    ),
    Act(
        "time.case_overdue",
        _l("A limit has passed"),
        (
            Tell(addressees.DESK, _l("Overdue: %(what)s."), addressees.LIMITS),
            Tell(addressees.LEAD, _l("Overdue: %(what)s."), addressees.LIMITS),
            Tell(addressees.SUPERVISOR, _l("Overdue: %(what)s."), addressees.LIMITS),
            Tell(addressees.LEADER, _l("Overdue: %(what)s."), addressees.LIMITS),
        ),
    ),
    Act("case.author_revealed", _l("looked at the author's phone number")),
    Act("case.exported", _l("exported cases")),
    Act("case.file_read", _l("downloaded a file")),
    Act("case.ledger_exported", _l("exported the ledger of cases")),
    Act("case.limit_changed", _l("changed a limit of cases")),
    Act("case.list_changed", _l("changed what the forms of cases offer")),
    Act("case.publish_suggestion", _l("published the suggestion")),
    Act("case.read", _l("read the case")),
    Act("case.recounted", _l("counted a limit again, the calendar having changed")),
    Act("case.release", _l("released words to those who handle the case")),
    Act("case.revive", _l("revived the case")),
    Act("case.sign", _l("signed for the case")),
    Act("case.sign_silently", _l("signed for the case by silence")),
    Act("case.take", _l("took the case to the own desk")),
)


def _headed(act: Act) -> Act:
    """The act with the heading that the table of transitions has for it."""
    return replace(act, heading=HEADINGS.get(act.name))


HEADINGS = {f"case.{line.act}": line.label for line in TABLE}

FEATURE = Feature(
    "cases",
    pages=(views_new.blueprint, views_suggestions.blueprint),
    places=(
        Place(
            "cases.index",
            _l("Cases"),
            "case",
            rights.READ,
            rank=1,
            label_for={Role.MEMBER: _l("My cases")},
            opens={role: {"do": "open"} for role in WORK_ON_CASES},
        ),
        Place("suggestions.index", _l("Suggestions"), "suggestion", rights.SUGGESTIONS, rank=4),
    ),
    rights=rights,
    subjects=(
        Subject(
            "case",
            _l("Case"),
            Case,
            name=Case.reference,
            finds=lambda typed: Case.reference == clean(typed).upper(),
            path="/cases/",
            path_key=Case.reference,
            log_rows=visibility.log_rows,
            source=telling.SOURCE,
        ),
        Subject(
            "caselimit", _l("Limit of cases"), words=lambda key: str(LIMIT_LABELS.get(key, "")), secretariat_reads=False
        ),
        Subject(
            "caselist",
            _l("List of cases' forms"),
            words=lambda key: str(LIST_LABELS.get(key, "")),
            secretariat_reads=False,
        ),
        Subject("ledger", _l("Ledger"), secretariat_reads=False),
        Subject("suggestion", _l("Suggestion"), secretariat_reads=False),
    ),
    topics=(addressees.OWN_CASES, addressees.WORK, addressees.LIMITS),
    each_day=(daily.each_day,),
    each_minute=(telling.pass_time,),
    works=jobs.WORKS,
    acts=tuple(_headed(act) for act in ACTS),
    cards=(
        Card(
            "suggestions/_home.html",
            dict.fromkeys((Role.MEMBER, Role.PRESIDENT), Column.ASIDE),
            rights.SUGGESTIONS,
            load=publishing.newest,
        ),
    ),
)
