"""Who may open which page of the administrator's pages; see tests/routes.py for the letters."""

from tests.factories.things import MISSING, Thing

ROUTES = """
endpoint                 methods   who       things
admin.index              GET       ......A.
admin.accounts           GET       ......A.
admin.new_account        GET POST  ......A.
admin.account            GET       ......A.  account, no account
admin.set_roles          POST      ......A.  account, no account
admin.correct            POST      ......A.  account, no account
admin.disable            POST      ......A.  account, no account
admin.enable             POST      ......A.  account, no account
admin.issue_link         POST      ......A.  account, no account
admin.link_contact       POST      ......A.  no account
admin.unlink_contact     POST      ......A.  linked contact, misplaced account
admin.departments        GET       ......A.
admin.department         GET POST  ......A.  department, no department
admin.calendar           GET       ......A.
admin.calendar_day       GET POST  ......A.  day, no day
"""


def things(there: dict[str, Thing]) -> dict[str, Thing]:
    """What these routes need beside the world's things, and of each sort one that does not exist."""
    return {
        "no account": Thing({"account_id": MISSING}, frozenset()),
        "misplaced account": Thing({**there["linked contact"].parts, "account_id": 1}, frozenset()),
    }
