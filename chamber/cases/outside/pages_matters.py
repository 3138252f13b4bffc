"""What other bodies wait for, on the home page of the secretariat."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from ...registry.homes import Matters, Row, Step
from ...rights import Role
from .. import rights
from . import recording


def _reply_step(row: Row) -> Step:
    page = url_for("cases.show", reference=row.title)
    return Step(row.title, page, _l("Record the reply"), url_for("cases.act", reference=row.title, act="reply-outside"))


OUTSIDE = (
    Matters(
        "cases/home/_outside.html",
        _l("Replies to other bodies"),
        "cases.index",
        frozenset({Role.SECRETARIAT}),
        rights.RUN,
        _reply_step,
        values={"do": "open"},
        query=recording.waiting,
    ),
)
