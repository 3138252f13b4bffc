"""What notices are to the house."""

from flask_babel import lazy_gettext as _l

from ..registry import Feature, Place
from . import rights, views

FEATURE = Feature(
    "notices",
    pages=(views.blueprint,),
    open_pages=("notices.public", "notices.public_file"),
    places=(Place("notices.index", _l("Notices"), "notice", rights.READ, rank=3),),
    rights=rights,
)
