"""What each process of `kawaraban serve` runs. Here, and only here, rooms are handed what they may not import.

    front    answers readers; without Django
    app      renders what is not printed, desk and editor: Django under waitress on a Unix socket
    clerk    receives comments: takes all that wait, writes them in one transaction, answers
    worker   prints, sends mail, publishes on schedule, folds reads

Imports stand inside the functions on purpose: the front must not load Django, and the supervisor must start the
front before it loads anything. `python -m kawaraban.config.roles DUTY` runs one role in a process of its own.
"""

import json
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kawaraban.config.env import BadConfiguration, DataDir, data_dir, read_knobs
from kawaraban.config.parent import end_with_parent

if TYPE_CHECKING:
    from kawaraban.press.beacons import Beacon, Rule, Ruling
    from kawaraban.press.front import Front
    from kawaraban.press.published_files import PublishedFiles
    from kawaraban.press.worker import Task

logger = logging.getLogger(__name__)

LOG_FORMAT: Final = "{asctime} {levelname} {name}: {message}"
_FOLD_SECONDS: Final = 2.0
_FULL_SECONDS: Final = 30.0
_JOBS_SECONDS: Final = 1.0
_MAIL_SECONDS: Final = 2.0
_HOOKS_SECONDS: Final = 2.0
_DIGEST_SECONDS: Final = 30.0
_PUBLISH_SECONDS: Final = 15.0
_READERS_SECONDS: Final = 60.0
_FILES_SECONDS: Final = 1.0
_WORDS_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Duty:
    """One process: its role, and what it must know besides the data directory."""

    role: str  # front, app, clerk or worker
    index: int
    apps_count: int
    sockets_folder: str
    parent_pid: int
    listen_fd: int = -1

    @property
    def name(self) -> str:
        return f"{self.role} {self.index + 1}" if self.role == "app" else self.role

    def app_socket(self, index: int) -> Path:
        """Where the app process of this number listens."""
        return Path(self.sockets_folder) / f"app-{index}.sock"

    @property
    def clerk_socket(self) -> Path:
        """Where the clerk takes what the front hands over."""
        return Path(self.sockets_folder) / "clerk.sock"

    def to_text(self) -> str:
        return json.dumps(asdict(self))


def perform(duty: Duty) -> None:
    """Run the role until SIGTERM, or until the supervisor is gone."""
    end_with_parent(duty.parent_pid)
    write_pid(data_dir(), duty.name)
    {"front": run_front, "app": run_app, "clerk": run_clerk, "worker": run_worker}[duty.role](duty)


def heartbeat_file(data: DataDir) -> Path:
    """The file that the worker touches."""
    return data.run / "worker.alive"


def write_pid(data: DataDir, name: str) -> None:
    """Write the number of this process to run/NAME.pid, for the person who looks after the machine."""
    path = data.run / f"{name.replace(' ', '-')}.pid"
    partial = path.with_suffix(".partial")
    partial.write_text(f"{os.getpid()}\n", encoding="ascii")
    partial.replace(path)


def load_django() -> Any:
    """The WSGI application, with everything loaded that its first request needs."""
    from django.urls import get_resolver

    from kawaraban.config.wsgi import application
    from kawaraban.press.edition import running_edition, use_edition

    if not running_edition():
        use_edition(edition_of(data_dir()))
    get_resolver().url_patterns  # noqa: B018  read for its effect: the views are imported
    return application


def edition_of(data: DataDir) -> str:
    """The stamp of all that pages depend on besides the database: the code, its templates, the knobs."""
    from importlib.metadata import version

    from kawaraban.press.edition import edition_stamp

    knobs = read_knobs(data, os.environ)
    others = [version("django"), version("wagtail"), repr(sorted(knobs.items()))]
    return edition_stamp(Path(__file__).resolve().parents[1], others)


def empty_old_edition(data: DataDir) -> bool:
    """Empty the page store when another version or other knobs printed it. True when it was emptied.

    From now on this process, and whatever is forked from it, prints for this edition alone.
    """
    from kawaraban.press.edition import use_edition
    from kawaraban.press.store import Store

    stamp = edition_of(data)
    use_edition(stamp)
    store = Store(data.store)
    was_emptied = store.begin_edition(stamp)
    store.close()  # a fork must not carry it over
    return was_emptied


def run_front(duty: Duty) -> None:
    """Answer readers on the socket that the supervisor listens on."""
    import uvicorn

    from kawaraban.kit.signing import derived_key
    from kawaraban.press.front import Front, FrontSettings
    from kawaraban.press.limits import Limits, raise_open_files
    from kawaraban.press.wire_request import networks

    data = data_dir()
    knobs = read_knobs(data, os.environ)
    site = urlsplit(knobs["site_url"])
    try:
        trusted = networks(knobs["trusted_proxies"])
    except ValueError as wrong:
        raise BadConfiguration(f"trusted_proxies: {wrong}") from wrong
    own = site.hostname or "127.0.0.1"
    settings = FrontSettings(
        store=data.store,
        beacons=data.beacons,
        access_log=data.log / "access.log",
        heartbeat=heartbeat_file(data),
        app_sockets=tuple(duty.app_socket(index) for index in range(duty.apps_count)),
        clerk_socket=duty.clerk_socket,
        hosts=frozenset({own, "localhost", "127.0.0.1", "[::1]", *(host.lower() for host in knobs["hosts"])}),
        site_host=site.netloc or own,
        trusted_proxies=trusted,
        staff_key=derived_key(data.read_key(data.secret_key_file), "staff-cookie"),
        limits=Limits(
            connections=min(knobs["connections"], raise_open_files()),
            requests=knobs["connection_requests"],
            idle_seconds=knobs["idle_seconds"],
            head_seconds=knobs["head_seconds"],
            body_seconds=knobs["body_seconds"],
            shelf_bytes=knobs["shelf_megabytes"] * 1024 * 1024,
            log_lines=knobs["log_lines"],
        ),
        sends_keys=knobs["surrogate_keys"],
    )
    front = Front(settings, rule=_LazyRule(data, knobs))
    config = uvicorn.Config(
        front,
        http=fast_protocol(front) or "httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # Forwarded headers are read by the front itself.
        proxy_headers=False,
        timeout_keep_alive=knobs["idle_seconds"],
        timeout_graceful_shutdown=5,
        backlog=1024,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=duty.listen_fd)])


def fast_protocol(front: "Front") -> Any:
    """What uvicorn makes of each connection; None, with a loud line, when only the plain form can be trusted."""
    from uvicorn import __version__ as uvicorn_version

    try:
        from kawaraban.press.protocol import PageProtocol
        from kawaraban.press.self_test import try_fast_path

        try_fast_path()
    except Exception:  # whatever it is, the paper must be served
        logger.exception(
            "THE FAST PATH IS OFF: it does not work with the installed uvicorn %s. Printed pages are served"
            " by the plain form, at a third of the speed. Install the version in requirements/.",
            uvicorn_version,
        )
        return None
    return partial(PageProtocol, front.stand)


class _LazyRule:
    """The rule that counts reads. Its list of robots is loaded for the first beacon, not before the first page."""

    def __init__(self, data: DataDir, knobs: Mapping[str, Any]) -> None:
        self._data = data
        self._knobs = knobs
        self._rule: Rule | None = None

    def __call__(self, beacon: "Beacon", *, at: float) -> "Ruling":
        if self._rule is None:
            self._rule = self._loaded()
        return self._rule(beacon, at=at)

    def _loaded(self) -> "Rule":
        from kawaraban.press.store import Store
        from kawaraban.reads.rule import ZONE_NOTE, ReadRule

        return ReadRule(
            seconds=self._knobs["reads_seconds"],
            most_of_network=self._knobs["reads_per_network"],
            zone_name=lambda: Store(self._data.store).note(ZONE_NOTE) or self._knobs["time_zone"],
        )


def run_app(duty: Duty) -> None:
    """Render what is asked for on this process's own Unix socket. Only the front reaches it."""
    from waitress.server import create_server

    from kawaraban.press.asgi import LARGEST_BODY
    from kawaraban.press.letting_go import let_go

    application = load_django()
    knobs = read_knobs(data_dir(), os.environ)
    server = create_server(
        let_go(application),
        unix_socket=str(duty.app_socket(duty.index)),
        unix_socket_perms="600",
        threads=knobs["app_threads"],
        # The one who speaks on this socket is the front: what it says of client and scheme is so.
        trusted_proxy="localhost",
        trusted_proxy_count=1,
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
        clear_untrusted_proxy_headers=True,
        max_request_body_size=LARGEST_BODY + 65_536,
        connection_limit=600,
        channel_timeout=180,
        # So that it notices who hangs up while a request waits for a thread.
        channel_request_lookahead=1,
        ident=None,
    )
    signal.signal(signal.SIGTERM, _leave)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # A reader who hangs up is no news, and the address of a page may be somebody's secret.
    logging.getLogger("waitress").setLevel(logging.WARNING)
    server.run()
    server.close()


def run_clerk(duty: Duty) -> None:
    """Receive what readers send: the only process that writes new comments."""
    load_django()
    from kawaraban.doors.public.clerk_desk import take
    from kawaraban.press.intake_loop import ClerkLoop

    loop = ClerkLoop(duty.clerk_socket, take)
    # What has arrived by then is still written and answered.
    signal.signal(signal.SIGTERM, lambda *_: loop.stop())
    loop.run()


def run_worker(duty: Duty) -> None:
    """Print, and do what must be done beside it."""
    load_django()
    from kawaraban.law.ledger import heal_heads
    from kawaraban.press.bell import Bell, bell_path
    from kawaraban.press.heartbeat import beat
    from kawaraban.press.printing import Printer
    from kawaraban.press.rendering import SiteRenderer
    from kawaraban.press.sorry import SORRY_ADDRESSES
    from kawaraban.press.store import Store
    from kawaraban.press.worker import Lane, work

    data = data_dir()
    files = published_files(data)
    printer = Printer(
        Store(data.store),
        SiteRenderer(),
        standing=sorted(set(SORRY_ADDRESSES.values())),
        on_change=files.publish if files else lambda address: None,
    )
    bell = Bell(bell_path(data.store))
    stop = threading.Event()

    def leave(*_: object) -> None:
        stop.set()
        bell.ring()

    signal.signal(signal.SIGTERM, leave)
    # A crash between a commit and its head line is made good before anything new is written.
    heal_heads()
    work(
        step=printer.step,
        beat=lambda: beat(heartbeat_file(data)),
        tasks=worker_tasks(data, files),
        stop=stop,
        lanes=(
            Lane("heavy pages", printer.heavy_step),
            Lane("compression", printer.improve_step),
        ),
        wait=bell.wait,
    )


def published_files(data: DataDir) -> "PublishedFiles | None":
    """The folder that a web server may read, as the knob names it. Raises BadConfiguration when it cannot be used."""
    from kawaraban.press.published_files import NotOurFolder, PublishedFiles
    from kawaraban.press.store import Store

    folder = read_knobs(data, os.environ)["published_files"]
    if not folder:
        return None
    files = PublishedFiles(data.root / folder, Store(data.store))
    try:
        files.open()
    except NotOurFolder as taken:
        raise BadConfiguration(
            f"published_files: there are other files in {taken}. Name an empty folder."
        ) from taken
    except OSError as refused:
        raise BadConfiguration(f"published_files: {refused.filename}: {refused.strerror}") from refused
    return files


def worker_tasks(data: DataDir, files: "PublishedFiles | None" = None) -> list["Task"]:
    """What the worker does besides printing, and how often."""
    from django.apps import apps
    from django.core.management import call_command

    from kawaraban.alerts.delivering import deliver_due
    from kawaraban.alerts.digests import send_digests
    from kawaraban.alerts.hooks import follow_record
    from kawaraban.doors.desk import bulk, closing_rule
    from kawaraban.doors.desk.search_index import read_all
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.outbox import send_due
    from kawaraban.press.store import Store
    from kawaraban.press.worker import Task
    from kawaraban.reads.folding import Folder

    store = Store(data.store)
    folder = Folder(data.beacons, store, zone=paper_zone)
    tasks = [
        Task("mail", _MAIL_SECONDS, lambda: send_due(now=utc_now())),
        Task("digests", _DIGEST_SECONDS, lambda: send_digests(now=utc_now(), zone=paper_zone())),
        Task("record", _HOOKS_SECONDS, lambda: follow_record(now=utc_now())),
        Task("hooks", _HOOKS_SECONDS, lambda: deliver_due(now=utc_now())),
        Task("reads", _FOLD_SECONDS, lambda: folder.fold(now=utc_now())),
        Task("dead readers", _READERS_SECONDS, store.clear_dead_readers),
        Task("jobs of the desk", _JOBS_SECONDS, lambda: bulk.work(now=utc_now)),
        Task("words of comments", _WORDS_SECONDS, lambda: read_all(now=utc_now)),
        Task("full queue", _FULL_SECONDS, lambda: closing_rule.apply(now=utc_now())),
    ]
    if files is not None:
        # What the app prints for the first reader of a page; what the worker prints is there at once.
        tasks.append(Task("published files", _FILES_SECONDS, files.sync_if_changed))
    if apps.is_installed("wagtail"):
        from kawaraban.stories.clock import Clock

        clock = Clock(utc_now())
        tasks += [
            Task("publishing", _PUBLISH_SECONDS, lambda: call_command("publish_scheduled", verbosity=0)),
            Task("clock", _PUBLISH_SECONDS, lambda: clock.tick(now=utc_now())),
        ]
    return tasks


def paper_zone() -> ZoneInfo:
    """Whose midnights part the paper's days: the publisher's setting, in the comment layer alone the knob."""
    from django.apps import apps
    from django.conf import settings

    if apps.is_installed("wagtail"):
        from kawaraban.stories.models import PaperSettings

        return PaperSettings.objects.current().zone
    return ZoneInfo(settings.TIME_ZONE)


def _leave(*_: object) -> None:
    raise SystemExit(0)


def main() -> None:
    """Run the duty that the first argument describes."""
    logging.basicConfig(format=LOG_FORMAT, style="{", level=logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    try:
        perform(Duty(**json.loads(sys.argv[1])))
    except BadConfiguration as refused:
        raise SystemExit(str(refused)) from refused


if __name__ == "__main__":
    main()
