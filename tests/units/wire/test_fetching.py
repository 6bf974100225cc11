"""Fetching an address without being led into the network behind the paper."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kawaraban.wire.errors import WireError
from kawaraban.wire.fetching import fetch
from kawaraban.wire.reading import SIZE_LIMIT


class _Agency(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/feed":
            self._answer(200, b"<rss/>")
        elif self.path == "/moved":
            self._answer(302, b"", Location="/feed")
        elif self.path == "/round":
            self._answer(302, b"", Location="/round")
        elif self.path == "/away":
            self._answer(301, b"", Location="file:///etc/passwd")
        elif self.path == "/large":
            self._answer(200, b"x" * (SIZE_LIMIT + 1))
        elif self.path == "/cut":
            self._answer(200, b"half", **{"Content-Length": "100"})
        else:
            self._answer(404, b"")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            return

    def log_message(self, *_words: object) -> None:
        return


@pytest.fixture(scope="module")
def agency() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Agency)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_feed_is_fetched_and_a_redirect_followed(agency: str) -> None:
    assert fetch(f"{agency}/feed", allow_private=True).body == b"<rss/>"
    assert fetch(f"{agency}/moved", allow_private=True).body == b"<rss/>"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/round", "The address leads on more than 5 times."),
        ("/away", "Only http and https addresses are read, not file."),
        ("/large", "The answer is larger than 10 MB."),
        ("/cut", "127.0.0.1 could not be read: the answer broke off."),
        ("/nothing", "127.0.0.1 answers 404."),
    ],
)
def test_what_cannot_be_fetched_is_a_sentence(agency: str, path: str, words: str) -> None:
    with pytest.raises(WireError) as refusal:
        fetch(agency + path, allow_private=True)

    assert str(refusal.value) == words


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "0.0.0.0", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "[::1]",
        "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "100.64.0.1",
        "224.0.0.1", "2130706433", "0x7f.1",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_of_private_networks_are_refused(host: str) -> None:
    with pytest.raises(WireError, match=r"private network or on this machine|could not be read"):
        fetch(f"http://{host}/feed")


def test_a_running_server_on_this_machine_is_not_reached(agency: str) -> None:
    with pytest.raises(WireError, match="not read without --allow-private"):
        fetch(f"{agency}/feed")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://a.example/", "http://", "http:///x", "https://user:secret@a.example/",
        "http://a.example:99999/", "http://[::1/", "gopher://a.example/", "http://a.example:0/",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(WireError) as refusal:
        fetch(address)

    assert "secret" not in str(refusal.value)


def test_a_port_on_which_nobody_listens_is_a_sentence() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(WireError, match="could not be read"):
        fetch(f"http://127.0.0.1:{port}/", allow_private=True)
