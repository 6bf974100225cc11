"""2.4: what one process prints, another gives; at once, and within a second where the printer died over it."""

from pathlib import Path

import pytest
from tests.makers.press import make_page
from tests.rigs.front_process import FrontProcess, front_data, front_process
from tests.rigs.serve_factory import wait_until

from kawaraban.press.store.environment import PressEnvironment
from kawaraban.press.store.store import Store

pytestmark = pytest.mark.serve


def page(front: FrontProcess) -> bytes:
    answer = front.say(b"GET /harbour/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    return answer.partition(b"\r\n\r\n")[2]


def test_2_04_a_front_gives_what_another_process_has_just_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = front_data(tmp_path / "paper")
    store = Store(data / "press" / "store")
    store.put(make_page("/harbour/", text="first"))
    with front_process(data) as front:
        assert page(front) == b"first"

        for number in range(30):
            store.put(make_page("/harbour/", text=f"print {number}"))
            assert page(front) == f"print {number}".encode()

        # Killed between its commit and the turning of the generation: as if it were never turned.
        write = PressEnvironment.write
        monkeypatch.setattr(PressEnvironment, "write", lambda self, work, **_: write(self, work))
        store.put(make_page("/harbour/", text="last"))
        wait_until(lambda: page(front) == b"last", "the last print")
    store.close()


def test_2_04_the_fast_path_is_on(tmp_path: Path) -> None:
    with front_process(front_data(tmp_path / "paper")) as front:
        # Only our own protocol refuses this: uvicorn's would leave it to the front behind it.
        assert front.say(b"GET / HTTP/2.0\r\nHost: 127.0.0.1\r\n\r\n").startswith(b"HTTP/1.1 505 ")
        assert "FAST PATH" not in front.errors
