"""How a person wants to be notified, and the help page with the table of all messages."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from chamber import registry
from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.cases import addressees
from chamber.events import telling as events
from chamber.help import pages as help_page
from chamber.members.models import Contact
from chamber.messages import Manner, To
from chamber.notices import telling as notices
from chamber.notifications import choices
from chamber.notifications.models import NotificationChoice
from chamber.rights import Role
from tests.client import Client
from tests.committed import committed
from tests.factories.accounts import Cast, actor_as

SignIn = Callable[[Account], Client]


def fields(client: Client) -> set[str]:
    """What the page of choices asks about."""
    return set(client.get("/notifications/settings").page.form("email").controls) - {"csrf_token", "email"}


def test_each_role_is_asked_about_what_it_is_told_of(cast: Cast, sign_in: SignIn) -> None:
    staff = {"work", "limits", "measures", "events", "account"}
    assert fields(sign_in(cast.member)) == {"own_cases", "measures", "events", "notices", "account"}
    assert fields(sign_in(cast.secretary)) == staff | {"notices"}
    for account in (cast.handler, cast.supervisor):
        assert fields(sign_in(account)) == staff
    assert fields(sign_in(cast.leader)) == staff - {"measures"}
    assert fields(sign_in(cast.president)) == {"events", "account"}
    assert fields(sign_in(cast.admin)) == {"account"}


def test_whoever_the_table_names_is_asked() -> None:
    roles = {
        addressees.AUTHOR: {Role.MEMBER},
        addressees.COLLEAGUE: {Role.MEMBER},
        events.MEMBERS: {Role.MEMBER},
        addressees.DESK: {Role.SECRETARIAT, Role.SUPERVISOR},
        addressees.LEAD: {Role.HANDLER},
        addressees.LEADER: {Role.LEADER},
        addressees.FORCE: {Role.HANDLER},
        addressees.SUPERVISOR: {Role.SUPERVISOR},
        notices.RECIPIENTS: {Role.MEMBER},
        notices.INFORMED: {Role.MEMBER},
        notices.MISSING: {Role.MEMBER},
        notices.ASKER: {Role.MEMBER},
        notices.SECRETARIAT: {Role.SECRETARIAT},
        To.ACTOR: {Role.SECRETARIAT},
    }
    for line in registry.lines().values():
        assert roles.get(line.to, set()) <= line.topic.concerns, line.name


def test_choices_are_kept_and_logged_without_the_address(cast: Cast, db: SQLAlchemy, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    page = member.get("/notifications/settings").page
    assert page.form("email").controls["own_cases"].values == ["at_once"]
    chosen = {"email": " Shan@example.cn ", "own_cases": "daily", "events": "bell"}
    answer = member.post_form(page, chosen)
    assert "Saved." in answer.get_data(as_text=True)
    shown = answer.page.form("email").controls
    assert [shown[name].values for name in ("email", "own_cases", "events", "account")] == [
        ["Shan@example.cn"],
        ["daily"],
        ["bell"],
        ["at_once"],
    ]
    rows = {row.kind: row.manner for row in db.session.query(NotificationChoice).filter_by(account_id=cast.member.id)}
    assert rows == {"own_cases": "daily", "events": "bell"}
    assert [row.act for row in db.session.query(AuditRow).order_by(AuditRow.id) if row.kind == "account"][
        -1
    ] == "account.messages_chosen"
    log = sign_in(cast.admin).get("/admin/log?act=account.messages_chosen").words
    assert "changed message settings" in log
    assert "At once → Once a day, at 08:30" in log
    assert "Shan@" not in log
    with committed() as changed:
        member.post_form("/notifications/settings", {"account": "at_once"})
    assert changed == set()


def test_what_law_asks_for_cannot_be_switched_off(cast: Cast, db: SQLAlchemy, sign_in: SignIn) -> None:
    handler = sign_in(cast.handler)
    page = handler.get("/notifications/settings").page
    form = page.form("email")
    assert form.controls["limits"].choices == ["at_once", "daily"]
    assert "can be mailed once a day, but not switched off" in page.text
    values = {name: control.values[0] for name, control in form.controls.items() if name != "csrf_token"}
    answer = handler.post("/notifications/settings", data={**values, "work": "bell", "limits": "bell"})
    assert answer.status_code == 422
    assert answer.page.texts("#limits .error")
    assert answer.page.form("email").controls["work"].values == ["bell"]
    with pytest.raises(choices.DomainError, match="Deadline reminders"):
        choices.choose("", {addressees.LIMITS: Manner.BELL}, actor=actor_as(cast.handler))
    assert db.session.query(NotificationChoice).count() == 0


@pytest.mark.parametrize(
    "typed", ["shan", "shan@", "a b@example.cn", "a@example.cn\r\nBcc: b@example.cn", "@", "x" * 121]
)
def test_a_wrong_address_is_said_at_the_field(cast: Cast, sign_in: SignIn, typed: str) -> None:
    member = sign_in(cast.member)
    with committed() as changed:
        answer = member.post_form("/notifications/settings", {"email": typed})
    assert (answer.status_code, changed) == (422, set())
    assert answer.page.texts("#email-error")


def test_the_page_says_which_address_is_used(cast: Cast, db: SQLAlchemy, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    assert "If left empty, you get no mail" in member.get("/notifications/settings").words
    db.session.query(Contact).filter_by(account_id=cast.member.id).one().email = "shan@factory.example.cn"
    db.session.commit()
    assert "mail goes to shan@factory.example.cn" in member.get("/notifications/settings").words
    member.post_form("/notifications/settings", {"email": "own@example.cn"})
    assert db.session.get(Account, cast.member.id).email == "own@example.cn"  # type: ignore[union-attr]
    member.post_form("/notifications/settings", {"email": ""})
    assert db.session.get(Account, cast.member.id).email is None  # type: ignore[union-attr]
    assert "mail goes to shan@factory.example.cn" in member.get("/notifications/settings").words


def test_the_page_says_whether_mail_works_and_when_it_rests(
    cast: Cast, sign_in: SignIn, app_with: Callable[..., Flask]
) -> None:
    said = "Mail is not set up on this server; you get messages here only."
    words = sign_in(cast.member).get("/notifications/settings").words
    assert said in words
    assert "between 08:00 and 20:00 on working days only" in words
    works = Client(app_with(smtp_url="smtp://127.0.0.1:1")).sign_in(cast.member)
    assert said not in works.get("/notifications/settings").words


def test_bell_and_account_lead_to_the_choices_and_those_to_the_help(cast: Cast, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    for path in ("/notifications/", "/account"):
        assert member.get(path).page.link("Message settings") == "/notifications/settings"
    assert member.get("/notifications/settings").page.link("Notification rules") == "/help/notifications"


def test_the_help_page_draws_the_whole_table(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.member).get("/help/notifications").page
    assert len(page.css("tbody tr")) == len(registry.lines())
    assert page.texts("h2") == [str(topic.label) for topic in registry.topics().values()]
    assert "deadline reminder, cannot be switched off" in page.text
    first = [" ".join(cell.text().split()) for cell in page.css("tbody tr")[0].css("th, td")]
    assert first == ["Submitted", "who submitted it", "The chamber has received [case]."]


def test_every_act_of_the_table_has_words() -> None:
    for line in registry.lines().values():
        assert help_page.heading(line.act), line.act
