"""4.2: whoever sends slowly, or not at all, keeps nobody else from the desk or from commenting."""

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

import pytest
from tests.rigs.people_over_http import Moderator, comment, id_of, prepare
from tests.rigs.serve_factory import Served, make_paper, wait_until

pytestmark = pytest.mark.serve

H2C = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_paper(tmp_path_factory.mktemp("slow") / "paper")
    thread = prepare(data)
    # Longer than the default: on a slow machine a head must not be over before the others have had their answers.
    with Served.started(data, knobs={"head_seconds": "60"}) as running:
        running.thread = thread
        yield running


@pytest.fixture(scope="module")
def moderator(served: Served) -> Moderator:
    return Moderator.signed_in(served)


def one_network(_number: int) -> str:
    return "203.0.113.9"


def many_networks(number: int) -> str:
    return f"2001:db8:{number:x}::1"


def begun(
    path: str,
    body: bytes,
    *lines: str,
    method: str = "POST",
    length: int | None = 100_000,
    who: Callable[[int], str] = one_network,
) -> Callable[[int], bytes]:
    """The head of a request and the beginning of its body."""

    def of(number: int) -> bytes:
        framing = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {who(number)}\r\n"
        return (head + "".join(lines) + framing + "\r\n\r\n").encode() + body

    return of


ALMOST = b"thread=x&text=" + b"a" * (1_048_576 - 14 - 1)
ATTACKS: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "bodies of one network": (300, begun("/notice/", b"na", FORM)),
    "bodies of many networks": (300, begun("/notice/", b"na", FORM, who=many_networks)),
    "bodies in chunks": (300, begun("/notice/", b"2\r\nna\r\n", FORM, length=None, who=many_networks)),
    "bodies for the sign-in": (300, begun("/desk/sign-in/", b"lo", FORM, who=many_networks)),
    "bodies of reads": (300, begun("/test/private/", b"na", method="GET", who=many_networks)),
    "bodies of comments": (300, begun("/comments/", b"na", FORM, who=many_networks)),
    "upgrades with a body": (256, begun("/notice/", b"", FORM, H2C, length=3, who=many_networks)),
    "upgrades to nothing known": (
        256,
        begun("/notice/", b"", "Connection: Upgrade\r\nUpgrade: x\r\n", length=3),
    ),
    "upgrades in chunks": (256, begun("/notice/", b"", FORM, H2C, length=None, who=many_networks)),
    "half heads": (256, lambda number: b"POST /notice/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "),
    "large forms": (17, begun("/comments/", ALMOST, FORM, length=1_048_576)),
    "large forms of many networks": (17, begun("/comments/", ALMOST, FORM, length=1_048_576, who=many_networks)),
    "large forms for the app": (17, begun("/notice/", ALMOST, FORM, length=1_048_576, who=many_networks)),
    "files": (300, begun("/notice/", b"a" * 1_000, FORM, length=11_000_000, who=many_networks)),
    "files that have come to half": (
        8, begun("/notice/", b"a" * 1_100_000, FORM, length=2_200_000, who=many_networks)
    ),
    "files in chunks": (
        8, begun("/notice/", b"%x\r\n" % 1_100_000 + b"a" * 1_100_000, FORM, length=None, who=many_networks)
    ),
}  # fmt: skip


@contextlib.contextmanager
def slow_ones(served: Served, how_many: int, words: Callable[[int], bytes]) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        slow = []
        for number in range(how_many):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=60))
            one.sendall(words(number))
            slow.append(one)
        # The front has accepted and read all of them when it has answered who came behind.
        served.ask("/healthz")
        yield slow


def has_ended(one: socket.socket) -> bool:
    """Whether anything but silence has come."""
    one.setblocking(False)
    try:
        return not one.recv(20).startswith(b"HTTP/1.1 100 ")
    except BlockingIOError:
        return False
    except OSError:
        return True


def works_on(served: Served, moderator: Moderator, name: str) -> None:
    """A reader comments, and a moderator decides on it."""
    sent = comment(served, served.thread, f"Meanwhile, among {name}.")
    assert sent.status == 201, sent.body
    decided = moderator.approve(id_of(sent))
    assert decided.status in {200, 302, 303}, decided.body
    [(status,)] = served.query("SELECT status FROM comments_comment WHERE public_id = ?", id_of(sent))
    assert status == "approved"


@pytest.mark.parametrize("name", ATTACKS)
def test_4_2_a_moderator_decides_and_a_reader_comments_before_any_of_the_slow_ones_has_ended(
    served: Served, moderator: Moderator, name: str
) -> None:
    how_many, words = ATTACKS[name]

    with slow_ones(served, how_many, words) as slow:
        works_on(served, moderator, name)
        notice = served.ask("/notice/", x_forwarded_for="192.0.2.4")
        ended = [one for one in slow if has_ended(one)]

    assert notice.status == 200
    assert not ended


def test_4_2_a_notice_is_taken_meanwhile_too(served: Served) -> None:
    how_many, words = ATTACKS["bodies of many networks"]

    with slow_ones(served, how_many, words) as slow:
        answer = served.ask(
            "/notice/",
            method="POST",
            body=b"reason=x",
            content_type="application/x-www-form-urlencoded",
            x_forwarded_for="192.0.2.4",
        )
        ended = [one for one in slow if has_ended(one)]

    assert answer.status in {200, 303, 403, 422}
    assert not ended


@pytest.mark.parametrize("who", [one_network, many_networks])
def test_4_2_the_staff_do_not_stand_behind_all_who_ask_for_what_must_be_made(
    served: Served, moderator: Moderator, who: Callable[[int], str]
) -> None:
    path = f"/nothing/{who.__name__}/"

    def asks(number: int) -> bytes:
        lines = f"Host: 127.0.0.1\r\nX-Forwarded-For: {who(number)}\r\nConnection: close"
        return f"GET {path}{number}/ HTTP/1.1\r\n{lines}\r\n\r\n".encode()

    sent = comment(served, served.thread, "Who stands in line?")
    card = f"/desk/card/{id_of(sent)}/"
    # All stand in line before anything is made: the app goes on when the front has read the last one.
    served.signal("app-1", signal.SIGSTOP)
    try:
        with slow_ones(served, 60 if who is one_network else 160, asks) as many:
            staff = served.begin(card, cookie=moderator.cookie)
            served.wait_until_read()
            served.signal("app-1", signal.SIGCONT)
            shown = staff.answer()
            decided = moderator.approve(id_of(sent))
            notice = served.ask("/notice/", x_forwarded_for="192.0.2.4") if who is one_network else None
            wait_until(lambda: all(has_ended(one) for one in many), "an answer for each of them")
    finally:
        served.signal("app-1", signal.SIGCONT)

    assert shown.status == 200
    assert decided.status in {200, 302, 303}
    assert notice is None or notice.status == 200
    # Those who were in the app already, and a few who came in while the card was made.
    assert made_before(served, card, path) < 20


def made_before(served: Served, card: str, path: str) -> int:
    """How many pages under this path the app had made when the card was first asked for."""
    log = served.data / "log" / "access.log"
    wait_until(lambda: f"GET {card} " in log.read_text(), "its line in the log")
    before, _, _ = log.read_text().partition(f"GET {card} ")
    return sum(f"GET {path}" in line and '" 404 ' in line for line in before.splitlines())


def test_4_2_readers_who_do_not_read_keep_nobody_from_the_desk(served: Served, moderator: Moderator) -> None:
    def asks(number: int) -> bytes:
        who = many_networks(number)
        return f"GET /test/long/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {who}\r\n\r\n".encode()

    with contextlib.ExitStack() as stack:
        for number in range(160):
            one = stack.enter_context(socket.socket())
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            one.connect(("127.0.0.1", served.port))
            one.sendall(asks(number))

        works_on(served, moderator, "readers who do not read")


def test_4_2_a_request_that_offers_another_protocol_is_answered_as_any_other(served: Served) -> None:
    body = b"a" * 200_000

    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as one:
        one.sendall(begun("/test/upload/", body[:70_000], H2C, length=len(body))(1))
        one.sendall(body[70_000:])
        answer = b"".join(iter(lambda: one.recv(65_536), b""))

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b'"length": 200000' in answer


def test_4_2_who_ends_its_half_in_the_middle_of_a_body_leaves_nothing_behind(
    served: Served, moderator: Moderator
) -> None:
    with slow_ones(served, 100, ATTACKS["bodies of many networks"][1]) as slow:
        for one in slow:
            one.shutdown(socket.SHUT_WR)
        wait_until(lambda: all(has_ended(one) for one in slow), "the end of all of them")
        works_on(served, moderator, "those who have half gone")


def test_4_2_a_picture_over_a_slow_line_arrives(served: Served, moderator: Moderator) -> None:
    """Of somebody of the staff, in pieces with pauses, while strangers hold all that strangers can hold."""
    body = b"picture" * 200_000
    head = begun("/test/upload/", b"", f"Cookie: {moderator.cookie}\r\n", length=len(body))(1)

    with (
        slow_ones(served, 40, ATTACKS["files"][1]),
        socket.create_connection(("127.0.0.1", served.port), timeout=60) as one,
    ):
        one.sendall(head)
        for place in range(0, len(body), 100_000):
            one.sendall(body[place : place + 100_000])
            served.ask("/healthz")  # a pause
        answer = one.recv(65_536)

    assert answer.startswith(b"HTTP/1.1 200 OK")
