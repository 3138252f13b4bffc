"""What the directory of departments is to the house."""

from flask_babel import lazy_gettext as _l

from ..registry import Feature, Place
from . import rights, views

FEATURE = Feature(
    "directory",
    pages=(views.blueprint,),
    places=(Place("directory.index", _l("Directory"), "directory", rights.READ, rank=6),),
    rights=rights,
)
