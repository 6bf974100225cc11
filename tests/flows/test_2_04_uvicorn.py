"""2.4: what the fast path needs of uvicorn is there, and where it is not the paper is served without it."""

import asyncio
import hashlib
import inspect
import re
from importlib.metadata import version
from pathlib import Path

import pytest
import uvicorn
from httptools import HttpRequestParser
from tests.makers.press import FakeApp, FrontClient, make_page
from tests.rigs.front_process import front_data, front_process
from tests.rigs.serve_factory import ROOT
from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from kawaraban.config.processes.front_role import fast_protocol
from kawaraban.press.front.guarded import GuardedProtocol
from kawaraban.press.front.limits import FrontLimits
from kawaraban.press.front.protocol import PageProtocol
from kawaraban.press.front.self_test import FastPathBroken, try_fast_path
from kawaraban.press.store.store import Store

pytestmark = pytest.mark.once("the front has no Django")

OVERRIDDEN = {
    "__init__": ["config", "server_state", "app_state", "_loop"],
    "connection_made": ["transport"],
    "connection_lost": ["exc"],
    "data_received": ["data"],
    "on_message_begin": [],
    "on_header": ["name", "value"],
    "on_headers_complete": [],
    "on_message_complete": [],
    "on_response_complete": [],
}
# uvicorn's own methods that ours rests on, as they were when ours were written. Another digest: read them again.
AS_READ = {
    "connection_made": "b0b0d8e7",
    "connection_lost": "e26a08b0",
    "data_received": "a018bc78",
    "on_message_begin": "5cb418cb",
    "on_url": "f1f96ec8",
    "on_headers_complete": "1abdb879",
    "on_body": "5ecb61fe",
    "on_message_complete": "e33ce307",
    "on_response_complete": "fa0d846a",
    "shutdown": "7b65420b",
    "run_asgi": "fb7251b1",
    "send": "8ae233ab",
    "receive": "59676fc8",
}


# The seam


def test_2_04_uvicorn_and_its_parser_are_pinned_exactly() -> None:
    lock = (ROOT / "requirements" / "runtime.lock").read_text()

    for name in ("uvicorn", "httptools", "uvloop"):
        pinned = re.search(rf"^{name}==(\S+)", lock, re.MULTILINE)
        assert pinned is not None
        assert pinned[1] == version(name)


def test_2_04_we_override_what_there_is_and_as_it_is_called() -> None:
    for name, parameters in OVERRIDDEN.items():
        method = inspect.signature(getattr(HttpToolsProtocol, name))
        assert list(method.parameters)[1:] == parameters, name
    own = {name for name in vars(PageProtocol) | vars(GuardedProtocol) if not name.startswith("_")}
    own |= {"__init__"}
    assert own & set(dir(HttpToolsProtocol)) == set(OVERRIDDEN)


@pytest.mark.parametrize("name", AS_READ)
def test_2_04_what_we_rest_on_is_what_we_read(name: str) -> None:
    owner = RequestResponseCycle if name in {"run_asgi", "send", "receive"} else HttpToolsProtocol
    source = inspect.getsource(getattr(owner, name))

    assert hashlib.blake2b(source.encode(), digest_size=4).hexdigest() == AS_READ[name]


def test_2_04_the_attributes_that_we_read_are_there() -> None:
    protocol = HttpToolsProtocol(config=_config(), server_state=ServerState(), app_state={}, _loop=_loop())

    for name in ("parser", "cycle", "flow", "pipeline", "headers", "client", "transport", "server_state"):
        assert hasattr(protocol, name), name
    assert vars(protocol)["cycle"] is None
    assert isinstance(ServerState().default_headers, list)
    cycle = inspect.getsource(RequestResponseCycle)
    for name in (
        "response_complete",
        "response_started",
        "keep_alive",
        "disconnected",
        "message_event",
        "waiting_for_100_continue",
    ):
        assert f"self.{name} = " in cycle, name
    flow = FlowControl(asyncio.Transport())
    assert (flow.read_paused, flow.write_paused) == (False, False)
    for name in ("set_dangerous_leniencies", "should_keep_alive", "get_http_version", "get_method"):
        assert hasattr(HttpRequestParser, name), name
    assert httptools_impl.STATUS_LINE[304] == b"HTTP/1.1 304 Not Modified\r\n"
    assert httptools_impl.STATUS_LINE[200] == b"HTTP/1.1 200 OK\r\n"


def test_2_04_the_server_makes_a_protocol_of_whatever_it_is_given() -> None:
    def make(**arguments: object) -> None:
        """As config.front_role gives it: a callable, not a class."""

    config = uvicorn.Config(_app, http=make, ws="none", lifespan="off", log_config=None)  # type: ignore[arg-type]  # no class
    assert vars(config)["http"] is make
    config.load()
    assert config.http_protocol_class is make


def test_2_04_the_date_is_a_new_list_whenever_it_is_another() -> None:
    assert "self.server_state.default_headers = " in inspect.getsource(uvicorn.Server.on_tick)


# The self-test


def test_2_04_the_self_test_passes_with_the_uvicorn_that_is_installed() -> None:
    try_fast_path()


def _begin_without_url(self: HttpToolsProtocol) -> None:
    self.scope = {}  # type: ignore[typeddict-item]  # that is its fault


def _no_cycle(self: HttpToolsProtocol) -> None:
    return None


BREAKS = {
    "the scope is made elsewhere": ("on_message_begin", _begin_without_url),
    "no cycle is made": ("on_headers_complete", _no_cycle),
    "a new argument": ("__init__", lambda self, config, server_state, app_state, _loop, new: None),
    "the transport is not kept": ("connection_made", lambda self, transport: None),
}


@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS)
def test_2_04_a_uvicorn_that_has_changed_fails_the_self_test(
    monkeypatch: pytest.MonkeyPatch, broken: tuple[str, object]
) -> None:
    monkeypatch.setattr(HttpToolsProtocol, *broken)

    with pytest.raises(Exception):  # noqa: B017, PT011  whatever it is, it is seen
        try_fast_path()


def test_2_04_a_fast_path_that_says_something_else_fails_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PageProtocol, "_give", lambda self, *_: self.transport.write(b"nonsense"))

    with pytest.raises(FastPathBroken, match="nonsense"):
        try_fast_path()


def test_2_04_without_the_fast_path_there_is_a_loud_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    front = FrontClient(tmp_path, FakeApp()).front
    assert fast_protocol(front) is not None
    monkeypatch.setattr(HttpToolsProtocol, "on_message_begin", _begin_without_url)

    assert fast_protocol(front) is None

    assert "THE FAST PATH IS OFF" in caplog.text
    assert version("uvicorn") in caplog.text


@pytest.mark.serve
def test_2_04_a_front_without_its_fast_path_serves_the_paper_in_the_plain_form(tmp_path: Path) -> None:
    data = front_data(tmp_path / "paper")
    store = Store(data / "press" / "store")
    store.put(make_page("/harbour/", text="printed"))
    store.close()
    # uvicorn itself goes on working with it: it names its arguments.
    breaking = (
        "from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol\n"
        "made = HttpToolsProtocol.__init__\n"
        "def make(self, *, config, server_state, app_state, _loop=None):\n"
        "    made(self, config, server_state, app_state, _loop)\n"
        "HttpToolsProtocol.__init__ = make\n"
    )
    with front_process(data, before=breaking) as front:
        answer = front.say(b"GET /harbour/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")

        assert answer.endswith(b"printed")
        assert "THE FAST PATH IS OFF" in front.errors


async def _app(scope: object, receive: object, send: object) -> None:
    return None


def _config() -> uvicorn.Config:
    config = uvicorn.Config(_app, http="httptools", ws="none", lifespan="off", log_config=None)
    config.load()
    return config


def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    loop.close()
    return loop


# The shelf


def test_2_04_the_shelf_is_bounded_in_bytes_whatever_is_asked_for(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    for number in range(40):
        store.put(make_page(f"/{number}/", text=f"{number} " * 5_000))
    stand = FrontClient(tmp_path, FakeApp(), limits=FrontLimits(shelf_bytes=200_000)).front.stand

    for number in range(400):
        answer = stand.shelf.answer(b"/%d/" % (number % 40), (None, b"br", b"gzip", b"zstd")[number % 4])
        assert answer is not None
        stand.full(answer.full)
        stand.unchanged(answer.unchanged)
        kept = {answer for page in stand.shelf._pages.values() for answer in page.by_coding.values()}
        assert sum(len(one.full.whole) + len(one.unchanged.whole) for one in kept) <= 200_000
        assert stand.shelf.used_bytes <= 200_000
