"""Events, and many contacts to register for them."""

from datetime import timedelta

from chamber import clock
from chamber.accounts.models import Account, AccountRole, AccountSession
from chamber.accounts.tokens import new_token, token_hash
from chamber.events import services
from chamber.events.details import EventDetails
from chamber.events.models import Event, EventKind
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.rights import Actor, Role
from tests.factories.accounts import make_contact, make_member

TYPED = {
    "title": "《民营经济促进法》学习会",
    "kind": "policy_study",
    "starts_at": "2026-09-22T14:30",
    "ends_at": "2026-09-22T16:30",
    "place": "三楼",
    "capacity": "12",
    "seats_per_member": "2",
}
"""Form values of a new event."""


def details(**fields: object) -> EventDetails:
    """A two-hour study session in a week, without limit of seats; `fields` as in `EventDetails`."""
    starts_at = clock.now().replace(microsecond=0) + timedelta(days=7)
    values = {
        "title": "《民营经济促进法》学习会",
        "kind": EventKind.POLICY_STUDY,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "place": "街道三楼会议室",
        **fields,
    }
    return EventDetails(**values)  # type: ignore[arg-type]


def make_event(actor: Actor, *, published: bool = True, **fields: object) -> Event:
    """An event, published unless told otherwise; committed."""
    event = services.create(details(**fields), actor=actor)
    if published:
        services.publish(event.id, actor=actor)
    db.session.commit()
    return event


def make_crowd(firms: int, people: int) -> list[Contact]:
    """Firms with contacts without accounts; committed."""
    crowd = []
    for number in range(firms):
        member = make_member(f"众安第{number + 1}有限公司", 10_000 + number)
        crowd += [
            make_contact(member, f"张{number + 1}号{place + 1}", mobile=f"+86139{number:04}{place:04}")
            for place in range(people)
        ]
    db.session.commit()
    return crowd


def give_accounts(crowd: list[Contact]) -> list[str]:
    """An account and an open session for each contact; returns the sessions' secrets. Committed."""
    tokens = []
    for contact in crowd:
        account = Account(name=contact.name, created_at=clock.now(), roles=[AccountRole(role=Role.MEMBER)])
        db.session.add(account)
        db.session.flush()
        contact.account_id = account.id
        tokens.append(new_token())
        session = AccountSession(
            token_hash=token_hash(tokens[-1]),
            account_id=account.id,
            acting_role=Role.MEMBER,
            acting_contact_id=contact.id,
            began_at=clock.now(),
        )
        db.session.add(session)
    db.session.commit()
    return tokens
