"""Registers papers with the application: pages, right, log subject and acts."""

from flask_babel import lazy_gettext as _l

from .. import registry
from ..registry import Act, Feature, Place, Subject
from . import pages, rights


def _title(kind: str) -> str:
    paper = registry.papers().get(kind)
    return str(paper.label) if paper else ""


FEATURE = Feature(
    "documents",
    pages=(pages.blueprint,),
    places=(Place("documents.index", _l("Official papers"), "print", rights.KEEP, rank=8),),
    rights=rights,
    subjects=(
        Subject(
            "paper",
            _l("Paper"),
            words=_title,
            path="/documents/",
            page_right=rights.KEEP,
            log_shows_values=lambda _actor: True,
            fields={"prefix": _l("Prefix of the numbers")},
        ),
    ),
    acts=(
        Act("paper.template_replaced", _l("put an own template into force")),
        Act("paper.template_taken_back", _l("went back to the shipped template")),
        Act("paper.prefix_set", _l("changed the prefix of numbers")),
    ),
)
