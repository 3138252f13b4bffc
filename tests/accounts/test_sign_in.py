from datetime import timedelta
from statistics import median
from time import process_time

import pytest
from sqlalchemy import select

from chamber import clock
from chamber.accounts import acting, passwords, services
from chamber.accounts.guard import tries
from chamber.accounts.models import AccountSession, SignInFailure
from chamber.config import Settings
from chamber.errors import DomainError, TooMany
from chamber.members.models import Contact
from tests.client import PASSWORD, Client, path_of
from tests.english import english

WRONG = {"username": "secretary", "password": "not the password"}


def cookie(browser: Client) -> str:
    return browser.get_cookie("chamber").value


@pytest.mark.parametrize(
    "name", ["secretary", " SECRETARY ", "ｓｅｃｒｅｔａｒｙ", "13800000001", "+86 138-0000-0001", "138 0000 0001"]
)
def test_user_name_or_mobile_however_spelled(cast, client, name):
    assert client.post("/login", data={"username": name, "password": PASSWORD}).status_code == 303
    assert client.get("/account").status_code == 200


def test_unknown_wrong_and_disabled_get_the_same_answer(db, cast, client):
    cast.leader.disabled_at = cast.admin.created_at
    cast.president.password_hash = ""
    db.session.commit()
    answers = []
    right, wrong = PASSWORD, PASSWORD + "x"
    for name, password in (("secretary", wrong), ("nobody", wrong), ("leader", right), ("president", right)):
        client.get("/login")
        answer = client.post("/login", data={"username": name, "password": password})
        assert answer.status_code == 422
        answers.append((answer.words.replace(name, ""), sorted(answer.headers.keys())))
        assert PASSWORD not in answer.page.html
    assert answers == [answers[0]] * 4
    assert db.session.query(SignInFailure).count() == 4


def test_unknown_and_wrong_take_the_same_time(app, cast, monkeypatch):
    monkeypatch.setitem(app.config, "TESTING", False)
    real = passwords.hash_password(PASSWORD)
    with app.test_request_context():
        spans: dict[str, list[float]] = {real: [], "": []}
        for _try in range(7):
            for known, times in spans.items():
                began = process_time()
                assert not passwords.verify(known, "not the password")
                times.append(process_time() - began)
    wrong, unknown = median(spans[real]), median(spans[""])
    assert 0.6 < wrong / unknown < 1.6
    assert wrong > 0.005, "argon2 as in production"


def test_hashes_are_argon2id_with_the_chosen_cost(app, monkeypatch):
    monkeypatch.setitem(app.config, "TESTING", False)
    with app.test_request_context():
        assert passwords.hash_password("some password").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_every_spelling_of_a_mobile_counts_for_the_same_account(cast, client):
    for number in range(tries.OF_NAME.free):
        typed = ("13800000001", "138 0000 0001", "+86 13800000001", "1-3-8-00000001", "１３８０００００００１")[
            number % 5
        ]
        assert client.post("/login", data={"username": typed, "password": "wrong"}).status_code == 422
    client.post("/login", data={"username": "138.0000.0001", "password": PASSWORD})
    assert client.get("/account").status_code == 303


def test_only_failures_count_and_a_refusal_keeps_its_count(db, cast, client):
    for _try in range(30):
        browser = Client(client.application)
        assert browser.post("/login", data={"username": "secretary", "password": PASSWORD}).status_code == 303
    assert db.session.query(SignInFailure).count() == 0
    with pytest.raises(DomainError):
        services.sign_in("secretary", "wrong", address="::1", device="")
    db.session.rollback()
    assert db.session.query(SignInFailure).count() == 1
    assert "secretary" not in str(db.session.scalars(select(SignInFailure.name_hash)).all())


def test_the_throttle_is_said_in_one_sentence(cast):
    for _try in range(tries.OF_NAME.free):
        with pytest.raises(DomainError):
            services.sign_in("leader", "wrong", address="::1", device="")
    with pytest.raises(TooMany) as error:
        services.sign_in("leader", PASSWORD, address="::1", device="")
    assert error.value.status == 429


def test_the_session_is_a_new_one_at_each_sign_in(db, cast, client):
    client.get("/login?lang=en")
    before = cookie(client)
    client.sign_in(cast.secretary)
    with client.session_transaction() as session:
        first = session["_user_id"]
        assert session["lang"] == "en"
    assert cookie(client) != before
    client.sign_out()
    client.sign_in(cast.secretary)
    with client.session_transaction() as session:
        assert session["_user_id"] != first
    rows = db.session.scalars(select(AccountSession).order_by(AccountSession.id)).all()
    assert [bool(row.ended_at) for row in rows] == [True, False]
    assert first not in {row.token_hash for row in rows}, "only hashes are kept"


def test_nothing_of_the_visitors_session_is_carried_over_but_the_language(cast, client):
    client.get("/login?lang=en")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    before = client.csrf()
    client.sign_in(cast.secretary)
    with client.session_transaction() as session:
        assert session["lang"] == "en" and "planted" not in session
    assert client.post("/account/large-text", data={"csrf_token": before}, csrf=False).status_code == 400


def test_a_cookie_taken_before_sign_out_is_worth_nothing_after(cast, client):
    client.sign_in(cast.secretary)
    stolen = cookie(client)
    client.sign_out()
    thief = Client(client.application)
    thief.set_cookie("chamber", stolen)
    assert thief.get("/account").status_code == 303


def test_a_session_ends_by_itself_after_two_weeks(cast, client, clock):
    client.sign_in(cast.secretary)
    clock.advance(days=13)
    assert client.get("/account").status_code == 200
    clock.advance(days=2)
    assert client.get("/account").status_code == 303


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(cast, sign_in):
    here, there = sign_in(cast.secretary), sign_in(cast.secretary)
    wanted = {"password": "a better one", "again": "a better one"}
    answer = here.post_form("/account", {"old_password": "wrong", **wanted}, action="/password")
    assert answer.status_code == 422 and there.get("/account").status_code == 200
    answer = here.post_form(answer, {"old_password": PASSWORD, **wanted}, action="/password")
    assert answer.status_code == 200
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert there.post("/login", data={"username": "secretary", "password": PASSWORD}).status_code == 422
    assert there.post("/login", data={"username": "secretary", "password": "a better one"}).status_code == 303


def test_a_slip_in_a_new_password_is_said_and_changes_nothing(cast, sign_in):
    browser = english(sign_in(cast.secretary))
    typed = {"old_password": PASSWORD, "password": "a better one", "again": "a bitter one"}
    answer = browser.post_form("/account", typed, action="/password")
    assert answer.status_code == 422 and "The two passwords differ." in answer.words
    assert Client(browser.application).sign_in(cast.secretary)


@pytest.mark.parametrize("weak", ["short", "12345678", "aaaaaaaaaa", "secretary", "x" * 201, "Password1"])
def test_weak_passwords_are_refused(cast, sign_in, weak):
    browser = sign_in(cast.secretary)
    data = {"old_password": PASSWORD, "password": weak, "again": weak}
    assert browser.post("/account/password", data=data).status_code == 422
    assert Client(browser.application).sign_in(cast.secretary)


def test_sessions_are_listed_and_ended_one_by_one_or_all(db, cast, sign_in):
    browsers = [sign_in(cast.secretary) for _number in range(3)]
    stranger = sign_in(cast.leader)
    rows = db.session.scalars(select(AccountSession).order_by(AccountSession.id)).all()
    mine = browsers[0]
    assert len(mine.get("/account").page.css('form[action="/account/sessions/end"]')) == 3
    mine.post("/account/sessions/end", data={"session": rows[1].id})
    assert [browser.get("/account").status_code for browser in browsers] == [200, 303, 200]
    mine.post("/account/sessions/end", data={"session": rows[3].id})
    assert stranger.get("/account").status_code == 200, "nobody ends another's session"
    mine.post("/account/sessions/end")
    assert [browser.get("/account").status_code for browser in browsers] == [200, 303, 303]


def test_a_role_or_seat_that_was_taken_away_ends_the_right_while_a_page_is_open(db, cast, sign_in):
    browser = sign_in(cast.handler)
    assert browser.get("/account").status_code == 200
    cast.department.handlers.clear()
    db.session.commit()
    assert browser.get("/account").status_code == 303
    assert path_of(browser.post("/account/large-text")) == "/login"


def test_who_left_the_firm_is_told_so_and_whom_to_call(db, cast, client):
    contact = db.session.scalars(select(Contact).where(Contact.account_id == cast.member.id)).one()
    contact.left_at = clock.now()
    db.session.commit()
    typed = {"username": "member", "password": PASSWORD}
    words = english(client).post_form("/login", typed).words
    assert f"You are no longer a contact of {cast.firm.name}" in words and "please call the secretariat" in words
    assert "no role yet" not in words
    wrong = client.post_form("/login", {**typed, "password": "something else"})
    assert "no longer" not in wrong.words, "who does not know the password learns nothing"


def test_one_acts_in_the_own_hats_only(db, cast, sign_in, actor):
    browser = sign_in(cast.secretary)
    for value in ("leader:", "member:1", f"handler:{cast.department.id}", "", "secretariat:9", "\x00"):
        assert browser.post("/account/act-as", data={"as": value}).status_code == 422, value
    assert browser.post("/account/act-as", data={"as": "secretariat:"}).status_code == 303
    with pytest.raises(DomainError):
        acting.act_as("leader:", actor=actor(cast.secretary))


def test_cookies_are_safe_behind_https(tmp_path):
    config = Settings(instance_path=tmp_path, public_url="https://chamber.example").flask_config()
    assert config["SESSION_COOKIE_NAME"] == "__Host-chamber"
    assert config["SESSION_COOKIE_SECURE"] and config["SESSION_COOKIE_HTTPONLY"]
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert timedelta(seconds=int(str(config["PERMANENT_SESSION_LIFETIME"]))) == timedelta(days=14)


def test_a_form_sent_after_the_sign_in_has_ended_says_so_and_leads_back(cast, sign_in):
    member = sign_in(cast.member)
    services.end_sessions(cast.member.id)
    answer = member.post("/events/7/register", headers={"Referer": "http://localhost/events/7"}, follow=False)
    assert answer.headers["Location"] == "/login?next=/events/7"
    assert "nothing was sent" in member.get("/login?next=/events/7").text
