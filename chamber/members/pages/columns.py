"""The columns of the dense list of members, and how it sorts by them."""

from typing import Any

from flask_babel import gettext as _

from ...web.paging import placed
from ..models import Member, MemberStatus, Office, Size

_NAME = [Member.name_key, Member.id]
SORTS: dict[str, list[Any]] = {
    "name": _NAME,
    "office": [placed(Member.office, Office), *_NAME],
    "industry": [Member.industry, *_NAME],
    "size": [placed(Member.size, Size), *_NAME],
    "community": [Member.community, *_NAME],
    "status": [placed(Member.status, MemberStatus), *_NAME],
}
"""The keys of each order, by the name of its column."""


def columns() -> dict[str, str]:
    """The columns, and what they are called."""
    return {
        "name": _("Member"),
        "office": _("Office"),
        "industry": _("Industry"),
        "size": _("Size"),
        "community": _("Community"),
        "called": _("Contact"),
        "status": _("Membership"),
        "next": _("Next step"),
    }
