"""Mail that failed: who may see which, sending it again, and whether the worker runs."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import sharing
from chamber.cases.words import Kind as CaseKind
from chamber.cases.words import RespondentKind
from chamber.notifications import worker
from chamber.notifications.models import Delivery
from chamber.notifications.sending.outbox import State
from tests.client import Client
from tests.committed import committed
from tests.conftest import Clock
from tests.database import queries
from tests.factories.accounts import Cast
from tests.factories.addresses import address_of
from tests.factories.cases import Drive
from tests.factories.notifications import fail, lines_of, notify_often

SignIn = Callable[[Account], Client]


@pytest.fixture
def broken(drive: Drive) -> list[Delivery]:
    """A failed message about a case that the secretariat sees, and one about a case that it must not know of."""
    drive.submit(CaseKind.REQUEST)
    drive.suffix = "密"
    drive.submit(by="rival", respondents=(Respondent(RespondentKind.SECRETARIAT),))
    plain, secret = lines_of(drive.cast.member)[0], lines_of(drive.cast.rival)[0]
    return [fail(plain, uncertain=True), fail(secret, error="451 try again later", attempts=9)]


def test_failed_messages_say_whom_when_and_why_and_nothing_of_the_case(
    drive: Drive, broken: list[Delivery], sign_in: SignIn
) -> None:
    page = sign_in(drive.cast.secretary).get("/notifications/outbox").page
    rows = page.texts("#rows tr")
    assert len(rows) == 1
    for part in ("单会员", "Progress of my cases", "10:00", "550 5.1.1 no such user", "1 attempt", "may have arrived"):
        assert part in rows[0]
    assert page.texts(".facts dd")[:2] == ["1", "0"]
    row = sign_in(drive.cast.admin).get("/notifications/outbox").page
    assert len(row.css("#rows tr")) == 2
    assert "曾对手" in row.text
    assert "451 try again later" in row.text
    assert "cases" not in row.text, "who had a case is not for the administrator to know"
    for word in (drive.reference, drive.mark("title")):
        assert word not in page.html + row.html


def test_a_failed_message_of_a_hidden_case_is_neither_counted_nor_sent_again_by_the_secretariat(
    drive: Drive, broken: list[Delivery], db: SQLAlchemy, sign_in: SignIn
) -> None:
    secretary = sign_in(drive.cast.secretary)
    broken[0].state = State.SENT
    db.session.commit()
    assert secretary.get("/notifications/outbox").page.texts(".facts dd")[0] == "0"
    assert "could not be sent" not in secretary.get("/").words
    assert secretary.post(address_of("notifications.send_again", delivery_id=broken[1].id)).status_code == 404
    assert sign_in(drive.cast.admin).get("/").page.link("1 message could not be sent") == "/notifications/outbox"


def test_send_again_is_logged_and_a_second_press_does_no_harm(
    drive: Drive, broken: list[Delivery], db: SQLAlchemy, clock: Clock, sign_in: SignIn
) -> None:
    clock.advance(days=2)
    secretary = sign_in(drive.cast.secretary)
    answer = secretary.post_form("/notifications/outbox", press="Send again")
    assert "being sent again" in answer.get_data(as_text=True)
    assert "No message has failed." in answer.words
    row = db.session.get(Delivery, broken[0].id)
    assert row
    assert (row.state, row.attempts, row.error, row.due_at) == (State.WAITING, 0, "", clock.now)
    assert row.give_up_at == clock.now + timedelta(hours=24)
    with committed() as changed:
        again = secretary.post(address_of("notifications.send_again", delivery_id=row.id))
    assert (again.status_code, changed) == (303, set())
    log = [one for one in db.session.query(AuditRow) if one.act == "message.sent_again"]
    assert [(one.subject, one.actor_id) for one in log] == [(f"message:{row.id}", drive.cast.secretary.id)]
    assert "resent a failed message" in sign_in(drive.cast.admin).get("/admin/log").words
    assert secretary.post("/notifications/outbox/4711/again").status_code == 404


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("address 550 no such user", "Correct the address in the contact or account, then send again."),
        ("sign-in 535 who are you", "Ask the administrator to correct user name and password of the mail server"),
        ("unreachable [Errno 111] Connection refused", "The mail server cannot be reached."),
        ("KeyError: 'what no code of ours foresaw'", "The connection to the mail server was lost."),
    ],
)
def test_a_failed_message_says_in_plain_words_what_to_do(
    drive: Drive, broken: list[Delivery], db: SQLAlchemy, sign_in: SignIn, error: str, said: str
) -> None:
    broken[0].error = error
    db.session.commit()
    (row,) = sign_in(drive.cast.secretary).get("/notifications/outbox").page.texts("#rows tr")
    assert said in row
    assert error.partition(" ")[2] in row


def test_what_is_tried_in_vain_is_said_after_a_quarter_of_an_hour_not_after_a_day(
    drive: Drive, broken: list[Delivery], db: SQLAlchemy, clock: Clock, sign_in: SignIn
) -> None:
    worker.write_heartbeat()
    secretary, home = sign_in(drive.cast.secretary), "1 message was not delivered and is being retried"
    for row in broken:
        row.state, row.error, row.attempts = State.WAITING, "sign-in 535 who are you", 4
    db.session.commit()
    assert home not in secretary.get("/").words
    assert not secretary.get("/notifications/outbox").page.css("#stuck")
    for row in broken:
        row.attempts = 5
    db.session.commit()
    assert secretary.get("/").page.link(home) == "/notifications/outbox"
    said = secretary.get("/notifications/outbox").page.one("#stuck").text()
    assert said.startswith("1 message"), "the other one is about a case that the secretariat must not know of"
    assert "The mail server does not let this system sign in." in said
    assert "2 messages" in sign_in(drive.cast.admin).get("/notifications/outbox").page.one("#stuck").text()


def test_send_again_says_when_it_waits_for_the_morning(
    drive: Drive, broken: list[Delivery], clock: Clock, sign_in: SignIn
) -> None:
    secretary, admin = sign_in(drive.cast.secretary), sign_in(drive.cast.admin)
    by_day = secretary.post_form("/notifications/outbox", press="Send again").get_data(as_text=True)
    clock.advance(hours=11)
    by_night = admin.post_form("/notifications/outbox", press="Send again").get_data(as_text=True)
    said = "it will be sent on the next working morning"
    assert (said in by_day, said in by_night) == (False, True)


def test_all_are_sent_again_at_once_but_what_may_have_arrived_and_what_must_stay_unknown(
    drive: Drive, broken: list[Delivery], db: SQLAlchemy, sign_in: SignIn
) -> None:
    sharing.add(drive.reference, "再补一句", actor=drive.who("rival"))
    certain = [fail(line) for line in lines_of(drive.cast.supervisor)]
    assert sign_in(drive.cast.secretary).post("/notifications/outbox/again").status_code == 303
    assert {row.state for row in [*certain, *broken]} == {State.FAILED}, (
        "all but the uncertain one are of a hidden case"
    )
    page = sign_in(drive.cast.admin).post_form("/notifications/outbox", press="Send all again", follow=True)
    assert f"{len(certain) + 1} messages are being sent again." in page.get_data(as_text=True)
    assert {row.state for row in [*certain, broken[1]]} == {State.WAITING}
    assert broken[0].state == State.FAILED
    [log] = [one for one in db.session.query(AuditRow) if one.act == "message.all_sent_again"]
    assert log.actor_id == drive.cast.admin.id


def test_only_secretariat_and_administrator_mend(drive: Drive, broken: list[Delivery], sign_in: SignIn) -> None:
    for name, account in drive.cast.accounts().items():
        person, may = sign_in(account), name in ("secretary", "admin")
        assert person.get("/notifications/outbox").status_code == (200 if may else 403)
        if not may:
            assert person.post(address_of("notifications.send_again", delivery_id=broken[0].id)).status_code == 403
        assert ("Messages that failed" in person.get("/notifications/").words) == may


def test_homes_name_what_failed_or_waits_in_vain_in_few_queries(
    drive: Drive, broken: list[Delivery], db: SQLAlchemy, clock: Clock, sign_in: SignIn
) -> None:
    worker.write_heartbeat()
    for account, number in ((drive.cast.admin, "2 messages"), (drive.cast.secretary, "1 message")):
        person = sign_in(account)
        with queries(db) as seen:
            page = person.get("/").page
        assert len(seen) <= 12, "\n".join(seen)
        assert page.link(f"{number} could not be sent") == "/notifications/outbox"
    person.post(address_of("notifications.send_again", delivery_id=broken[0].id))
    broken[1].state = State.DROPPED
    db.session.commit()
    admin = sign_in(drive.cast.admin)
    assert "message" not in admin.get("/").words
    clock.advance(minutes=3)
    assert "1 message is waiting, and the background worker is not running" in admin.get("/").words
    words = admin.get("/notifications/outbox").words
    assert "The background worker is not running" in words
    assert "“make run” starts it" in words


def test_the_outbox_says_when_the_worker_was_last_alive(cast: Cast, clock: Clock, sign_in: SignIn) -> None:
    admin = sign_in(cast.admin)
    assert admin.get("/notifications/outbox").page.texts(".facts dd")[2] == "never"
    worker.write_heartbeat()
    page = admin.get("/notifications/outbox").page
    assert page.texts(".facts dd")[2] == "9月15日 10:00"
    assert "is not running" not in page.text
    assert "Mail is not set up on this server" in page.text


def test_long_outboxes_are_paged(drive: Drive, db: SQLAlchemy, sign_in: SignIn) -> None:
    case = drive.submit(CaseKind.REQUEST)
    notify_often(drive.cast.member, 35, f"case:{case.id}")
    for line in lines_of(drive.cast.member):
        fail(line)
    secretary = sign_in(drive.cast.secretary)
    with queries(db) as seen:
        page = secretary.get("/notifications/outbox").page
    assert len(seen) <= 6, "\n".join(seen)
    assert page.texts(".facts dd")[0] == "36"
    ids = [form.action for form in page.forms() if re.search(r"/outbox/[\w-]{20,}/again$", form.action)]
    more = secretary.get(page.css("#more a")[0].attributes["href"]).page
    rest = [form.action for form in more.forms() if re.search(r"/outbox/[\w-]{20,}/again$", form.action)]
    assert (len(ids), len(rest), len({*ids, *rest})) == (30, 6, 36)


def test_readyz_tells_of_a_silent_worker(cast: Cast, clock: Clock, client: Client) -> None:
    def first_line() -> tuple[int, str]:
        answer = client.get("/readyz")
        return answer.status_code, answer.get_data(as_text=True).splitlines()[0]

    said = (503, "the worker has been silent for 2 minutes")
    assert first_line() == said
    worker.write_heartbeat()
    assert first_line() == (200, "ready")
    clock.advance(seconds=119)
    assert client.get("/readyz").status_code == 200
    clock.advance(seconds=2)
    assert first_line() == said
    assert client.get("/healthz").status_code == 200
