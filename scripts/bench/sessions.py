"""Sessions for many members of the large demo, who have no passwords: `python -m scripts.bench.sessions NUMBER`.

Prints their cookies as a JSON list.
"""

import json
import sys

from sqlalchemy import select

from chamber import create_app
from chamber.accounts.models import Account
from chamber.accounts.services import begin_session
from chamber.extensions import db, unit_of_work
from chamber.members.models import Contact, Member, MemberStatus


def begin(number: int) -> list[str]:
    """The cookies of so many."""
    app = create_app()
    with app.app_context(), unit_of_work():
        query = select(Account).join(Contact, Contact.account_id == Account.id).join(Member)
        query = query.where(Member.status == MemberStatus.ACTIVE, Account.username.is_(None)).order_by(Account.id)
        accounts = db.session.scalars(query.limit(number))
        tokens = [begin_session(account, address="127.0.0.1", device="bench") for account in accounts]
    sign = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    name = app.config["SESSION_COOKIE_NAME"]
    return [f"{name}={sign.dumps({'_user_id': token, '_permanent': True})}" for token in tokens]


if __name__ == "__main__":
    json.dump(begin(int(sys.argv[1])), sys.stdout)
