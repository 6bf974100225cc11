"""2.1: a printed page is answered in one write, before there is a task; the key is host, path and allowed query."""

from collections.abc import Iterator

import pytest
from tests.makers.press import make_page
from tests.rigs.raw_http import Front, read_answers

from kawaraban.press.store.store import Store

GET = b"GET %s HTTP/1.1\r\nHost: paper.example\r\n%s\r\n"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    for address in ("/harbour/", "/harbour/?page=2", "/港/"):
        Store(folder / "store").put(make_page(address, text=f"printed {address}"))
    with Front(folder) as running:
        yield running


PLAIN = (
    GET % (b"/harbour/", b""),
    GET % (b"/harbour/?page=2", b""),
    GET % (b"/harbour/?utm_source=mail", b""),
    GET % (b"/harbour/?order=oldest", b""),
    GET % (b"/%E6%B8%AF/", b""),
    GET
    % (b"/harbour/", b"Accept-Encoding: gzip, br\r\nCookie: theme=dark\r\nReferer: https://a.example/\r\n"),
    GET % (b"/harbour/", b"If-None-Match: *\r\n"),
    GET % (b"/harbour/", b"Connection: close\r\n"),
    b"HEAD /harbour/ HTTP/1.1\r\nHost: tr.papers.example:8000\r\n\r\n",
    b"GET /harbour/ HTTP/1.0\r\nHost: paper.example\r\n\r\n",
)
OTHERS = (
    GET % (b"/elsewhere/", b""),
    GET % (b"/harbour/?page=3", b""),
    GET % (b"/harbour/?page=02", b""),
    GET % (b"/harbour/", b"Range: bytes=0-1\r\n"),
    GET % (b"/harbour/", b"Authorization: x\r\n"),
    GET % (b"/harbour/", b"Cookie: kawaraban_staff=1.2.3\r\n"),
    GET % (b"/harbour/", b"Content-Length: 0\r\n"),
    b"GET /harbour/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"POST /harbour/ HTTP/1.1\r\nHost: paper.example\r\nContent-Length: 0\r\n\r\n",
)


@pytest.mark.parametrize("request_", PLAIN)
def test_2_01_a_plain_request_for_a_printed_page_is_one_write_and_no_task(
    front: Front, request_: bytes
) -> None:
    line = front.line()

    line.protocol.data_received(request_)

    assert line.wire.writes == 1
    assert not line.state.tasks
    assert read_answers(line.wire.written, to_head=request_.startswith(b"HEAD"))[0].status in {200, 304}


@pytest.mark.parametrize("request_", OTHERS)
def test_2_01_all_else_is_left_to_the_front_behind(front: Front, request_: bytes) -> None:
    line = front.line()

    async def hear() -> None:
        line.protocol.data_received(request_)
        assert line.wire.writes == 0
        assert len(line.state.tasks) == 1
        await line.settle()

    front.runner.run(hear())

    assert read_answers(line.wire.written)


def test_2_01_a_request_through_our_own_proxy_is_plain_too(front: Front) -> None:
    line = front.line(peer="10.0.0.1")

    line.protocol.data_received(
        b"GET /harbour/ HTTP/1.0\r\nHost: backend:8000\r\nX-Forwarded-Host: paper.example\r\n"
        b"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
    )

    assert line.wire.writes == 1
    assert b"printed /harbour/" in line.wire.written


def test_2_01_a_stranger_cannot_name_the_host_for_us(front: Front) -> None:
    line = front.line()

    answer = front.say(line, GET % (b"/harbour/", b"X-Forwarded-Host: evil.example\r\n"))
    other = front.say(
        front.line(), b"GET /harbour/ HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: paper.example\r\n\r\n"
    )

    assert read_answers(answer)[0].status == 200
    assert read_answers(other)[0].status == 400


def test_2_01_unknown_parameters_and_spellings_fill_neither_store_nor_shelf(front: Front) -> None:
    line = front.line()
    shelf, store = front.client.front.stand.shelf, Store(front.folder / "store")
    front.say(line, GET % (b"/harbour/", b""))
    on_shelf, used, printed = len(shelf), shelf.used_bytes, store.pages_count()

    for number in range(200):
        front.say(line, GET % (b"/harbour/?utm_source=%d" % number, b""))
        front.say(line, GET % (b"/harbour/?page=%d" % (number + 3), b""))
        front.say(line, GET % (b"/harbour/?x=%d" % number, b""))
        spelled = b"".join(b"%%%02x" % letter if number >> place & 1 else b"%c" % letter
                           for place, letter in enumerate(b"harbour"))  # fmt: skip
        front.say(line, GET % (b"/" + spelled + b"/", b""))

    assert (len(shelf), shelf.used_bytes) == (on_shelf, used)
    assert store.pages_count() == printed


def test_2_01_a_new_print_is_seen_by_the_very_next_request(front: Front) -> None:
    line = front.line()
    store = Store(front.folder / "store")
    for number in range(20):
        store.put(make_page("/changing/", text=f"print {number}"))

        assert f"print {number}".encode() in front.say(line, GET % (b"/changing/", b""))

    store.delete("/changing/")
    assert b"fresh" in front.say(line, GET % (b"/changing/", b""))


def test_2_01_answers_keep_the_order_of_their_requests(front: Front) -> None:
    line = front.line()
    printed, made = GET % (b"/harbour/", b""), GET % (b"/made/", b"")

    answers = read_answers(front.say(line, printed + made + printed + printed + made + printed))

    bodies = [answer.body for answer in answers]
    assert [body == b"fresh" for body in bodies] == [False, True, False, False, True, False]
    assert bodies[0] == bodies[2] == b"printed /harbour/"


def test_2_01_what_a_reader_leaves_lying_is_not_added_to(front: Front) -> None:
    line = front.line()

    async def hear() -> None:
        line.protocol.pause_writing()
        line.protocol.data_received(GET % (b"/harbour/", b""))
        await line.settle()
        assert line.wire.writes == 0
        line.protocol.resume_writing()
        await line.settle()

    front.runner.run(hear())

    assert read_answers(line.wire.written)[0].body == b"printed /harbour/"
