"""How common problems have measures, how the log and messages know them, and what homes and the search show of them."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from ...extensions import db
from ...measures.words import Source
from ...registry import Act, Subject
from ...registry.homes import Card, Column
from ...registry.measured import Measured
from ...rights import Actor, Role
from .. import rights
from . import access, keeping, listing, proposing
from .models import CaseTheme
from .seeing import SOURCE


def may_give(actor: Actor, theme_id: int) -> bool:
    """Whether this person links its cases, and there is such a one."""
    return access.links(actor) and db.session.get(CaseTheme, theme_id) is not None


def sources(theme_id: int) -> tuple[str, ...]:
    """Where its measures come from; nothing while others do not read of it."""
    row = db.session.get(CaseTheme, theme_id)
    return (Source.COMMON_PROBLEM, Source.FOLLOW_UP) if row is not None and row.shown_at else ()


def known(actor: Actor) -> ColumnElement[bool]:
    """Of whose measures a person may know: those that they see."""
    return access.visible_to(actor)


def refuse_names(_theme_id: int, texts: Mapping[str, str]) -> None:
    """Refuse what names a firm or a person: a measure is read by more than who links the cases."""
    keeping.refuse_names(**texts)


MEASURED = Measured(
    known=known,
    may_give=may_give,
    sources=sources,
    takes_firms=False,
    has_public=True,
    is_nameless=lambda _theme_id: True,
    refuse_names=refuse_names,
)
SUBJECTS = (
    Subject(
        access.KIND,
        _l("Common problem"),
        CaseTheme,
        name=CaseTheme.title,
        path="/cases/themes/",
        path_key=CaseTheme.reference,
        visible=access.visible_to,
        log_rows=access.log_rows,
        source=SOURCE,
        measured=MEASURED,
        fields={"category_id": _l("Category"), "department_id": _l("Department"), "reason": _l("Reason")},
    ),
    Subject("themes", _l("Common problems"), secretariat_reads=False),
    Subject("proposal", _l("Proposal of a common problem"), log_rows=access.proposal_rows),
)
ACTS = (
    Act("theme.created", _l("began a common problem")),
    Act("theme.edited", _l("edited the common problem")),
    Act("theme.shown", _l("showed the common problem to others")),
    Act("theme.hidden", _l("took the common problem back from others")),
    Act("theme.discarded", _l("threw the common problem away"), counts=False),
    Act("theme.linked", _l("linked cases to the common problem")),
    Act("theme.unlinked", _l("took cases out of the common problem")),
    Act("theme.answered", _l("answered the common problem")),
    Act("theme.proposal_refused", _l("turned down the proposal of a common problem")),
    Act("theme.exported", _l("exported the common problems"), counts=False),
)
CARDS = (
    Card(
        "cases/home/_proposals.html",
        {Role.SECRETARIAT: Column.ASIDE_ABOVE},
        rights.LINK,
        count=proposing.number_waiting,
        rank=4,
    ),
)
FINDS = (listing.FIND,)
