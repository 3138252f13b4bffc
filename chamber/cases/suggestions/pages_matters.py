"""What of suggestions waits for the secretariat: the notice of a quarter, results that nobody has published."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from ...registry.homes import Card, Column, Matters, Row, Step
from ...rights import Role
from .. import rights
from ..rules.acts import Act
from . import publishing, quarterly

NEWEST = Card(
    "suggestions/_home.html",
    dict.fromkeys((Role.MEMBER, Role.PRESIDENT), Column.ASIDE),
    rights.SUGGESTIONS,
    load=publishing.newest,
)
"""What homes show of them."""
QUARTERS = _l("What became of suggestions")
RESULTS = _l("Results of suggestions to publish")


def _quarter_step(_row: Row) -> Step:
    return Step(str(QUARTERS), url_for("suggestions.quarter"), _l("Draft the notice"))


def _result_step(row: Row) -> Step:
    page = url_for("cases.show", reference=row.title)
    act = url_for("cases.act", reference=row.title, act=Act.PUBLISH_SUGGESTION.address)
    return Step(row.title, page, _l("Publish the result"), act)


SUGGESTIONS = (
    Matters(
        "suggestions/_quarter_line.html",
        QUARTERS,
        "suggestions.quarter",
        frozenset({Role.SECRETARIAT}),
        rights.QUARTERLY,
        _quarter_step,
        query=quarterly.to_draft,
    ),
    Matters(
        "suggestions/_result_line.html",
        RESULTS,
        "suggestions.index",
        frozenset({Role.SECRETARIAT}),
        rights.RUN,
        _result_step,
        query=publishing.without_fate,
    ),
)
