"""What members are to the house."""

from flask_babel import lazy_gettext as _l

from ..registry import Feature, Place
from . import rights, views

FEATURE = Feature(
    "members",
    pages=(views.blueprint,),
    places=(Place("members.index", _l("Members"), "member", rights.READ, rank=5),),
    rights=rights,
)
