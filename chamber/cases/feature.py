"""Registers cases with the application: pages, rights, log subjects, acts, notifications, jobs, cards."""

from collections.abc import Mapping
from functools import partial

from flask import url_for
from flask_babel import lazy_gettext as _l

from ..language.text import clean
from ..messages import Tell
from ..registry import Act, Feature, Place, Subject
from ..registry.homes import Card, Column, Matters, Row, Step
from ..rights import Actor, Right, Role
from . import addressees, home, jobs, rights
from .access import opening, visibility
from .access import receipts as codes
from .answers import pages_declared as answers
from .appeals import declared as shared
from .doing import daily
from .figures.published import freezing
from .figures.words import FIELDS as FIGURE_FIELDS
from .force import pages_matters as force
from .ladder import climbing, overdue, told, weekly
from .lists import finding, today
from .lists.listing import SeenLine
from .measured import subject
from .models import Case
from .outside.pages_matters import OUTSIDE
from .pages import cases
from .pages.acts import place_of, word_of
from .pages.receipts import own
from .papers.declared import PAPERS
from .paths.pages_matters import OTHER_PATHS
from .reading import traces, whom
from .retention import erasing, pages_cards
from .rules.workflow import TABLE
from .suggestions import pages as suggestions
from .suggestions.pages_matters import NEWEST, SUGGESTIONS
from .telling import acts as telling
from .telling import unclear
from .thanks.pages_cards import THANKS
from .words import LIMIT_LABELS, LIST_LABELS

WORK_ON_CASES = (Role.SECRETARIAT, Role.HANDLER, Role.LEADER, Role.SUPERVISOR)
"""Whoever works on cases sees first what is still open, the soonest due on top."""

BY_TIME = (
    Act(
        unclear.ACT,
        _l("Respondent of a complaint unclear"),
        (
            Tell(
                addressees.WORDS,
                _l("It is not clear who a complaint is about. Please say who is meant."),
                addressees.WORK,
            ),
        ),
    ),
    Act(
        "time.case_due_soon",
        _l("Deadline approaching"),
        tuple(
            Tell(to, _l("Due soon: %(what)s."), addressees.LIMITS)
            for to in (*addressees.WHO_IS_LATE, addressees.LEADER)
        ),
    ),
    Act(
        "time.case_words_wait",
        _l("Text that may identify someone is waiting"),
        (
            Tell(
                addressees.DESK,
                _l("A text that may identify someone is waiting for your review: %(what)s."),
                addressees.WORK,
            ),
        ),
    ),
    Act(
        "time.case_author_waits",
        _l("The author cannot be reached here"),
        (
            Tell(
                addressees.DESK,
                _l("Nobody can act as the author of %(what)s. Please decide how to continue."),
                addressees.WORK,
            ),
        ),
    ),
    *told.ACTS,
    *force.BY_TIME,
    *weekly.ACTS,
)
PRIVATE_ROWS = frozenset(f"case.{row.act}" for row in TABLE if row.private or row.of_force)
OTHERS = (
    Act(
        "case.arbiter_changed",
        _l("passed the objection to another reviewer"),
        (addressees.tell(addressees.SUPERVISOR, _l("An objection is waiting for your decision: %(what)s.")),),
    ),
    Act("case.author_revealed", _l("viewed the author's phone number"), counts=False),
    Act("case.exported", _l("exported cases"), counts=False),
    Act("case.file_read", _l("downloaded a file"), counts=False),
    Act("case.found", _l("found the case by words in it"), counts=False),
    Act("case.ledger_exported", _l("exported the ledger of cases"), counts=False),
    Act("case.number_shown", _l("viewed the number stored with the case"), counts=False),
    Act("case.figures_exported", _l("exported the figures of cases"), counts=False),
    Act("case.figures_frozen", _l("closed a period of the figures")),
    Act("case.figures_issued", _l("issued the monthly report")),
    Act("case.limit_changed", _l("changed a limit of cases")),
    Act("case.list_changed", _l("changed the choices in case forms")),
    Act("case.read", _l("read the case"), counts=False),
    Act("case.recounted", _l("recalculated a limit after a calendar change"), counts=False),
    Act("suggestion.quarter_settled", _l("settled the quarterly notice on suggestions")),
)
"""Acts of the log that the workflow does not have."""


def _overview(actor: Actor) -> home.Overview:
    """What all cards of one person share; the words of buttons stand with the pages of acts."""
    return home.Overview(actor, word_of, place_of)


def _home(template: str, columns: Mapping[Role, Column], right: Right = rights.READ) -> Card:
    """A card of the home pages; all of them share what one `Overview` reads, and stand next to the role's own."""
    return Card(f"cases/home/_{template}.html", columns, right, load=_overview, rank=9)


CARDS = (
    *force.CARDS,
    Card("cases/home/_open_words.html", {Role.SUPERVISOR: Column.ABOVE}, rights.CLARIFY, count=whom.open_count, rank=3),
    _home("heading", dict.fromkeys((Role.HANDLER, Role.LEADER, Role.SUPERVISOR), Column.HEADING)),
    _home("new", dict.fromkeys((Role.SECRETARIAT, Role.MEMBER), Column.ACTIONS), rights.SUBMIT),
    Card(
        "cases/home/_reported_number.html",
        {Role.LEADER: Column.ABOVE, Role.SECRETARIAT: Column.ASIDE_ABOVE},
        rights.LEDGER,
        count=overdue.number_reported,
        rank=2,
    ),
    _home("reported", {Role.SUPERVISOR: Column.ABOVE}),
    Card("cases/home/_levels.html", {Role.SECRETARIAT: Column.ASIDE_ABOVE}, rights.READ, counts=overdue.counts, rank=9),
    _home("glance", dict.fromkeys((Role.SECRETARIAT, Role.HANDLER), Column.BELOW)),
    _home("weeks", {Role.LEADER: Column.TOP}),
    *(_home(card, {Role.LEADER: Column.ABOVE}) for card in ("decisions", "units")),
    *(_home(card, {Role.LEADER: Column.ASIDE_ABOVE}) for card in ("kinds", "late_weeks")),
    _home("waiting", dict.fromkeys((Role.HANDLER, Role.SUPERVISOR), Column.ABOVE)),
    *(_home(role, {role: Column.ABOVE}) for role in (Role.LEADER, Role.MEMBER, Role.PRESIDENT)),
    _home("week", dict.fromkeys((Role.SECRETARIAT, Role.HANDLER, Role.LEADER), Column.ASIDE_ABOVE)),
    Card("cases/home/_receipts.html", {Role.MEMBER: Column.ABOVE}, rights.READ, count=codes.number_waiting, rank=1),
    Card(
        "cases/home/_calls.html",
        dict.fromkeys((Role.SUPERVISOR, Role.LEADER), Column.ABOVE),
        rights.OPEN_AGAIN,
        count=opening.number_of_callers,
        rank=1,
    ),
    NEWEST,
)


def _step(line: SeenLine) -> Step:
    page = url_for("cases.show", reference=line.reference)
    return Step(line.reference, page, word_of(line), place_of(line))


OPEN_WORDS = _l("Respondent of a complaint unclear")
LOST_CODES = _l("Calls about lost receipt codes")


def _words_step(_row: Row) -> Step:
    return Step(str(OPEN_WORDS), url_for("cases.open_respondents"), _l("Read the words"))


def _call_step(_row: Row) -> Step:
    return Step(str(LOST_CODES), url_for("cases.calls"), _l("Open"))


MATTERS = (
    Matters(
        "cases/home/_matter.html",
        _l("Cases"),
        "cases.index",
        frozenset(WORK_ON_CASES),
        rights.READ,
        _step,
        values={"do": "mine"},
        load=_overview,
        lines=home.matters,
        number=home.number,
    ),
    Matters(
        "",
        OPEN_WORDS,
        "cases.open_respondents",
        frozenset({Role.SUPERVISOR}),
        rights.CLARIFY,
        _words_step,
        query=whom.waiting,
    ),
    Matters(
        "",
        LOST_CODES,
        "cases.calls",
        frozenset({Role.SUPERVISOR, Role.LEADER}),
        rights.OPEN_AGAIN,
        _call_step,
        query=opening.waiting,
    ),
)
"""What may wait; who has no such list on the home page is led from one to the next all the same."""

FEATURE = Feature(
    "cases",
    pages=(cases.blueprint, suggestions.blueprint),
    open_pages=("cases.promise",),
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
            visible=visibility.visible_to,
            log_rows=partial(visibility.log_rows, private=PRIVATE_ROWS),
            source=telling.SOURCE,
            measured=subject.MEASURED,
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
        Subject("respondent", _l("Unclear respondent"), secretariat_reads=False, source=unclear.SOURCE),
        Subject(weekly.SUBJECT, _l("List of overdue cases"), secretariat_reads=False, source=weekly.SOURCE),
        Subject("ledger", _l("Ledger"), secretariat_reads=False),
        Subject(traces.SEARCH, _l("Search of confidential cases"), secretariat_reads=False),
        Subject("figures", _l("Figures"), words=str, secretariat_reads=False, fields=FIGURE_FIELDS),
        Subject("suggestion", _l("Quarterly notice on suggestions"), words=str, secretariat_reads=False),
        *shared.SUBJECTS,
        *answers.SUBJECTS,
    ),
    topics=(addressees.OWN_CASES, addressees.WORK, addressees.LIMITS),
    each_day=(daily.each_day, freezing.each_day, erasing.erase_each_day),
    erase_again=erasing.erase_again,
    each_minute=(telling.pass_time, unclear.pass_time, climbing.pass_time, weekly.pass_time, *force.EACH_MINUTE),
    finds=(*finding.FINDS, *shared.FINDS, *answers.FINDS),
    works=jobs.WORKS,
    acts=(
        *(
            Act(
                f"case.{row.act}",
                row.logged,
                row.tells,
                heading=row.label,
                counts=row.right is not None,
                lets_go=row.lets_go,
            )
            for row in TABLE
        ),
        *BY_TIME,
        *OTHERS,
        *shared.ACTS,
        *answers.ACTS,
    ),
    papers=PAPERS,
    cards=(*CARDS, *pages_cards.IDENTITIES, *THANKS, *shared.CARDS),
    facts=today.FACTS,
    matters=(*force.MATTERS, *OUTSIDE, *OTHER_PATHS, *SUGGESTIONS, *answers.MATTERS, *MATTERS),
    first_page=own.first_page,
)
