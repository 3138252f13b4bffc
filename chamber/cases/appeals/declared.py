"""What common problems and the lists of them are to the house."""

from flask_babel import lazy_gettext as _l

from ...registry import Act, Subject
from ..themes import subject as themes
from . import access
from .models import CaseAppeal

SUBJECTS = (
    *themes.SUBJECTS,
    Subject(
        access.KIND,
        _l("List of appeals"),
        CaseAppeal,
        name=CaseAppeal.title,
        path="/cases/appeals/",
        visible=access.visible_to,
        log_rows=access.log_rows,
    ),
)
ACTS = (
    *themes.ACTS,
    Act("appeal.created", _l("began a list of appeals")),
    Act("appeal.edited", _l("edited the list of appeals")),
    Act("appeal.issued", _l("issued the list of appeals")),
    Act("appeal.carried", _l("recorded where an appeal was carried")),
    Act("appeal.replied", _l("recorded what came back on an appeal")),
    Act("appeal.discarded", _l("threw the list of appeals away"), counts=False),
)
CARDS, FINDS = themes.CARDS, themes.FINDS
