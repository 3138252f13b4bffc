"""What is taken for a request: what browsers and proxies send, and nothing that two may read in two ways."""

import pytest

from tests.serving.connections import GET, Running, post

pytestmark = pytest.mark.static

REFUSED = {
    "a body in pieces": (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
    "a body in pieces of an old client": (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
    "two ends of a body": (
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: identity\r\n\r\nabc",
        501,
    ),
    "two lengths": (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
    "a length with a sign": (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 400),
    "a length of 5,000 digits": (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 400),
    "a header that goes on": (b"GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n more\r\n\r\n", 400),
    "a header that goes on after a tab": (b"GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n\tmore\r\n\r\n", 400),
    "a space before the colon": (b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n", 400),
    "a bare line feed": (b"GET / HTTP/1.1\r\nHost: a\nX-A: 1\r\n\r\n", 400),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "a version to come": (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400),
    "an odd version": (b"GET / HTTP/1.7\r\nHost: a\r\n\r\n", 400),
    "no version": (b"GET /\r\nHost: a\r\n\r\n", 400),
    "half an address": (b"GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "a hundred and one headers": (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-A: 1\r\n" * 101 + b"\r\n", 400),
    "headers of 40 KB": (b"GET / HTTP/1.1\r\nHost: a\r\nX-A: " + b"a" * 40_000 + b"\r\n\r\n", 431),
    "not HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
}


@pytest.mark.parametrize("request_name", REFUSED)
def test_what_can_be_read_in_two_ways_never_reaches_the_application(request_name: str) -> None:
    sent, status = REFUSED[request_name]
    with Running() as running:
        answer = running.ask(sent)
        assert answer.startswith(b"HTTP/1.") and int(answer[9:12]) == status
        assert b"onnection: close" in answer
        assert running.app.asked == []


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (GET, b"GET 0"),
        (b"GET / HTTP/1.0\r\n\r\n", b"GET 0"),
        (post(3, b"abc"), b"POST 3"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-A: 1\r\n" * 99 + b"\r\n", b"GET 0"),
    ],
)
def test_what_browsers_and_proxies_send_is_answered(sent: bytes, says: bytes) -> None:
    with Running() as running:
        answer = running.ask(sent)
        assert answer.startswith(b"HTTP/1.")
        assert int(answer[9:12]) == 200 and answer.partition(b"\r\n\r\n")[2] == says


def test_the_server_does_not_say_what_it_is() -> None:
    with Running() as running:
        head = running.ask().partition(b"\r\n\r\n")[0].lower()
        assert b"server" not in head and b"via" not in head


def test_a_body_beyond_the_limit_is_read_dropped_and_answered_by_the_application() -> None:
    with Running() as running:
        assert running.ask(post(2_000_000, bytes(2_000_000))).endswith(b"POST 0")


def test_a_body_that_announces_far_too_much_is_refused_by_its_header() -> None:
    with Running() as running:
        assert int(running.ask(post(6_000_000))[9:12]) == 413
        assert running.app.asked == []


def test_nobody_is_told_to_go_on_with_a_body_that_is_refused() -> None:
    expects = post(6_000_000).replace(b"Host", b"Expect: 100-continue\r\nHost")
    with Running() as running:
        assert int(running.ask(expects)[9:12]) == 413


def test_who_asks_first_whether_to_send_a_body_is_told_to_go_on() -> None:
    with Running() as running, running.connect(post(3).replace(b"Host", b"Expect: 100-continue\r\nHost")) as one:
        assert one.recv(100).startswith(b"HTTP/1.1 100")
        one.sendall(b"abc")
        got = b""
        while not got.endswith(b"POST 3"):
            got += one.recv(1000)


def test_two_requests_on_one_connection_are_answered_in_turn() -> None:
    with Running() as running, running.connect(GET + post(3, b"abc")) as one:
        got = b""
        while b"POST 3" not in got:
            got += one.recv(1000)
        assert got.index(b"GET 0") < got.index(b"POST 3")


def test_a_request_without_a_host_means_this_machine() -> None:
    with Running() as running:
        assert running.ask(b"GET /host HTTP/1.0\r\n\r\n").endswith(b"localhost")
