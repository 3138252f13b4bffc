"""What events are to the house."""

from flask_babel import lazy_gettext as _l

from ..registry import Feature, Place
from . import rights, views

FEATURE = Feature(
    "events",
    pages=(views.blueprint,),
    places=(Place("events.index", _l("Events"), "event", rights.READ, rank=2),),
    rights=rights,
)
