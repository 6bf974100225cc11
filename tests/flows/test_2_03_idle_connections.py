"""2.3: ten thousand readers who say nothing cost less than 200 MB, and the next reader is answered."""

import contextlib
import resource
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.makers.press import make_page
from tests.rigs.front_process import front_data, front_process

from kawaraban.press.store.store import Store

COUNT = 10_000
NEEDED = COUNT + 200
GET = b"GET /harbour/ HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"

pytestmark = pytest.mark.serve


@pytest.fixture
def many_files() -> Iterator[None]:
    """This process may open a file for each reader; each of the two has a limit of its own."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < NEEDED + 1_600:
        pytest.skip(f"the system allows {hard} open files, ten thousand connections need {NEEDED + 1_600}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, NEEDED), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_2_03_ten_thousand_idle_connections_fit_into_200_megabytes(tmp_path: Path, many_files: None) -> None:
    data = front_data(tmp_path / "paper")
    Store(data / "press" / "store").put(make_page("/harbour/", text="printed"))
    Store(data / "press" / "store").close()
    with front_process(data, idle_seconds="600") as front, contextlib.ExitStack() as readers:
        idle: list[socket.socket] = []
        for number in range(COUNT):
            reader = readers.enter_context(front.connect())
            if number % 4 == 0:  # every fourth has read a page and stays
                reader.sendall(GET % b"")
                assert reader.recv(4_096).startswith(b"HTTP/1.1 200 OK")
            idle.append(reader)

        assert front.say(GET % b"Connection: close\r\n").endswith(b"printed")
        # The last of them was accepted too, in its turn.
        idle[-1].sendall(GET % b"")
        assert idle[-1].recv(4_096).startswith(b"HTTP/1.1 200 OK")
        assert front.private_bytes < 200_000_000
