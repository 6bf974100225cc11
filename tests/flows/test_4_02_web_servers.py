"""4.2: behind a web server that is configured as docs/web-server.md says, slow senders keep nobody from anything."""

import contextlib
import json
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.rigs.people_over_http import Moderator, prepare
from tests.rigs.serve_factory import Served, make_paper
from tests.rigs.web_server import CADDY, NAME, NGINX, WebServer, caddy, configurations, nginx

pytestmark = pytest.mark.serve

needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (tools/test_tools.sh does it)")
needs_caddy = pytest.mark.skipif(CADDY is None, reason="Caddy is not installed")
Start = Callable[..., "contextlib.AbstractContextManager[WebServer]"]
# nginx takes 64 connections of one address.
SLOW_ONES = 80
SLOW_ADDRESSES = [f"127.0.0.{number}" for number in range(2, 6)]
HEAD = f"POST /notice/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_paper(tmp_path_factory.mktemp("served") / "paper")
    (data / "kawaraban.toml").write_text(f'site_url = "https://{NAME}"\npublished_files = "pages"\n')
    (data / "static").mkdir()
    thread = prepare(data)
    with Served.started(data) as running:
        running.thread = thread
        yield running


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((nginx, "nginx", 0), marks=needs_nginx, id="nginx, complete"),
        pytest.param((nginx, "nginx", 1), marks=needs_nginx, id="nginx, only passing on"),
        pytest.param((caddy, "caddy", 0), marks=needs_caddy, id="Caddy, complete"),
        pytest.param((caddy, "caddy", 1), marks=needs_caddy, id="Caddy, only passing on"),
    ],
)
def web(
    request: pytest.FixtureRequest, served: Served, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    start, language, which = request.param
    text = "\n" + configurations(language)[which]
    with start(text, tmp_path_factory.mktemp(language), data=served.data, front_port=served.port) as running:
        yield running


ATTACKS = {
    "bodies": lambda: (HEAD + "Content-Length: 100000\r\n\r\nna").encode(),
    "bodies in chunks": lambda: (HEAD + "Transfer-Encoding: chunked\r\n\r\n2\r\nna\r\n").encode(),
    "large bodies": lambda: (HEAD + "Content-Length: 1000000\r\n\r\n").encode() + b"a" * 200_000,
    "half heads": lambda: HEAD.encode() + b"X-Slow: ",
    "upgrades": lambda: (
        HEAD + "Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\n"
    ).encode(),
}  # fmt: skip


def has_ended(one: socket.socket) -> bool:
    one.setblocking(False)
    try:
        one.recv(20)
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    except OSError:
        return True
    return True


def stopped(served: Served) -> list[str]:
    """Requests that the front has ended because nothing more came."""
    return re.findall(r'" 408 ', (served.data / "log" / "access.log").read_text())


def connections_of(served: Served) -> int:
    """How many the front holds."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{served.port:04X}") and row[3] == "01" for row in rows)


@pytest.mark.parametrize("name", ATTACKS)
def test_4_2_behind_a_web_server_a_moderator_decides_and_a_reader_comments(
    served: Served, web: WebServer, name: str
) -> None:
    scheme = "https" if web.is_secure else "http"
    host = NAME if web.is_secure else f"{NAME}:{web.port}"
    headers = {"Host": host, "Origin": f"{scheme}://{host}", "Referer": f"{scheme}://{host}/desk/"}
    moderator = Moderator.signed_in(served, web.connection, headers)
    text = f"Meanwhile, behind {web.port}, among {name}."
    form = urlencode({"thread": served.thread, "name": "Ada", "text": text, "language": "en"})

    with contextlib.ExitStack() as stack:
        slow = []
        for number in range(SLOW_ONES):
            one = stack.enter_context(web.socket_from(SLOW_ADDRESSES[number % len(SLOW_ADDRESSES)]))
            one.sendall(ATTACKS[name]())
            slow.append(one)
        before = len(stopped(served))
        sent = web.ask(
            "/comments/",
            method="POST",
            body=form.encode(),
            content_type="application/x-www-form-urlencoded",
            accept="application/json",
            sec_fetch_site="same-origin",
        )
        # The machine has one address for all its readers.
        served.query("UPDATE comments_comment SET sender_key = ''")
        assert sent.status == 201, sent.body
        decided = moderator.approve(json.loads(sent.body)["public_id"])
        ended = [one for one in slow if has_ended(one)]
        held_by_the_paper = connections_of(served)

    assert decided.status == 303
    assert served.query("SELECT status FROM comments_comment WHERE text = ?", text) == [("approved",)]
    # The time of a head is short: on a slow machine some are over before all have come.
    assert not ended or name == "half heads"
    assert len(stopped(served)) == before
    # The web server keeps them to itself until they are whole.
    assert held_by_the_paper < SLOW_ONES // 2
