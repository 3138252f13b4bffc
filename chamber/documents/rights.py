"""Who may keep the templates and numbers of papers."""

from flask_babel import lazy_gettext as _l

from ..rights import YES, Right

KEEP = Right(_l("Papers: templates and numbers"), secretariat=YES)
