"""What of other paths waits for the secretariat: firms to ask, cards to verify."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from ...registry.homes import Matters, Row, Step
from ...rights import Role
from .. import rights
from . import cards, following

TO_VERIFY = _l("Other options to verify")


def _follow_up_step(row: Row) -> Step:
    page = url_for("cases.show", reference=row.title)
    return Step(row.title, page, _l("Record the result"), url_for("cases.act", reference=row.title, act="follow-up"))


def _verify_step(_row: Row) -> Step:
    return Step(str(TO_VERIFY), url_for("cases.edit_lists", _anchor="path"), _l("Verify"))


OTHER_PATHS = (
    Matters(
        "cases/home/_follow_up.html",
        _l("Ask about the other option"),
        "cases.follow_ups",
        frozenset({Role.SECRETARIAT}),
        rights.RUN,
        _follow_up_step,
        query=following.waiting,
    ),
    Matters(
        "cases/home/_to_verify.html",
        TO_VERIFY,
        "cases.edit_lists",
        frozenset({Role.SECRETARIAT}),
        rights.MAINTAIN,
        _verify_step,
        query=cards.to_verify,
    ),
)
