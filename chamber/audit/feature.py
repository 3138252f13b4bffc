"""What the log is to the house."""

from flask_babel import lazy_gettext as _l

from ..registry import Feature, Place
from . import rights, services, views

FEATURE = Feature(
    "audit",
    pages=(views.blueprint,),
    places=(Place("audit.index", _l("Log"), "log", rights.READ, rank=9),),
    rights=rights,
    each_day=(services.seal_each_day,),
)
