"""What the house knows of the answer book: subjects and acts of the log, what is found, what waits for somebody."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from ...registry import Act
from ...registry.homes import Matters, Row, Step
from ...registry.subjects import Subject
from ...rights import Role
from .. import rights
from . import book, finding
from .models import AnswerTemplate, BookAnswer

FINDS = (finding.ANSWERS,)
SUBJECTS = (
    Subject("answer", _l("Answer book"), BookAnswer, name=BookAnswer.question),
    Subject(
        "template",
        _l("Answer template"),
        AnswerTemplate,
        name=AnswerTemplate.name,
        log_names_it=lambda _actor: False,
        secretariat_reads=False,
    ),
)
ACTS = (
    Act("answer.released", _l("released an answer into the book")),
    Act("answer.changed", _l("changed an answer of the book")),
    Act("answer.verified", _l("verified an answer of the book")),
    Act("answer.withdrawn", _l("withdrew an answer of the book")),
    Act("answer.put_back", _l("put an answer back into the book")),
    Act("template.kept", _l("kept an answer template")),
    Act("template.changed", _l("changed an answer template")),
    Act("template.deleted", _l("deleted an answer template")),
)
TO_VERIFY = _l("Answers to verify")


def _step(_row: Row) -> Step:
    return Step(str(TO_VERIFY), url_for("cases.answer_book", kept=book.STALE), _l("Verify"))


MATTERS = (
    Matters(
        "cases/answers/_to_verify.html",
        TO_VERIFY,
        "cases.answer_book",
        frozenset({Role.SECRETARIAT}),
        rights.RELEASE_ANSWERS,
        _step,
        query=book.to_verify,
    ),
)
