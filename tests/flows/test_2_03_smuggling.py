"""2.3: what two servers could read as two different requests is read by ours as none: 400, and the end."""

from collections.abc import Iterator

import pytest
from tests.makers.press import make_page
from tests.rigs.raw_http import Front, read_answers

from kawaraban.press.store.store import Store

HOST = b"Host: paper.example\r\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    Store(folder / "store").put(make_page("/harbour/", text="printed"))
    with Front(folder) as front:
        yield front


@pytest.fixture
def front(running: Front) -> Front:
    running.app.asked.clear()
    return running


def post(*lines: bytes, body: bytes = b"abc", version: bytes = b"HTTP/1.1") -> bytes:
    return (
        b"POST /made/ "
        + version
        + b"\r\n"
        + HOST
        + b"".join(line + b"\r\n" for line in lines)
        + b"\r\n"
        + body
    )


def get(*lines: bytes, target: bytes = b"/harbour/") -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\n" + HOST + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


CHUNKED = b"Transfer-Encoding: chunked"
HEADS = {
    "two lengths": post(b"Content-Length: 3", b"Content-Length: 5"),
    "one length twice": post(b"Content-Length: 3", b"Content-Length: 3"),
    "a list of lengths": post(b"Content-Length: 3, 3"),
    "a negative length": post(b"Content-Length: -3"),
    "a signed length": post(b"Content-Length: +3"),
    "a hexadecimal length": post(b"Content-Length: 0x3"),
    "an empty length": post(b"Content-Length:"),
    "a length beyond counting": post(b"Content-Length: 99999999999999999999999"),
    "a length in two words": post(b"Content-Length: 1 1"),
    "a length and chunks": post(b"Content-Length: 3", CHUNKED, body=b"0\r\n\r\n"),
    "chunks and a length": post(CHUNKED, b"Content-Length: 3", body=b"0\r\n\r\n"),
    "a folded line": get(b"X: a\r\n b"),
    "a folded coding": post(b"Transfer-Encoding:\r\n chunked", body=b"0\r\n\r\n"),
    "a space before the colon": get(b"X : a"),
    "a length with a space before the colon": post(b"Content-Length : 3"),
    "a first line that begins with a space": b"GET /harbour/ HTTP/1.1\r\n X: a\r\n" + HOST + b"\r\n",
    "NUL in a value": get(b"X: a\0b"),
    "NUL in the target": get(target=b"/harbour/\0"),
    "bare LF throughout": b"GET /harbour/ HTTP/1.1\nHost: paper.example\n\n",
    "one bare LF": get(b"X: a\nY: b"),
    "one bare CR": get(b"X: a\rY: b"),
    "bare LF at the end of the head": get()[:-2] + b"\n",
    "another coding": post(b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n"),
    "a coding behind chunks": post(b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n"),
    "a coding before chunks": post(b"Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n"),
    "two codings": post(CHUNKED, b"Transfer-Encoding: identity", body=b"0\r\n\r\n"),
    "a coding behind a control character": post(b"Transfer-Encoding: \x0bchunked", body=b"0\r\n\r\n"),
    "chunks in HTTP/1.0": post(CHUNKED, body=b"0\r\n\r\n", version=b"HTTP/1.0"),
    "no colon": get(b"nonsense"),
    "no name": get(b": x"),
    "a name that is none": get(b"X(y): x"),
    "a space in the target": get(target=b"/har bour/"),
    "bytes beyond ASCII in the target": get(target="/港/".encode()),
    "a tunnel": b"CONNECT paper.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "an unknown method": b"BREW /harbour/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "an unknown version": b"GET /harbour/ HTTP/1.2\r\n" + HOST + b"\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 40,
}
BODIES = {
    "no number": b"zz\r\nab\r\n0\r\n\r\n",
    "a signed number": b"+2\r\nab\r\n0\r\n\r\n",
    "a prefixed number": b"0x2\r\nab\r\n0\r\n\r\n",
    "a number with a space": b"2 \r\nab\r\n0\r\n\r\n",
    "a number beyond counting": b"fffffffffffffffff\r\nab",
    "more than was said": b"2\r\nabc\r\n0\r\n\r\n",
    "bare LF": b"2\nab\n0\n\n",
}


@pytest.mark.parametrize("piece", [1_000_000, 7])
@pytest.mark.parametrize("request_", HEADS.values(), ids=HEADS)
def test_2_03_a_head_that_can_be_read_in_two_ways_is_refused(
    front: Front, request_: bytes, piece: int
) -> None:
    line = front.line()

    front.say(line, *(request_[place : place + piece] for place in range(0, len(request_), piece)))

    (answer,) = read_answers(line.wire.written)
    assert (answer.status, answer.headers["connection"]) == (400, "close")
    assert line.wire.is_shut
    assert not front.app.asked


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_2_03_a_body_in_bad_chunks_is_refused_and_its_app_is_told(front: Front, body: bytes) -> None:
    line = front.line()

    front.say(line, post(CHUNKED, body=body))

    (answer,) = read_answers(line.wire.written)
    assert (answer.status, answer.headers["connection"]) == (400, "close")
    assert line.wire.is_shut
    assert line.protocol.cycle.disconnected


@pytest.mark.parametrize("first", [get(b"Connection: close"), get(b"Connection: close", target=b"/made/")])
@pytest.mark.parametrize("pieces", [1, 2])
def test_2_03_what_follows_the_last_request_is_not_read(front: Front, first: bytes, pieces: int) -> None:
    line = front.line()
    second = get(target=b"/smuggled/")

    front.say(line, *([first + second] if pieces == 1 else [first, second]))

    assert [answer.status for answer in read_answers(line.wire.written)] == [200]
    assert line.wire.is_shut
    assert not [request for request in front.app.asked if request.path == "/smuggled/"]


def test_2_03_another_protocol_is_not_begun(front: Front) -> None:
    for upgrade in (b"websocket", b"h2c"):
        line = front.line()

        front.say(line, get(b"Connection: Upgrade", b"Upgrade: " + upgrade) + get(target=b"/smuggled/"))

        (answer,) = read_answers(line.wire.written)
        assert (answer.status, answer.headers["connection"]) == (200, "close")
        assert line.wire.is_shut
    assert not front.app.asked


@pytest.mark.parametrize("version", [b"HTTP/0.9", b"HTTP/2.0"])
def test_2_03_a_version_that_we_do_not_speak_is_refused(front: Front, version: bytes) -> None:
    for target in (b"/harbour/", b"/made/"):
        line = front.line()

        front.say(line, get(target=target).replace(b"HTTP/1.1", version))

        assert [answer.status for answer in read_answers(line.wire.written)] == [505]
        assert line.wire.is_shut


def test_2_03_a_fault_behind_a_good_request_does_not_cost_its_answer(front: Front) -> None:
    line = front.line()

    front.say(line, get(target=b"/made/") + b"nonsense\r\n\r\n")

    assert [answer.body for answer in read_answers(line.wire.written)] == [b"fresh"]
    assert line.wire.is_shut


def test_2_03_two_hosts_or_none_get_no_page(front: Front) -> None:
    for request in (get(HOST[:-2]), b"GET /harbour/ HTTP/1.1\r\n\r\n"):
        (answer,) = read_answers(front.say(front.line(), request))

        assert answer.status == 400
    assert not front.app.asked


def test_2_03_a_fault_of_ours_is_told_from_a_readers(
    front: Front, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(front.client.front.stand.shelf, "answer", fail)
    line = front.line()

    front.say(line, get())

    assert line.wire.written.startswith(b"HTTP/1.1 500 ")
    assert line.wire.is_shut
    assert "a fault of ours" in caplog.text
