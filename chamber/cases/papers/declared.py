"""The papers of cases as the house knows them: placeholders, templates, made-up words (`papers.toml`)."""

import tomllib
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from ...registry.papers import Paper
from .. import rights

ANSWER, SLIP = "case_answer", "supervision_slip"
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
)
