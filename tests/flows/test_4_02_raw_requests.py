"""4.2: every request gets one answer of the right status, however it is written: never 500, never two, never none."""

import re
from collections.abc import Iterator

import pytest
from tests.makers.press import make_page
from tests.rigs.raw_http import Front, Line, read_answers

from kawaraban.press.front.limits import LARGEST_HEAD, LONGEST_TARGET
from kawaraban.press.store.store import Store

HOST = b"Host: paper.example"
CHUNKED = b"Transfer-Encoding: chunked"
SMUGGLED = b"GET /smuggled/ HTTP/1.1\r\n" + HOST + b"\r\n\r\n"
H2C = (b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA")


def said(first: bytes, *lines: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join((first, *lines, b"", b"")) + body


def get(target: bytes, *lines: bytes, version: bytes = b"HTTP/1.1", host: bytes = HOST) -> bytes:
    return said(b"GET " + target + b" " + version, host, *lines)


def post(*lines: bytes, body: bytes = b"abc", method: bytes = b"POST", version: bytes = b"HTTP/1.1") -> bytes:
    return said(method + b" /made/ " + version, HOST, *lines, body=body)


# What each of them is answered, once. With 200 the connection may stay; with anything else here it ends.
ONE_ANSWER: dict[str, tuple[int, bytes]] = {
    # Where it goes to
    "a host without a path": (200, get(b"http://paper.example")),
    "a host with a port and without a path": (200, get(b"http://paper.example:80")),
    "a host with a query and without a path": (200, get(b"http://paper.example?page=2")),
    "the whole address": (200, get(b"http://paper.example/harbour/")),
    "the whole address, in capitals": (200, get(b"HTTP://PAPER.example/harbour/")),
    "the whole address of https": (200, get(b"https://paper.example/harbour/")),
    "the address of another host": (400, get(b"http://evil.example/harbour/")),
    "another host without a path": (400, get(b"http://evil.example")),
    "a name and a password before the host": (400, get(b"http://a:b@paper.example/")),
    "no host at all": (400, get(b"http:///harbour/")),
    "another scheme": (400, get(b"ftp://paper.example/harbour/")),
    "a scheme without a host": (400, get(b"http:/harbour/")),
    "a star": (400, get(b"*")),
    "a star for what has a body": (400, said(b"POST * HTTP/1.1", HOST, b"Content-Length: 0")),
    "a star and more": (400, get(b"*/harbour/")),
    "OPTIONS of the whole server": (200, said(b"OPTIONS * HTTP/1.1", HOST)),
    "a query alone": (400, get(b"?page=2")),
    "a name alone": (400, get(b"harbour/")),
    "nothing": (400, said(b"GET  HTTP/1.1", HOST)),
    "a tunnel": (400, said(b"CONNECT paper.example:443 HTTP/1.1", HOST)),
    "a tunnel to a page": (400, said(b"CONNECT http://paper.example/ HTTP/1.1", HOST)),
    "a tunnel with a body": (
        400, said(b"CONNECT paper.example:443 HTTP/1.1", HOST, b"Content-Length: 3", body=b"abc"),
    ),
    "a target beyond measure": (414, get(b"/" + b"a" * LONGEST_TARGET)),
    # Who it is for
    "no Host": (400, said(b"GET /harbour/ HTTP/1.1", b"X: y")),
    "no Host with the whole address": (400, said(b"GET http://paper.example/ HTTP/1.1", b"X: y")),
    "no Host in HTTP/1.0": (400, said(b"GET /harbour/ HTTP/1.0", b"X: y")),
    "no Host, and the whole address in HTTP/1.0": (200, said(b"GET http://paper.example/harbour/ HTTP/1.0", b"X: y")),
    "no Host, and the address of another one in HTTP/1.0": (400, said(b"GET http://evil.example/ HTTP/1.0", b"X: y")),
    "no Host, and an address in the path in HTTP/1.0": (400, said(b"GET /a://paper.example/ HTTP/1.0", b"X: y")),
    "one Host twice": (400, get(b"/harbour/", HOST)),
    "two Hosts": (400, get(b"/harbour/", b"Host: evil.example")),
    "two Hosts with the whole address": (400, get(b"http://paper.example/", b"Host: evil.example")),
    "an empty Host": (400, get(b"/harbour/", host=b"Host:")),
    "a list of hosts": (400, get(b"/harbour/", host=b"Host: paper.example, evil.example")),
    "a Host with a path": (400, get(b"/harbour/", host=b"Host: paper.example/harbour/")),
    "a Host with a name before it": (400, get(b"/harbour/", host=b"Host: a@paper.example")),
    "a Host behind a vertical tab": (400, get(b"/harbour/", host=b"Host: \x0bpaper.example")),
    # Blanks behind a value
    "a blank behind the host": (200, get(b"/harbour/", host=HOST + b" ")),
    "blanks and tabs behind the host": (200, get(b"/made/", host=HOST + b" \t ")),
    "a tab before the host": (200, get(b"/made/", host=b"Host:\t paper.example")),
    "a blank behind the length": (200, post(b"Content-Length: 3 ")),
    "a tab behind the length": (200, post(b"Content-Length:\t3\t")),
    "blanks behind the coding": (200, post(CHUNKED + b"  ", body=b"3\r\nabc\r\n0\r\n\r\n")),
    "a blank behind the origin": (200, post(b"Content-Length: 3", b"Origin: http://paper.example ")),
    "a blank behind what it waits for": (200, post(b"Content-Length: 3", b"Expect: 100-continue ")),
    "a value that is nothing but blanks": (200, get(b"/harbour/", b"X: \t ")),
    # Where the body ends
    "two lengths": (400, post(b"Content-Length: 3", b"Content-Length: 4")),
    "a length and chunks": (400, post(b"Content-Length: 3", CHUNKED, body=b"0\r\n\r\n")),
    "chunks and a length": (400, post(CHUNKED, b"Content-Length: 3", body=b"0\r\n\r\n")),
    "chunks twice": (400, post(CHUNKED, CHUNKED, body=b"0\r\n\r\n")),
    "a list of chunks": (400, post(CHUNKED + b", chunked", body=b"0\r\n\r\n")),
    "chunks behind nothing": (400, post(b"Transfer-Encoding: , chunked", body=b"0\r\n\r\n")),
    "chunks in quotes": (400, post(b'Transfer-Encoding: "chunked"', body=b"0\r\n\r\n")),
    "chunks with a parameter": (400, post(CHUNKED + b";a=b", body=b"0\r\n\r\n")),
    "no coding": (400, post(b"Transfer-Encoding:", body=b"0\r\n\r\n")),
    "the coding identity": (400, post(b"Transfer-Encoding: identity", b"Content-Length: 3")),
    "a coding with an underscore beside a length": (200, post(b"Transfer_Encoding: chunked", b"Content-Length: 3")),
    "chunks in capitals": (200, post(b"TRANSFER-ENCODING: CHUNKED", body=b"3\r\nabc\r\n0\r\n\r\n")),
    "chunks in HTTP/1.0": (400, post(CHUNKED, body=b"0\r\n\r\n", version=b"HTTP/1.0")),
    "words beside a chunk": (200, post(CHUNKED, body=b"3;a=b;c\r\nabc\r\n0\r\n\r\n")),
    "a bare LF beside a chunk": (400, post(CHUNKED, body=b"3;a\nabc\r\n0\r\n\r\n")),
    "a size with a blank": (400, post(CHUNKED, body=b"3 \r\nabc\r\n0\r\n\r\n")),
    "a size with underscores": (400, post(CHUNKED, body=b"0_3\r\nabc\r\n0\r\n\r\n")),
    "a chunk without its end": (400, post(CHUNKED, body=b"3\r\nabcd\r\n0\r\n\r\n")),
    "a trailer": (200, post(CHUNKED, body=b"3\r\nabc\r\n0\r\nX: y\r\n\r\n")),
    "a length in a trailer": (400, post(CHUNKED, body=b"3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n")),
    "a body where there is mostly none": (200, said(b"GET /made/ HTTP/1.1", HOST, b"Content-Length: 3", body=b"abc")),
    "a length with zeros before it": (200, post(b"Content-Length: 0003")),
    "no body at all": (200, post(body=b"")),
    # How it is written
    "a folded line": (400, get(b"/harbour/", b"X: a", b" b")),
    "a blank before the colon": (400, get(b"/harbour/", b"X : a")),
    "bare LF": (400, get(b"/harbour/").replace(b"\r\n", b"\n")),
    "a bare CR": (400, get(b"/harbour/", b"X: a\rY: b")),
    "NUL": (400, get(b"/harbour/", b"X: a\0b")),
    "no name": (400, get(b"/harbour/", b": x")),
    "no colon": (400, get(b"/harbour/", b"nonsense")),
    "lines before the first": (200, b"\r\n\r\n" + get(b"/harbour/")),
    "a lower-case method": (400, said(b"get /harbour/ HTTP/1.1", HOST)),
    "two blanks in the first line": (200, said(b"GET  /harbour/  HTTP/1.1", HOST)),
    "a tab behind the coding": (400, post(CHUNKED + b"\t", body=b"0\r\n\r\n")),
    "a tab in the first line": (400, said(b"GET\t/harbour/\tHTTP/1.1", HOST)),
    "no version": (505, said(b"GET /harbour/", HOST)),
    "an old version": (505, get(b"/harbour/", version=b"HTTP/0.9")),
    "a coming version": (505, get(b"/harbour/", version=b"HTTP/2.0")),
    "a version in words": (400, get(b"/harbour/", version=b"http/1.1")),
    "a method of RTSP": (501, said(b"DESCRIBE /harbour/ RTSP/1.0", HOST)),
    "a method of radio": (501, said(b"SOURCE /harbour/ ICE/1.0", HOST)),
    "a method of folders": (501, said(b"PROPFIND /harbour/ HTTP/1.1", HOST)),
    "a method that gives back what it hears": (501, said(b"TRACE /harbour/ HTTP/1.1", HOST)),
    "a head beyond measure": (431, get(b"/harbour/", b"X: " + b"a" * LARGEST_HEAD)),
    "headers beyond number": (431, get(b"/made/", *(b"X-%d: 1" % n for n in range(101)))),
    # What it waits for
    "an expectation that nobody has": (417, post(b"Content-Length: 3", b"Expect: the-unexpected", body=b"")),
    "two expectations": (417, post(b"Content-Length: 3", b"Expect: 100-continue, x", body=b"")),
    "an expectation in capitals": (200, post(b"Content-Length: 3", b"Expect: 100-Continue")),
    "an expectation in HTTP/1.0": (200, post(b"Content-Length: 3", b"Expect: 100-continue", version=b"HTTP/1.0")),
    "an unknown one in HTTP/1.0": (200, post(b"Content-Length: 3", b"Expect: x", version=b"HTTP/1.0")),
    "an expectation without a body": (200, get(b"/harbour/", b"Expect: 100-continue")),
    # Another protocol
    "an upgrade": (200, get(b"/harbour/", *H2C)),
    "an upgrade with a body": (200, post(*H2C, b"Content-Length: 3")),
    "an upgrade with a body in chunks": (200, post(*H2C, CHUNKED, body=b"3\r\nabc\r\n0\r\n\r\n")),
    "an upgrade with a body and a trailer": (200, post(*H2C, CHUNKED, body=b"3\r\nabc\r\n0\r\nX: y\r\n\r\n")),
    "an upgrade with a body in bad chunks": (400, post(*H2C, CHUNKED, body=b"zz\r\nabc\r\n0\r\n\r\n")),
    "an upgrade with an empty body": (200, post(*H2C, b"Content-Length: 0", body=b"")),
    "an upgrade to nothing known": (200, post(b"Connection: upgrade", b"Upgrade: x", b"Content-Length: 3")),
    "an upgrade of a read with a body": (
        200, said(b"GET /made/ HTTP/1.1", HOST, *H2C, b"Content-Length: 3", body=b"abc"),
    ),
    "an upgrade of a put": (200, post(*H2C, b"Content-Length: 3", method=b"PUT")),
    "an upgrade that closes": (
        200, post(b"Connection: close, Upgrade", b"Upgrade: h2c", b"Content-Length: 3"),
    ),
    "an upgrade that expects": (200, post(*H2C, b"Content-Length: 3", b"Expect: 100-continue")),
    "an upgrade in HTTP/1.0": (
        200, post(b"Connection: Upgrade", b"Upgrade: h2c", b"Content-Length: 3", version=b"HTTP/1.0"),
    ),
    "an upgrade with two lengths": (400, post(*H2C, b"Content-Length: 3", b"Content-Length: 4")),
    "an upgrade with a length and chunks": (400, post(*H2C, b"Content-Length: 3", CHUNKED)),
    "settings of HTTP/2 alone": (200, post(H2C[2], b"Connection: HTTP2-Settings", b"Content-Length: 3")),
    "an Upgrade that nobody connects to": (200, post(b"Upgrade: h2c", b"Content-Length: 3")),
    "the preface of HTTP/2": (400, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "TLS": (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 40),
}  # fmt: skip
# Those with 200 after which the next request on the connection is not read.
THE_LAST = re.compile("upgrade|HTTP/1.0")
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    store = Store(folder / "store")
    for address in ("/", "/?page=2", "/harbour/"):
        store.put(make_page(address, text=address))
    with Front(folder) as front:
        yield front


@pytest.fixture
def front(running: Front) -> Front:
    running.app.asked.clear()
    return running


def spoken(front: Front, request: bytes, piece: int) -> Line:
    line = front.line()
    front.say(line, *(request[place : place + piece] for place in range(0, len(request), piece)))
    return line


@pytest.mark.parametrize("piece", [1_000_000, 11, 1])
@pytest.mark.parametrize("name", ONE_ANSWER)
def test_4_2_a_request_has_one_answer_of_the_right_status(
    front: Front, name: str, piece: int, caplog: pytest.LogCaptureFixture
) -> None:
    status, request = ONE_ANSWER[name]
    if len(request) > 10_000 and piece == 1:
        piece = 1_000

    line = spoken(front, request, piece)

    [answer] = read_answers(line.wire.written.replace(CONTINUE, b""))
    assert answer.status == status
    assert line.wire.is_shut == (status not in {200} or bool(THE_LAST.search(name))) or is_our_own_400(
        answer.body
    )
    assert "fault of ours" not in caplog.text


def is_our_own_400(body: bytes) -> bool:
    """Of a whole request for another host: its connection may stay."""
    return b"Not under this name" in body or not body


@pytest.mark.parametrize("name", ONE_ANSWER)
def test_4_2_what_follows_a_request_is_read_as_the_next_one_or_not_at_all(front: Front, name: str) -> None:
    _status, request = ONE_ANSWER[name]

    line = spoken(front, request + SMUGGLED, 1_000_000)

    answers = read_answers(line.wire.written.replace(CONTINUE, b""))
    smuggled = [asked for asked in front.app.asked if asked.path == "/smuggled/"]
    assert len(answers) == 1 + len(smuggled)
    assert len(smuggled) <= 1
    if THE_LAST.search(name):
        assert not smuggled


@pytest.mark.parametrize(
    ("target", "query"), [(b"http://paper.example", ""), (b"http://paper.example?a=b", "a=b")]
)
def test_4_2_an_address_without_a_path_is_the_front_page(front: Front, target: bytes, query: str) -> None:
    spoken(front, get(target, b"Range: bytes=0-1", b"Cookie: a"), 1_000_000)

    for request in front.app.asked:
        assert (request.path, request.raw_path, request.query) == ("/", "/", query)


def test_4_2_blanks_behind_a_value_do_not_reach_the_app(front: Front) -> None:
    spoken(front, post(b"Content-Length: 3 ", b"Origin: http://paper.example\t ", b"X: \t"), 1_000_000)

    [request] = front.app.asked
    assert request.body_length == 3
    assert request.headers["origin"] == "http://paper.example"
    assert all(value == value.strip() for _name, value in request.raw_headers)


def test_4_2_who_would_be_refused_anyway_is_not_told_to_go_on(front: Front) -> None:
    for lines in (
        (b"Content-Length: 99999999", b"Expect: 100-continue"),
        (b"Content-Length: 3", b"Expect: 100-continue", b"Host: evil.example"),
    ):
        line = spoken(front, post(*lines, body=b""), 1_000_000)

        [answer] = read_answers(line.wire.written)
        assert answer.status in {400, 413}
        # It may leave the body out now: what it sends next could be read as one.
        assert line.wire.is_shut


def test_4_2_who_was_told_to_go_on_keeps_the_connection(front: Front) -> None:
    line = front.line()

    first = front.say(line, post(b"Content-Length: 3", b"Expect: 100-continue", body=b""))
    answered = front.say(line, b"abc" + SMUGGLED)

    assert first == CONTINUE
    assert [answer.status for answer in read_answers(answered)] == [200, 200]


def test_4_2_options_of_the_server_says_what_it_does(front: Front) -> None:
    line = spoken(front, said(b"OPTIONS * HTTP/1.1", HOST), 1_000_000)

    [answer] = read_answers(line.wire.written)
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert not front.app.asked


@pytest.mark.parametrize(
    "endless", [b"X: ", b"3;a=", b"0" * 10], ids=["a trailer", "words beside a chunk", "a size"]
)
def test_4_2_what_is_written_between_the_pieces_of_a_body_has_an_end(front: Front, endless: bytes) -> None:
    line = spoken(front, post(CHUNKED, body=b"0\r\n" if endless == b"X: " else b""), 1_000_000)

    sent = 0
    while not line.wire.is_shut and sent < 20 * LARGEST_HEAD:
        front.say(line, (endless if not sent else b"") + (b"0" if endless[:1] == b"0" else b"a") * 8_000)
        sent += 8_000

    assert line.wire.is_shut
    assert sent <= 2 * LARGEST_HEAD
