"""Registers accounts with the application: pages, rights, log subjects and acts, notifications."""

from flask_babel import lazy_gettext as _l

from ..messages import Tell, To
from ..registry import Act, Feature, Subject
from ..rights import Role
from . import listing, pages, rights, telling
from .guard import tries
from .models import Account

FIELDS = {
    "roles": _l("Roles"),
}
"""What logged values are called."""

FEATURE = Feature(
    "accounts",
    pages=(pages.blueprint,),
    open_pages=("accounts.login", "accounts.join"),
    rights=rights,
    subjects=(
        Subject(
            "account",
            _l("Account"),
            Account,
            name=Account.name,
            finds=listing.name_matches,
            path="/admin/accounts/",
            page_right=rights.ADMINISTER,
            log_shows_values=rights.ADMINISTER.allows,
            secretariat_reads=False,
            choices={"roles": Role.labels().get},
            source=telling.SOURCE,
            fields=FIELDS,
        ),
        Subject("invitation", _l("Sign-in link")),
    ),
    topics=(telling.OWN_ACCOUNT,),
    each_minute=(tries.tell_owners,),
    each_day=(tries.delete_old,),
    acts=(
        Act(
            "account.linked",
            _l("linked the account to a firm"),
            (Tell(To.PERSON, _l("Your account now acts for: %(what)s.")),),
        ),
        Act(
            "invitation.issued",
            _l("issued a sign-in link"),
            (Tell(To.PERSON, _l("A sign-in link was issued for you. If you did not ask for it, please tell us.")),),
            is_trace=True,
        ),
        Act("account.corrected", _l("corrected the account's name or number")),
        Act("account.created", _l("created the account")),
        Act("account.disabled", _l("disabled the account")),
        Act("account.enabled", _l("enabled the account")),
        Act(
            "account.guessed",
            _l("noted many wrong passwords for the account"),
            (
                Tell(
                    To.PERSON,
                    _l(
                        "Wrong passwords were tried for your account many times. On devices where you have signed in"
                        " before you get in as always. If it was not you, please change your password."
                    ),
                ),
            ),
            heading=_l("Many wrong passwords for the account"),
            counts=False,
        ),
        Act("account.joined", _l("joined by a link"), is_trace=True, counts=False),
        Act("account.mobile_followed", _l("changed sign-in to the contact's new number"), counts=False),
        Act("account.password_changed", _l("changed their password"), counts=False),
        Act("account.roles_changed", _l("changed the roles")),
        Act("account.signed_in", _l("signed in"), is_trace=True, counts=False),
        Act("account.unlinked", _l("unlinked the account from a firm")),
    ),
)
