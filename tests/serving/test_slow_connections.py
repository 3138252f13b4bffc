"""Nobody slow stops the others: who lets the server wait is cut off, and holds no thread until then."""

import time

import pytest

from tests.serving.connections import GET, LARGE, Running, is_cut, post, rest, until

pytestmark = pytest.mark.static


def drip(running: Running, first: bytes, piece: bytes, seconds: float, pause: float = 0.1) -> bool:
    """Whether a connection is cut in this time on which this is sent, piece after piece."""
    with running.connect(first) as one:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if is_cut(one, pause):
                return True
            try:
                one.sendall(piece)
            except ConnectionError:
                return True
        return False


def test_a_connection_on_which_nothing_comes_is_cut() -> None:
    with Running() as running, running.connect() as one:
        assert is_cut(one, 5)


def test_headers_that_drip_are_cut_however_steadily() -> None:
    with Running() as running:
        assert drip(running, b"GET / HTTP/1.1\r\nHost: a\r\n", b"X: 1\r\n", 5)
        assert running.app.asked == []


def test_headers_have_less_time_when_half_of_all_connections_are_taken() -> None:
    with Running(head=60, connections=20) as running:
        others = [running.connect(b"GET /") for _number in range(10)]
        assert is_cut(others[0], 5)
        for one in others:
            one.close()


def test_a_body_that_drips_is_cut() -> None:
    with Running() as running:
        assert drip(running, post(1000), b"x", 5)
        assert running.app.asked == []


def test_a_body_that_came_fast_and_then_stops_is_cut() -> None:
    with Running() as running, running.connect(post(900_000, bytes(800_000))) as one:
        assert is_cut(one, 6)


def test_a_slow_phone_that_keeps_the_least_rate_gets_its_answer() -> None:
    with Running(patience=0.3) as running, running.connect(post(10_000)) as one:
        for _piece in range(10):
            time.sleep(0.15)
            one.sendall(bytes(1000))
        assert rest(one).endswith(b"POST 10000")


def test_a_connection_is_kept_between_two_requests_and_closed_when_it_stays_idle() -> None:
    with Running() as running, running.connect(GET) as one:
        assert rest(one).endswith(b"GET 0")
        time.sleep(0.3)
        one.sendall(GET)
        assert rest(one).endswith(b"GET 0")
        assert is_cut(one, 5)


def test_an_answer_that_nobody_takes_is_cut() -> None:
    with Running() as running, running.connect(GET.replace(b"/ ", b"/large "), buffer=4096) as one:
        until(lambda: running.app.asked == ["/large"])
        time.sleep(3)
        assert len(rest(one)) < LARGE


def test_an_answer_that_is_taken_slowly_but_steadily_comes_whole() -> None:
    with Running(patience=0.3, rate=10_000) as running:
        with running.connect(GET.replace(b"/ ", b"/large "), buffer=2**16) as one:
            got = len(one.recv(2**16))
            for _piece in range(12):
                time.sleep(0.1)
                got += len(one.recv(2**16))
            one.settimeout(10)
            while part := one.recv(2**20):
                got += len(part)
                if got >= LARGE:
                    break
        assert got >= LARGE


def test_slow_ones_hold_no_thread() -> None:
    with Running(threads=1, head=30, patience=30) as running:
        slow = [running.connect(b"GET / HTTP/1.1\r\nHost: a\r\n") for _number in range(20)]
        slow += [running.connect(post(1000, b"x")) for _number in range(20)]
        slow += [running.connect(GET.replace(b"/ ", b"/large "), buffer=4096) for _number in range(3)]
        until(lambda: running.app.asked.count("/large") == 3)
        began = time.monotonic()
        assert running.ask().endswith(b"GET 0")
        assert time.monotonic() - began < 5
        for one in slow:
            one.close()


def test_bodies_under_way_promise_no_more_than_there_is_room_for() -> None:
    with Running(promised=2_500_000) as running:
        first = [running.connect(post(900_000, b"x")) for _number in range(2)]
        time.sleep(0.2)
        with running.connect(post(900_000, b"x")) as last:
            assert is_cut(last, 0.5)
        first[0].sendall(bytes(899_999))
        assert rest(first[0]).endswith(b"POST 900000")
        for one in first:
            one.close()


def test_what_waits_for_a_thread_is_not_worked_on_when_its_client_has_gone() -> None:
    with Running(threads=1) as running:
        with running.connect(GET.replace(b"/ ", b"/wait ")):
            until(lambda: running.app.asked == ["/wait"])
            with running.connect(GET.replace(b"/ ", b"/given-up ")):
                time.sleep(0.3)
            time.sleep(0.3)
            running.app.go_on.set()
            assert running.ask().endswith(b"GET 0")
        assert running.app.asked == ["/wait", "/"]


def test_whoever_works_on_an_answer_can_ask_whether_its_client_has_gone() -> None:
    with Running() as running:
        with running.connect(GET.replace(b"/ ", b"/wait ")):
            until(lambda: running.app.asked == ["/wait"])
        time.sleep(0.3)
        running.app.go_on.set()
        until(lambda: running.app.gone == [True])


def test_a_worker_that_ends_answers_what_still_comes_and_says_that_it_closes() -> None:
    with Running() as running, running.connect(GET) as one:
        assert b"onnection: close" not in rest(one)
        running.loop.announce_end()
        one.sendall(GET)
        answer = rest(one)
        assert answer.endswith(b"GET 0") and b"onnection: close" in answer
        assert is_cut(one, 5)
        until(lambda: not running.loop.is_busy)


def test_who_knocked_before_the_end_is_answered_and_who_comes_later_is_refused() -> None:
    running = Running()
    early = [running.connect(GET) for _number in range(5)]
    running.loop.stop_listening()
    with pytest.raises(ConnectionRefusedError):
        running.connect()
    assert running.loop.is_due, "nothing of it has been read: a worker that ended now would cut them off"
    with running:
        for one in early:
            assert rest(one).endswith(b"GET 0")
        until(lambda: not running.loop.is_due)
        for one in early:
            one.close()
