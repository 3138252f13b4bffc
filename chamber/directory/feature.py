"""Registers the directory of departments with the application: pages, rights, log subjects and acts."""

from flask_babel import lazy_gettext as _l

from ..registry import Act, Feature, Place, Subject
from ..registry.finds import Findable
from ..registry.homes import Card, Column
from ..rights import Role
from . import pages, rights, services
from .models import Department, DepartmentKind

FIELDS = {
    "duties": _l("Duties"),
    "handlers": _l("Handlers"),
    "hours": _l("Office hours"),
    "lead": _l("Lead"),
    "phone": _l("Office phone"),
    "popular_names": _l("Common names"),
    "verified_on": _l("Verified on"),
}
"""What logged values are called."""

FEATURE = Feature(
    "directory",
    pages=(pages.blueprint,),
    places=(Place("directory.index", _l("Directory"), "directory", rights.READ, rank=6),),
    rights=rights,
    subjects=(
        Subject(
            "directory",
            _l("Department"),
            Department,
            name=Department.name,
            path="/directory/",
            log_shows_values=lambda _actor: True,
            choices={"kind": DepartmentKind.labels().get},
            fields=FIELDS,
        ),
    ),
    finds=(
        Findable(
            "directory",
            _l("Departments"),
            rights.READ,
            Department.id,
            services.found,
            Department.position,
            services.hits,
            "directory.index",
            docs=services.docs,
            has_sound=True,
        ),
    ),
    acts=(
        Act("directory.created", _l("added the department")),
        Act("directory.edited", _l("edited the department")),
        Act("directory.handlers_set", _l("set the handlers")),
        Act("directory.verified", _l("verified the entry")),
    ),
    cards=(Card("directory/_home.html", {Role.SECRETARIAT: Column.ASIDE}, rights.EDIT, count=services.unverified),),
)
