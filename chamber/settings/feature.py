"""Registers the settings with the application: pages, right, log subject and acts."""

from flask_babel import lazy_gettext as _l

from ..registry import Act, Feature, Place, Subject
from . import pages, rights, stored
from .declared import GROUPS, all_settings


def _title(key: str) -> str:
    return next((str(group.title) for group in GROUPS if group.key == key), "")


FEATURE = Feature(
    "settings",
    pages=(pages.blueprint,),
    places=(Place("settings.index", _l("Settings"), "admin", rights.EDIT, rank=10),),
    rights=rights,
    subjects=(
        Subject(
            "settings",
            _l("Settings"),
            words=_title,
            path="/settings/",
            page_right=rights.EDIT,
            log_shows_values=lambda _actor: True,
            secretariat_reads=False,
            fields={**{setting.name: setting.label for setting in all_settings()}, "arrived": _l("Arrived")},
        ),
    ),
    acts=(
        Act("settings.changed", _l("changed the settings")),
        Act("settings.mail_tested", _l("sent a test mail"), counts=False),
    ),
    each_minute=(stored.notice_each_minute,),
)
