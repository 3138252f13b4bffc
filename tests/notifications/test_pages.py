"""The bell, how a person wants to be told, the messages that failed: what each role sees there and may do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.models import Account, AccountRole
from chamber.audit.models import AuditRow
from chamber.audit.words import ACTS
from chamber.cases.respondents import Respondent
from chamber.cases.words import Kind as CaseKind
from chamber.cases.words import RespondentKind
from chamber.help import telling as help_page
from chamber.members.models import Contact
from chamber.notifications import choices, worker
from chamber.notifications import services as bell
from chamber.notifications.models import Delivery, Notification, NotificationChoice
from chamber.notifications.outbox import State
from chamber.notifications.table import KIND_LABELS, TABLE, Kind, Manner, To
from chamber.permissions import Role
from tests.browser import Tour
from tests.client import Client, path_of
from tests.committed import committed
from tests.conftest import Clock
from tests.events.test_pages import queries
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive
from tests.factories.events import make_event
from tests.factories.notifications import fail, lines_of, tell_often

SignIn = Callable[[Account], Client]
GONE = "This cannot be seen in the role you act in, or not any more."


@pytest.fixture
def drive(cast: Cast, clock: Clock) -> Drive:
    """One case and everybody who acts on it."""
    return Drive(cast)


def unread(client: Client, path: str = "/account") -> str:
    """What the bell in the top bar says, for whoever cannot see it too."""
    return client.get(path).page.texts(".top .bell")[0]


# The bell


def test_a_line_leads_to_its_thing_and_counts_as_read(drive: Drive, sign_in: SignIn) -> None:
    case = drive.submit(CaseKind.REQUEST)
    member = sign_in(drive.cast.member)
    assert unread(member) == "Messages1 1 unread message"
    page = member.get("/notifications/").page
    assert page.texts("#rows .told b") == [f"The chamber has received Difficulty or request {case.reference}."]
    assert page.texts("#rows .badge") == ["unread"]
    answer = member.post_form(page, action="/open", follow=False)
    assert (answer.status_code, path_of(answer)) == (303, f"/cases/{case.reference}")
    assert unread(member) == "Messages"
    assert member.get("/notifications/").page.texts("#rows .badge") == []


def test_newest_first_thirty_a_page_in_few_queries(db: SQLAlchemy, drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    case = drive.submit(CaseKind.REQUEST)
    event = make_event(drive.who("secretary"))
    account = drive.cast.member
    clock.advance(hours=3)
    tell_often(account, 70, f"case:{case.id}")
    tell_often(account, 70, f"event:{event.id}", "event.edited:attendees")
    member = sign_in(account)
    with queries(db) as seen:
        answer = member.get("/notifications/")
    assert len(seen) <= 6, "\n".join(seen)
    shown = [len(answer.page.css("#rows > li"))]
    times = answer.page.texts("#rows .line-note")
    while more := answer.page.css("#more a"):
        answer = member.get(more[0].attributes["href"])
        shown.append(len(answer.page.css("#rows > li")))
        times += answer.page.texts("#rows .line-note")
    assert shown == [30, 30, 30, 30, 22]
    assert times == sorted(times, reverse=True)


def test_unread_ones_alone_and_all_read_in_one_press(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(CaseKind.REQUEST)
    drive.accept()
    member = sign_in(drive.cast.member)
    page = member.get("/notifications/").page
    assert page.texts(".chip") == ["Unread 3", "All 3"]
    member.post_form(page, action="/open", press=member_button(page, "was accepted"))
    page = member.get("/notifications/?show=unread").page
    assert page.texts(".chip") == ["Unread 2", "All 3"]
    assert len(page.css("#rows > li")) == 2
    page = member.post_form(page, press="All read").page
    assert page.texts(".chip") == ["Unread 0", "All 3"]
    assert "All read" not in page.texts("button")
    assert "You have no unread message." in member.get("/notifications/?show=unread").words


def member_button(page: object, words: str) -> str:
    """The words of the line that says this."""
    return next(text for text in page.texts("button.told") if words in text)  # type: ignore[attr-defined]


def test_nobody_reads_or_opens_the_lines_of_others(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(CaseKind.REQUEST)
    line = lines_of(drive.cast.member)[0]
    for account in drive.cast.accounts().values():
        if account.id != drive.cast.member.id:
            other = sign_in(account)
            with committed() as changed:
                assert other.post(f"/notifications/{line.id}/open").status_code == 404
                other.post("/notifications/read")
            assert "notifications" not in changed or account.id == drive.cast.secretary.id
    assert lines_of(drive.cast.member)[0].read_at is None


def test_what_may_not_be_seen_any_more_is_a_neutral_sentence(drive: Drive, db: SQLAlchemy, sign_in: SignIn) -> None:
    case = drive.submit(CaseKind.REQUEST)
    case.supervisor_runs = True
    db.session.commit()
    secretary = sign_in(drive.cast.secretary)
    page = secretary.get("/notifications/").page
    assert page.texts("#rows .line-text")[0].startswith(GONE)
    assert case.reference not in page.html
    assert page.css("#rows form, #rows a") == []
    line = lines_of(drive.cast.secretary)[0]
    answer = secretary.post(f"/notifications/{line.id}/open")
    assert path_of(answer) == "/notifications/"
    assert case.reference not in secretary.get("/notifications/").page.html


def test_in_another_role_it_is_a_neutral_sentence_too(drive: Drive, db: SQLAlchemy, sign_in: SignIn) -> None:
    account = drive.cast.member
    db.session.add(AccountRole(account_id=account.id, role=Role.PRESIDENT))
    db.session.commit()
    drive.submit()
    person = sign_in(account)
    assert person.get("/notifications/").page.texts("#rows .line-text")[0].startswith(GONE)
    contact = db.session.query(Contact).filter_by(account_id=account.id).one()
    person.post("/account/act-as", data={"as": f"member:{contact.id}"})
    assert drive.reference in person.get("/notifications/").words


def test_opening_twice_and_reading_twice_do_no_harm(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(CaseKind.REQUEST)
    member, line = sign_in(drive.cast.member), lines_of(drive.cast.member)[0]
    for path in (f"/notifications/{line.id}/open", "/notifications/read"):
        assert member.post(path).status_code == 303
        with committed() as changed:
            assert member.post(path).status_code == 303
        assert changed == set()
    assert member.post(f"/notifications/{line.id}/open", htmx=True).headers["HX-Redirect"].startswith("/cases/")


def test_looking_at_the_bell_writes_nothing(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(CaseKind.REQUEST)
    member, line = sign_in(drive.cast.member), lines_of(drive.cast.member)[0]
    with committed() as changed:
        member.get("/notifications/")
        assert member.get(f"/notifications/{line.id}/open").status_code == 405
        assert member.get("/notifications/read").status_code == 405
    assert changed == set()


def test_the_count_stands_on_every_page_and_costs_no_query(drive: Drive, db: SQLAlchemy, sign_in: SignIn) -> None:
    account = drive.cast.member
    case = drive.submit(CaseKind.REQUEST)
    member = sign_in(account)
    member.get("/directory/")
    with queries(db) as few:
        member.get("/directory/")
    tell_often(account, 150, f"case:{case.id}")
    with queries(db) as many:
        page = member.get("/directory/").page
    assert few == many
    assert page.texts(".top .bell, .side a[href='/notifications/']") == [
        "Messages 99+ more than 99 unread messages",
        "Messages99+ more than 99 unread messages",
    ]
    assert sum("notifications" in statement for statement in many) == 1


def test_the_count_is_that_of_the_account_in_whatever_role(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(CaseKind.REQUEST)
    told = {name for name, one in drive.cast.accounts().items() if unread(sign_in(one)) != "Messages"}
    assert told == {"member", "secretary"}


# How a person wants to be told


def fields(client: Client) -> set[str]:
    """What the page of choices asks about."""
    return set(client.get("/notifications/settings").page.form("email").controls) - {"csrf_token", "email"}


def test_each_role_is_asked_about_what_it_is_told_of(cast: Cast, sign_in: SignIn) -> None:
    staff = {"work", "limits", "events", "account"}
    assert fields(sign_in(cast.member)) == {"own_cases", "events", "account"}
    for account in (cast.secretary, cast.handler, cast.leader, cast.supervisor):
        assert fields(sign_in(account)) == staff
    assert fields(sign_in(cast.president)) == {"events", "account"}
    assert fields(sign_in(cast.admin)) == {"account"}


def test_whoever_the_table_names_is_asked() -> None:
    roles = {
        To.AUTHOR: {Role.MEMBER},
        To.COLLEAGUE: {Role.MEMBER},
        To.MEMBERS: {Role.MEMBER},
        To.DESK: {Role.SECRETARIAT, Role.SUPERVISOR},
        To.LEAD: {Role.HANDLER},
        To.LEADER: {Role.LEADER},
        To.SUPERVISOR: {Role.SUPERVISOR},
        To.ACTOR: {Role.SECRETARIAT},
    }
    for line in TABLE:
        assert roles.get(line.to, set()) <= choices.CONCERNS[line.kind], line.name


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
    assert [row.act for row in db.session.query(AuditRow) if row.kind == "account"][-1] == "account.messages_chosen"
    log = sign_in(cast.admin).get("/admin/log?act=account.messages_chosen").words
    assert "chose how to be told of things" in log
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
    assert "mail about them can come once a day, but not be switched off" in page.text
    values = {name: control.values[0] for name, control in form.controls.items() if name != "csrf_token"}
    answer = handler.post("/notifications/settings", data={**values, "work": "bell", "limits": "bell"})
    assert answer.status_code == 422
    assert answer.page.texts("#limits .error")
    assert answer.page.form("email").controls["work"].values == ["bell"]
    with pytest.raises(choices.DomainError, match="law"):
        choices.choose("", {Kind.LIMITS: Manner.BELL}, actor=actor_as(cast.handler))
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
    assert "If it is empty, no mail goes to you" in member.get("/notifications/settings").words
    db.session.query(Contact).filter_by(account_id=cast.member.id).one().email = "shan@factory.example.cn"
    db.session.commit()
    assert "messages go to shan@factory.example.cn" in member.get("/notifications/settings").words
    member.post_form("/notifications/settings", {"email": "own@example.cn"})
    assert db.session.get(Account, cast.member.id).email == "own@example.cn"  # type: ignore[union-attr]
    member.post_form("/notifications/settings", {"email": ""})
    assert db.session.get(Account, cast.member.id).email is None  # type: ignore[union-attr]
    assert "messages go to shan@factory.example.cn" in member.get("/notifications/settings").words


def test_the_page_says_whether_mail_works_and_when_it_rests(
    cast: Cast, sign_in: SignIn, app_with: Callable[..., Flask]
) -> None:
    said = "Mail is not set up on this server; you hear of things here only."
    words = sign_in(cast.member).get("/notifications/settings").words
    assert said in words
    assert "between 08:00 and 20:00 on working days only" in words
    works = Client(app_with(smtp_url="smtp://127.0.0.1:1")).sign_in(cast.member)
    assert said not in works.get("/notifications/settings").words


def test_bell_and_account_lead_to_the_choices_and_those_to_the_help(cast: Cast, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    for path in ("/notifications/", "/account"):
        assert member.get(path).page.link("How you are told") == "/notifications/settings"
    assert member.get("/notifications/settings").page.link("Who is told what") == "/help/notifications"


# Who is told what


def test_the_help_page_draws_the_whole_table(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.member).get("/help/notifications").page
    assert len(page.css("tbody tr")) == len(TABLE)
    assert page.texts("h2") == [str(label) for label in KIND_LABELS.values()]
    assert "by law, cannot be switched off" in page.text
    first = [" ".join(cell.text().split()) for cell in page.css("tbody tr")[0].css("th, td")]
    assert first == ["Submitted", "who submitted it", "The chamber has received [case]."]


def test_every_act_of_the_table_has_words() -> None:
    for line in TABLE:
        label = help_page.label(line.act)
        assert "." not in label and ": " not in label, line.act
        assert line.act.startswith(("case.", "time.")) or line.act in ACTS


# Messages that failed


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
    for part in ("单会员", "What becomes of my cases", "10:00", "550 5.1.1 no such user", "1 try", "may have arrived"):
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
    assert secretary.post(f"/notifications/outbox/{broken[1].id}/again").status_code == 404
    assert sign_in(drive.cast.admin).get("/").page.link("1 message could not be sent") == "/notifications/outbox"


def test_send_again_is_logged_and_a_second_press_does_no_harm(
    drive: Drive, broken: list[Delivery], db: SQLAlchemy, clock: Clock, sign_in: SignIn
) -> None:
    clock.advance(days=2)
    secretary = sign_in(drive.cast.secretary)
    answer = secretary.post_form("/notifications/outbox", press="Send again")
    assert "on its way again" in answer.get_data(as_text=True)
    assert "No message has failed." in answer.words
    row = db.session.get(Delivery, broken[0].id)
    assert row
    assert (row.state, row.attempts, row.error, row.due_at) == (State.WAITING, 0, "", clock.now)
    assert row.give_up_at == clock.now + timedelta(hours=24)
    with committed() as changed:
        again = secretary.post(f"/notifications/outbox/{row.id}/again")
    assert (again.status_code, changed) == (303, set())
    log = [one for one in db.session.query(AuditRow) if one.act == "message.sent_again"]
    assert [(one.subject, one.actor_id) for one in log] == [(f"message:{row.id}", drive.cast.secretary.id)]
    assert "sent a message again that had failed" in sign_in(drive.cast.admin).get("/admin/log").words
    assert secretary.post("/notifications/outbox/4711/again").status_code == 404


def test_only_secretariat_and_administrator_mend(drive: Drive, broken: list[Delivery], sign_in: SignIn) -> None:
    for name, account in drive.cast.accounts().items():
        person, may = sign_in(account), name in ("secretary", "admin")
        assert person.get("/notifications/outbox").status_code == (200 if may else 403)
        if not may:
            assert person.post(f"/notifications/outbox/{broken[0].id}/again").status_code == 403
        assert ("Messages that failed" in person.get("/notifications/").words) == may


def test_homes_name_what_failed_or_waits_in_vain_in_few_queries(
    drive: Drive, broken: list[Delivery], db: SQLAlchemy, clock: Clock, sign_in: SignIn
) -> None:
    worker.beat()
    for account, number in ((drive.cast.admin, "2 messages"), (drive.cast.secretary, "1 message")):
        person = sign_in(account)
        with queries(db) as seen:
            page = person.get("/").page
        assert len(seen) <= 12, "\n".join(seen)
        assert page.link(f"{number} could not be sent") == "/notifications/outbox"
    person.post(f"/notifications/outbox/{broken[0].id}/again")
    broken[1].state = State.DROPPED
    db.session.commit()
    admin = sign_in(drive.cast.admin)
    assert "message" not in admin.get("/").words
    clock.advance(minutes=3)
    assert "1 message waits, and the worker that sends it is silent" in admin.get("/").words
    words = admin.get("/notifications/outbox").words
    assert "The worker that sends messages is silent" in words
    assert "“make run” starts it" in words


def test_the_outbox_says_when_the_worker_was_last_alive(cast: Cast, clock: Clock, sign_in: SignIn) -> None:
    admin = sign_in(cast.admin)
    assert admin.get("/notifications/outbox").page.texts(".facts dd")[2] == "never"
    worker.beat()
    page = admin.get("/notifications/outbox").page
    assert page.texts(".facts dd")[2] == "9月15日 10:00"
    assert "silent" not in page.text
    assert "Mail is not set up on this server" in page.text


def test_long_outboxes_are_paged(drive: Drive, db: SQLAlchemy, sign_in: SignIn) -> None:
    case = drive.submit(CaseKind.REQUEST)
    tell_often(drive.cast.member, 35, f"case:{case.id}")
    for line in lines_of(drive.cast.member):
        fail(line)
    secretary = sign_in(drive.cast.secretary)
    with queries(db) as seen:
        page = secretary.get("/notifications/outbox").page
    assert len(seen) <= 6, "\n".join(seen)
    assert page.texts(".facts dd")[0] == "36"
    ids = [form.action for form in page.forms() if form.action.endswith("/again")]
    more = secretary.get(page.css("#more a")[0].attributes["href"]).page
    rest = [form.action for form in more.forms() if form.action.endswith("/again")]
    assert (len(ids), len(rest), len({*ids, *rest})) == (30, 6, 36)


# Whether the chamber can work


def test_readyz_tells_of_a_silent_worker(cast: Cast, clock: Clock, client: Client) -> None:
    said = (503, "the worker has been silent for 2 minutes\n")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_data(as_text=True)) == said
    worker.beat()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "ready\n")
    clock.advance(seconds=119)
    assert client.get("/readyz").status_code == 200
    clock.advance(seconds=2)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_data(as_text=True)) == said
    assert client.get("/healthz").status_code == 200


# In a browser


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_opens_a_line_on_the_phone_and_chooses(
    cast: Cast, tour: Callable[..., Tour], javascript: bool
) -> None:
    drive = Drive(cast)
    case = drive.submit(CaseKind.REQUEST)
    tell_often(cast.member, 40, f"case:{case.id}")
    phone = tour(cast.member, width=390, javascript=javascript, language="en")
    phone.go("/")
    target = phone.page.locator(".top .bell")
    box = target.bounding_box()
    assert box and min(box["width"], box["height"]) >= 44
    phone._click(target)
    assert phone.path == "/notifications/"
    phone.follow("Show more")
    assert phone.page.locator("#rows > li").count() == (41 if javascript else 11)
    phone._click(phone.page.locator("button.told").first)
    assert phone.path == f"/cases/{case.reference}"
    phone.go("/notifications/").press("All read")
    assert phone.page.locator(".top .bell .count").count() == 0
    phone.follow("How you are told")
    phone.fill("E-mail address", "shan@example.cn").press("Save").see("Saved.")
    assert phone.page.locator("#email").input_value() == "shan@example.cn"


def test_large_text_is_switched_from_the_top_of_the_page_one_is_on(cast: Cast, tour: Callable[..., Tour]) -> None:
    phone = tour(cast.member, width=360, language="en")
    phone.go("/directory/?q=x")
    phone.press("Large text", ".top")
    assert phone.path == "/directory/?q=x"
    phone.press("Normal text", ".top")
    assert phone.page.locator(".top").get_by_role("button", name="Large text").is_visible()


def test_the_bell_of_an_account_without_a_word_yet_says_what_comes(cast: Cast, sign_in: SignIn) -> None:
    for account in cast.accounts().values():
        words = sign_in(account).get("/notifications/").words
        assert "There is no message for you yet." in words
        assert bell.counts(actor_as(account)) == (0, 0)
    assert Notification.query.count() == 0
