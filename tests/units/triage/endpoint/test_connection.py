from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rigs.triage.endpoint import RestingEndpoint, answers_in, asks, post, resting_endpoint

from kawaraban.triage.endpoint.callers import add_line, hash_of, read_callers
from kawaraban.triage.endpoint.limits import DEEPEST_PIPELINE, LARGEST_BODY, EndpointLimits
from kawaraban.triage.formats.coral import CORAL_PATH

pytestmark = pytest.mark.once("the endpoint has no Django")

ONE = post(asks("you idiot"))
CHUNKED = (
    b"POST /v1alpha1/comments:analyze HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"%x\r\n%s\r\n0\r\n\r\n" % (len(asks()), asks())
)


def later(endpoint: RestingEndpoint, seconds: int) -> None:
    """Time passes, and the stand looks at everybody."""
    endpoint.stand.now += seconds
    for connection in tuple(endpoint.stand.connections):
        connection.look_after(endpoint.stand.now)


def test_6_10_a_request_is_the_same_in_however_many_pieces_it_comes() -> None:
    with resting_endpoint() as endpoint:
        (whole,) = endpoint.ask(ONE)
        (dripping,) = endpoint.ask(*(ONE[at : at + 1] for at in range(len(ONE))))
        (chunked,) = endpoint.ask(CHUNKED)

        assert whole == dripping
        assert (whole.status, chunked.status) == (200, 200)


def test_6_10_answers_come_in_the_order_of_the_questions_though_some_are_known_at_once() -> None:
    with resting_endpoint() as endpoint:
        health = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"

        answers = endpoint.ask(ONE + health + post(b"{") + post(asks("hello")) + health)

        assert [answer.status for answer in answers] == [200, 200, 400, 200, 200]
        assert [answer.json.get("status") for answer in answers] == [None, "ok", None, None, "ok"]


def test_6_10_who_asks_for_more_than_it_can_wait_for_is_told_so_and_loses_nothing_before_it() -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()

        connection.data_received(ONE * (DEEPEST_PIPELINE + 5))
        endpoint.judge()

        answers = answers_in(wire.written)
        assert [answer.status for answer in answers] == [200] * DEEPEST_PIPELINE + [503]
        assert wire.is_shut


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03", 400),
        (
            b"POST /v1alpha1/comments:analyze HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            400,
        ),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        (b"GET /" + b"a" * 40_000, 414),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 40_000, 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: a\r\n" * 200 + b"\r\n", 431),
        (b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\n", 417),
    ],
)
def test_6_10_what_is_no_request_of_ours_ends_the_connection(sent: bytes, status: int) -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()

        connection.data_received(sent)

        (answer,) = answers_in(wire.written)
        assert (answer.status, answer.headers["connection"]) == (status, "close")
        assert wire.is_shut


def test_6_10_a_body_that_is_announced_too_long_is_refused_before_it_comes() -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()

        head = f"POST /comments:analyze HTTP/1.1\r\nHost: a\r\nContent-Length: {LARGEST_BODY + 1}\r\n\r\n"
        connection.data_received(head.encode())

        (answer,) = answers_in(wire.written)
        assert (answer.status, wire.is_shut, endpoint.stand.bytes_held) == (400, True, 0)


def test_6_10_of_a_body_in_chunks_no_more_is_kept_than_may_come() -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()
        connection.data_received(
            b"POST /v1alpha1/comments:analyze HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        )

        held = []
        for _ in range(2_000):
            if not wire.is_shut:
                connection.data_received(b"400\r\n" + b"a" * 1024 + b"\r\n")
                held.append(endpoint.stand.bytes_held)

        assert max(held) <= LARGEST_BODY
        assert held[-1] == 0
        assert wire.is_shut
        assert answers_in(wire.written)[0].status == 400


def test_6_10_many_who_send_long_bodies_share_what_memory_there_is() -> None:
    with resting_endpoint(limits=EndpointLimits(bytes_in_all=1_000)) as endpoint:
        half = post(b"a" * 900)[:-1]
        first, first_wire = endpoint.connect()
        first.data_received(half)

        (refused,) = endpoint.ask(post(b"b" * 900))
        first.connection_lost(None)
        (taken,) = endpoint.ask(post(asks()))

        assert refused.status == 503
        assert refused.json["error"]["status"] == "UNAVAILABLE"
        assert taken.status == 200
        assert first_wire.written == b""
        assert endpoint.stand.bytes_held == 0


def test_6_10_who_asks_whether_to_send_is_told_to_go_on_or_refused_at_once() -> None:
    with resting_endpoint() as endpoint:
        body = asks()
        head, sent = post(body, "/v1alpha1/comments:analyze", "Expect: 100-continue"), len(body)
        connection, wire = endpoint.connect()
        connection.data_received(head[:-sent])
        assert wire.written == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.data_received(body)
        endpoint.judge()
        assert answers_in(wire.written.partition(b"\r\n\r\n")[2])[0].status == 200

        (refused,) = endpoint.ask(post(body, "/nowhere", "Expect: 100-continue")[:-sent])
        assert (refused.status, refused.headers["connection"]) == (404, "close")


def test_6_10_a_client_that_offers_another_protocol_is_answered_in_this_one() -> None:
    with resting_endpoint() as endpoint:
        asked = post(
            asks(), "/v1alpha1/comments:analyze", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"
        )

        (answer,) = endpoint.ask(asked)
        (bare,) = endpoint.ask(
            b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
        )

        assert (answer.status, answer.headers["connection"]) == (200, "close")
        assert (bare.status, bare.headers["connection"]) == (200, "close")


def test_6_10_http_1_0_is_answered_and_closed() -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()

        connection.data_received(b"GET /healthz HTTP/1.0\r\n\r\n")

        assert answers_in(wire.written)[0].status == 200
        assert wire.is_shut


def test_6_10_head_has_the_head_of_the_answer_alone() -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()

        connection.data_received(b"HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n")

        head, end, body = wire.written.partition(b"\r\n\r\n")
        assert (head.startswith(b"HTTP/1.1 200 "), end, body) == (True, b"\r\n\r\n", b"")


@pytest.mark.parametrize(
    ("begun", "seconds", "said"),
    [(b"", 11, []), (ONE[:20], 11, [408]), (ONE[:-5], 21, [408])],
    ids=["says nothing", "a head that drips", "a body that drips"],
)
def test_6_10_who_keeps_us_waiting_is_let_go(begun: bytes, seconds: int, said: list[int]) -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()
        if begun:
            connection.data_received(begun)

        later(endpoint, seconds - 2)
        before = wire.is_shut
        later(endpoint, 3)

        assert [answer.status for answer in answers_in(wire.written)] == said
        assert (before, wire.is_shut) == (False, True)
        assert endpoint.stand.bytes_held == 0


def test_6_10_who_has_asked_before_may_keep_its_connection_between_two_comments() -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()
        connection.data_received(ONE)
        endpoint.judge()

        later(endpoint, 60)
        before = wire.is_shut
        later(endpoint, 16)

        assert (before, wire.is_shut) == (False, True)


def test_6_10_one_network_has_no_more_than_a_quarter_and_this_machine_all() -> None:
    with resting_endpoint(limits=EndpointLimits(connections=8)) as endpoint:
        strangers = [endpoint.connect(f"2001:db8::{number}")[1].is_shut for number in range(3)]
        ours = [endpoint.connect("127.0.0.1")[1].is_shut for _ in range(5)]
        another = endpoint.connect("203.0.113.7")[1].is_shut

        assert strangers == [False, False, True]
        assert ours == [False] * 5
        assert not another


def test_6_10_who_is_known_by_a_signature_alone_has_a_quarter_of_the_memory(tmp_path: Path) -> None:
    add_line(tmp_path / "keys", "key", hash_of("good"), per_second=0, name="a")
    add_line(tmp_path / "keys", "coral", "secret", per_second=0, name="b")
    signed = "X-Coral-Signature: sha256=00"
    with resting_endpoint(read_callers(tmp_path / "keys"), EndpointLimits(bytes_in_all=4_000)) as endpoint:
        stranger, _ = endpoint.connect()
        stranger.data_received(post(b"a" * 901, CORAL_PATH, signed)[:-1])

        (refused,) = endpoint.ask(post(b"a" * 900, CORAL_PATH, signed))
        (known,) = endpoint.ask(post(asks("a" * 2_000), "/comments:analyze?key=good"))
        stranger.connection_lost(None)
        (unsigned,) = endpoint.ask(post(b"a" * 900, CORAL_PATH, signed))

        assert [answer.status for answer in (refused, known, unsigned)] == [503, 200, 401]
        assert (endpoint.stand.bytes_held, endpoint.stand.bytes_of_strangers) == (0, 0)


def test_6_10_a_body_without_a_signature_is_not_even_read(tmp_path: Path) -> None:
    add_line(tmp_path / "keys", "key", hash_of("good"), per_second=0, name="a")
    with resting_endpoint(read_callers(tmp_path / "keys")) as endpoint:
        connection, _ = endpoint.connect()

        connection.data_received(post(b"a" * 9_000, CORAL_PATH, "X-Coral-Signature: sha256=00")[:-1])

        assert endpoint.stand.bytes_held == 0


def test_6_10_who_waits_for_us_is_never_let_go() -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()
        connection.data_received(ONE)

        later(endpoint, 1_000)
        endpoint.judge()

        assert answers_in(wire.written)[0].status == 200
        assert not wire.is_shut


def test_6_10_who_does_not_read_its_answers_is_read_no_more_and_let_go() -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()
        connection.pause_writing()
        assert wire.is_paused

        later(endpoint, 60)

        assert wire.is_aborted


def test_6_10_one_too_many_is_told_to_come_again() -> None:
    with resting_endpoint(limits=EndpointLimits(connections=2)) as endpoint:
        lines = [endpoint.connect() for _ in range(3)]

        (answer,) = answers_in(lines[2][1].written)
        assert (answer.status, answer.headers["retry-after"], lines[2][1].is_shut) == (503, "5", True)
        lines[0][0].connection_lost(None)
        lines[2][0].connection_lost(None)
        assert not endpoint.connect()[1].is_shut


def test_6_10_stopping_answers_what_was_asked_and_closes_the_rest() -> None:
    with resting_endpoint() as endpoint:
        (asking, asked_wire), (_, idle_wire), (half, half_wire) = (endpoint.connect() for _ in range(3))
        asking.data_received(ONE)
        half.data_received(ONE[:30])

        endpoint.stand.stop()
        assert (idle_wire.is_shut, half_wire.is_shut, asked_wire.is_shut) == (True, True, False)
        endpoint.judge()

        assert (answers_in(asked_wire.written)[0].status, asked_wire.is_shut) == (200, True)
        assert endpoint.connect()[1].is_shut


def test_6_10_who_has_sent_all_and_waits_gets_its_answer() -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()
        connection.data_received(ONE)

        assert connection.eof_received()
        endpoint.judge()

        assert answers_in(wire.written)[0].status == 200
        assert wire.is_shut


@given(st.binary(max_size=600), st.lists(st.integers(0, 900), max_size=6))
def test_6_10_whatever_is_sent_in_whatever_pieces_nothing_breaks_and_nothing_is_held(
    noise: bytes, cuts: list[int]
) -> None:
    middle = len(noise) // 2
    sent = noise[:middle] + ONE + noise[middle:] + CHUNKED
    places = sorted({0, *(cut % len(sent) for cut in cuts), len(sent)})
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()

        for begin, end in pairwise(places):
            connection.data_received(sent[begin:end])
        endpoint.judge()
        connection.connection_lost(None)

        assert all(answer.status != 500 for answer in answers_in(wire.written))
        assert endpoint.stand.bytes_held == 0
        assert not endpoint.stand.connections


@given(st.integers(0, len(ONE) - 1), st.integers(0, 255))
def test_6_10_one_wrong_byte_breaks_nothing(place: int, byte: int) -> None:
    sent = ONE[:place] + bytes([byte]) + ONE[place + 1 :]
    with resting_endpoint() as endpoint:
        answers = endpoint.ask(sent)

        assert all(
            answer.status in {200, 400, 403, 404, 405, 408, 414, 417, 431, 501, 505} for answer in answers
        )
