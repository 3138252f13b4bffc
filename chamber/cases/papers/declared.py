"""The papers of cases as the house knows them: placeholders, templates, made-up words (`papers.toml`)."""

import tomllib
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from ...registry.papers import Paper
from .. import rights

ANSWER, SLIP, HANDLING_SLIP, LETTER = "case_answer", "supervision_slip", "handling_slip", "coordination_letter"
MONTHLY, APPEAL_LIST = "monthly_figures", "appeal_list"
_HERE = Path(__file__).parent
_WORDS: dict[str, Any] = tomllib.loads((_HERE / "papers.toml").read_text(encoding="utf-8"))

PAPERS = (
    Paper(
        ANSWER,
        _l("Answer to a case"),
        rights.READ,
        _HERE / "answer.docx",
        "cases/papers/_answer.html",
        {
            "title": _l("title of the case"),
            "to": _l("firm, or a word for it where it is not named"),
            "submitted": _l("day of the submission"),
            "kind": _l("kind of the case"),
            "reference": _l("reference of the case"),
            "answer": _l("answer, reason and other options"),
            "outcome": _l("outcome"),
            "enclosures": _l("names of the files that go with the answer"),
        },
        _WORDS[ANSWER]["sample"],
        _WORDS[ANSWER]["prefix"],
    ),
    Paper(
        SLIP,
        _l("Supervision slip"),
        rights.READ,
        _HERE / "slip.docx",
        "cases/papers/_slip.html",
        {
            "to": _l("department"),
            "title": _l("title of the case, as departments read it"),
            "kind": _l("kind of the case"),
            "reference": _l("reference of the case"),
            "due": _l("day by which it was due"),
            "days": _l("working days that it was late when the slip was issued"),
        },
        _WORDS[SLIP]["sample"],
        _WORDS[SLIP]["prefix"],
    ),
    Paper(
        HANDLING_SLIP,
        _l("Handling slip"),
        rights.RUN,
        _HERE / "handling_slip.docx",
        "cases/papers/_handling_slip.html",
        {
            "department": _l("department that has the case"),
            "reference": _l("reference of the case"),
            "kind": _l("kind of the case"),
            "title": _l("title of the case"),
            "firm": _l("firm, or a word for it where it is not named"),
            "due": _l("day by which it is due"),
            "story": _l("text that departments read"),
        },
        _WORDS[HANDLING_SLIP]["sample"],
        _WORDS[HANDLING_SLIP]["prefix"],
    ),
    Paper(
        LETTER,
        _l("Coordination letter"),
        rights.RUN,
        _HERE / "letter.docx",
        "cases/papers/_letter.html",
        {
            "to": _l("department"),
            "title": _l("what the letter is about"),
            "text": _l("text that the author has agreed to"),
            "answer_by": _l("sentence with the day by which an answer is asked for"),
        },
        _WORDS[LETTER]["sample"],
        _WORDS[LETTER]["prefix"],
    ),
    Paper(
        MONTHLY,
        _l("Monthly report"),
        rights.FIGURES,
        _HERE / "monthly.docx",
        "cases/papers/_monthly.html",
        {
            "month": _l("month"),
            "summary": _l("what happened in the month, in a few sentences"),
            "definitions": _l("version of the definitions"),
        },
        _WORDS[MONTHLY]["sample"],
        _WORDS[MONTHLY]["prefix"],
        {"figures": {"label": _l("name of a figure"), "rate": _l("rate or time"), "counted": _l("what was counted")}},
    ),
    Paper(
        APPEAL_LIST,
        _l("List of appeals"),
        rights.APPEALS,
        _HERE / "appeals.docx",
        "cases/appeals/_list.html",
        {"title": _l("title of the list"), "foreword": _l("foreword")},
        _WORDS[APPEAL_LIST]["sample"],
        _WORDS[APPEAL_LIST]["prefix"],
        tables={
            "problems": {
                "place": _l("place on the list"),
                "heading": _l("heading of the problem"),
                "text": _l("what is asked for"),
                "firms": _l("how many firms, in words"),
            }
        },
    ),
)
