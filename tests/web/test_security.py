"""What guards every page alike: sign-in first, tokens, headers, cookies, sizes, rubbish."""

import re
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from chamber import registry
from chamber.extensions import db as database
from chamber.notifications import worker
from chamber.secrecy.addresses import SealedNumber
from chamber.web.addresses import safe_next
from tests.client import PASSWORD, Client
from tests.database import make_app


def sample(converter: BaseConverter) -> object:
    """Something that this part of an address takes."""
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 1 if isinstance(converter, IntegerConverter | SealedNumber) else "x"


OPEN = {
    *("static", "accounts.login", "accounts.join", "health.healthz", "health.readyz"),
    *("notices.public", "notices.public_file", "events.public", "cases.promise"),
    "notifications.stop_mail",
}
"""Written down once more: what needs no account is worth a second look."""

WITHOUT_TOKEN = {"notifications.stop_mail"}
"""What other programs post to: the secret in its address is the proof."""


def addresses(app: Flask, method: str) -> list[tuple[str, str]]:
    """(endpoint, address) of every route that answers this method, its parts filled in."""
    found = []
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            values = {name: sample(converter) for name, converter in rule._converters.items()}
            found.append((rule.endpoint, app.url_map.bind("").build(rule.endpoint, values, method)))
    assert len(found) > 10
    return found


def test_without_an_account_every_address_leads_to_signing_in(app, cast, client):
    worker.write_heartbeat()
    client.inspect = False
    for endpoint, address in addresses(app, "GET"):
        answer = client.get(address)
        if endpoint in OPEN:
            assert answer.status_code in (200, 404), address
            continue
        assert answer.status_code == 303, address
        assert answer.headers["Location"].startswith("/login?next="), address
        assert len(answer.data) < 600, f"{address} says more than where to go"
        assert client.get(address, htmx=True).headers.get("HX-Redirect") == "/login", address
    for endpoint, address in addresses(app, "POST"):
        if endpoint not in OPEN:
            assert client.post(address).headers.get("Location") == "/login", address


def test_the_open_addresses_are_these_and_no_others(app):
    assert registry.open_pages() == OPEN - {"static"}
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= OPEN
    assert registry.open_posts() == WITHOUT_TOKEN <= OPEN


def test_every_post_needs_its_token(app, cast, sign_in, client):
    visitors = [("nobody", client), ("secretary", sign_in(cast.secretary)), ("member", sign_in(cast.member))]
    tokens = {"none": {}, "wrong": {"csrf_token": "wrong"}, "another's": {"csrf_token": Client(app).csrf()}}
    for name, browser in visitors:
        browser.inspect = False
        for endpoint, address in addresses(app, "POST"):
            for kind, data in tokens.items():
                answer = browser.post(address, data=data, csrf=False)
                assert answer.status_code == (404 if endpoint in WITHOUT_TOKEN else 400), (name, address, kind)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_method_that_an_address_does_not_know_is_said_to_be_that_without_a_token_too(cast, sign_in, client, method):
    for browser in (client, sign_in(cast.secretary)):
        for address in ("/login", "/account/large-text"):
            answer = browser.open(address, method=method)
            assert (answer.status_code, "POST" in answer.headers["Allow"]) == (405, True)


def test_a_token_in_the_header_serves_htmx(cast, sign_in):
    browser = sign_in(cast.secretary)
    token = browser.csrf()
    post = {"data": {}, "csrf": False}
    assert browser.post("/account/large-text", **post).status_code == 400
    assert browser.post("/account/large-text", headers={"X-CSRFToken": token}, **post).status_code == 303


EVIL = [
    *("//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example"),
    *("javascript:alert(1)", "data:text/html,x", "/\t/evil.example", "/\n/evil.example", "\t//evil.example"),
    *("evil.example", "//evil.example@chamber", "/%09/evil.example\r\nSet-Cookie: a=b", "", "//", "/\\/evil.example"),
    *("http:evil.example", " //evil.example"),
]


@pytest.mark.parametrize("target", EVIL)
def test_one_never_leaves_by_signing_in(app, cast, client, target):
    answer = client.post("/login", query_string={"next": target}, data={"username": "leader", "password": PASSWORD})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert client.get("/login", query_string={"next": target}).headers["Location"] == "/"
    assert client.post("/account/large-text", data={"next": target}).headers["Location"] == "/"
    with app.test_request_context():
        assert safe_next(target) == "/"


def test_one_arrives_where_one_wanted_to_go(cast, client):
    answer = client.get("/directory/?q=a%26b")
    answer = client.post(answer.headers["Location"], data={"username": "leader", "password": PASSWORD})
    assert answer.headers["Location"] == "/directory/?q=a%26b"


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_strict_headers_on_every_answer(app, cast, sign_in, client):
    paths = ["/", "/nowhere", "/static/css/base.css", "/static/nothing", "/healthz", "/readyz", "/directory/", "/login"]
    for browser in (client, sign_in(cast.secretary)):
        browser.inspect = False
        answers = [browser.get(path) for path in paths]
        answers += [browser.post("/login", csrf=False, data={}), browser.post("/nowhere"), browser.delete("/login")]
        answers += [browser.get("/directory/", headers={"Cookie": "chamber=rubbish"})]
        for answer in answers:
            for name, value in HEADERS.items():
                assert answer.headers.get(name) == value, (answer.request.path, answer.status_code, name)
            policy = dict(
                part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";")
            )
            assert policy["default-src"] == "'none'"
            assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
            assert policy["form-action"] == policy["style-src"] == "'self'"
            assert "unsafe" not in str(policy) and "*" not in str(policy)
            assert re.fullmatch(r"'self'( https://\S+\.js)?", policy["script-src"])
            assert "camera=()" in answer.headers["Permissions-Policy"]
            if "/static/" not in answer.request.path:
                assert answer.headers["Cache-Control"] == "private, no-store", answer.request.path
                assert {"cookie", "hx-request"} <= {word.lower() for word in answer.vary}, answer.request.path
            assert "Server-Timing" not in answer.headers


def test_cookies_and_transport_behind_https(app, cast, tmp_path):
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    secure = make_app(tmp_path, url, public_url="https://chamber.example")
    client = Client(secure)
    proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "chamber.example", "X-Forwarded-For": "10.9.8.7"}
    answer = client.get("/login", headers=proxied, base_url="https://chamber.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-chamber=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    with secure.app_context():
        database.engine.dispose()


def test_forwarded_headers_count_only_behind_the_proxy_that_was_named(app, cast, db, client):
    from chamber.accounts.models import SignInFailure

    client.post("/login", data={"username": "x", "password": "y"}, headers={"X-Forwarded-For": "6.6.6.6"})
    assert db.session.query(SignInFailure).one().address == "127.0.0.1"


def test_a_body_beyond_the_limit_is_413_before_anything_else(app, cast, sign_in, client):
    most = app.config["MAX_CONTENT_LENGTH"]
    browser = sign_in(cast.secretary)
    for visitor in (browser, client):
        big = {"file": (BytesIO(b"x" * (most + 1)), "photo.jpg"), "csrf_token": visitor.csrf()}
        answer = visitor.post("/account/large-text", data=big, csrf=False)
        assert answer.status_code == 413
    fields = {"next": "x" * (app.config["MAX_FORM_MEMORY_SIZE"] + 1)}
    assert browser.post("/account/large-text", data=fields, content_type="multipart/form-data").status_code == 413
    parts = {f"f{number}": "x" for number in range(app.config["MAX_FORM_PARTS"] + 1)}
    assert browser.post("/account/large-text", data=parts, content_type="multipart/form-data").status_code == 413


def test_rubbish_in_cookie_header_and_query_never_breaks_a_page(app, cast, sign_in, client):
    browser = sign_in(cast.secretary)
    for query in ("lang=xx", "lang=%00", "after=%00~", "q=%FF%FE", "a=1&" * 2000, "[]=1", "%", "?" * 50):
        assert browser.get(f"/directory/?{query}").status_code in (200, 400, 414), query
    for cookie in ("", "x", "\xff", "." * 4000, "eyJfdXNlcl9pZCI6IjEifQ.x.y"):
        client.set_cookie("chamber", cookie)
        assert client.get("/directory/").status_code == 303
    for number in range(3):
        headers = [{"HX-Request": "yes"}, {"Accept-Language": "\xff" * 50}, {"X-Forwarded-Host": "evil.example"}][
            number
        ]
        answer = browser.get("/directory/", headers=headers)
        assert answer.status_code == 200 and "evil.example" not in answer.page.html


def test_a_session_row_decides_and_not_what_a_cookie_claims(app, cast, client):
    for claimed in (str(cast.admin.id), "", "None", "x" * 5000):
        with client.session_transaction() as session:
            session["_user_id"] = claimed
            session["_fresh"] = True
        assert client.get("/account").status_code == 303
