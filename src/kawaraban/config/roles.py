"""What each process of `kawaraban serve` runs. Here, and only here, rooms are handed what they may not import.

    front    answers readers; without Django
    app      renders what is not printed, desk and editor: Django under waitress on a Unix socket
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
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kawaraban.config.env import BadConfiguration, DataDir, data_dir, read_knobs
from kawaraban.config.parent import end_with_parent

if TYPE_CHECKING:
    from kawaraban.press.worker import Task

LOG_FORMAT: Final = "{asctime} {levelname} {name}: {message}"
_FOLD_SECONDS: Final = 2.0
_MAIL_SECONDS: Final = 2.0
_HOOKS_SECONDS: Final = 2.0
_DIGEST_SECONDS: Final = 30.0
_PUBLISH_SECONDS: Final = 15.0
_READERS_SECONDS: Final = 60.0
# Days are counted; often enough that a server which starts anew every day misses none.
_RETENTION_SECONDS: Final = 3600.0
_FIGURES_SECONDS: Final = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Duty:
    """One process: its role, and what it must know besides the data directory."""

    role: str  # front, app or worker
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

    def to_text(self) -> str:
        return json.dumps(asdict(self))


def perform(duty: Duty) -> None:
    """Run the role until SIGTERM, or until the supervisor is gone."""
    end_with_parent(duty.parent_pid)
    write_pid(data_dir(), duty.name)
    {"front": run_front, "app": run_app, "worker": run_worker}[duty.role](duty)


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

    get_resolver().url_patterns  # noqa: B018  read for its effect: the views are imported
    return application


def empty_old_edition(data: DataDir) -> bool:
    """Empty the page store when another version or other knobs printed it. True when it was emptied."""
    from kawaraban.press.edition import edition_stamp
    from kawaraban.press.store import Store

    knobs = read_knobs(data, os.environ)
    others = [version("django"), version("wagtail"), repr(sorted(knobs.items()))]
    store = Store(data.store)
    was_emptied = store.begin_edition(edition_stamp(Path(__file__).resolve().parents[1], others))
    store.close()  # a fork must not carry it over
    return was_emptied


def run_front(duty: Duty) -> None:
    """Answer readers on the socket that the supervisor listens on."""
    import uvicorn

    from kawaraban.kit.signing import derived_key
    from kawaraban.press.front import Front, FrontSettings
    from kawaraban.press.wire_request import networks
    from kawaraban.reads.rule import ReadRule

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
        hosts=frozenset({own, "localhost", "127.0.0.1", "[::1]", *(host.lower() for host in knobs["hosts"])}),
        site_host=site.netloc or own,
        trusted_proxies=trusted,
        staff_key=derived_key(data.read_key(data.secret_key_file), "staff-cookie"),
    )
    config = uvicorn.Config(
        Front(settings, rule=ReadRule()),
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # Forwarded headers are read by the front itself.
        proxy_headers=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=5,
        backlog=1024,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=duty.listen_fd)])


def run_app(duty: Duty) -> None:
    """Render what is asked for on this process's own Unix socket. Only the front reaches it."""
    from waitress.server import create_server

    from kawaraban.press.relay import LARGEST_BODY

    application = load_django()
    knobs = read_knobs(data_dir(), os.environ)
    server = create_server(
        application,
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
        ident=None,
    )
    signal.signal(signal.SIGTERM, _leave)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server.run()
    server.close()


def run_worker(duty: Duty) -> None:
    """Print, and do what must be done beside it."""
    load_django()
    from kawaraban.law.ledger import heal_heads
    from kawaraban.press.heartbeat import beat
    from kawaraban.press.printing import Printer, SiteRenderer
    from kawaraban.press.store import Store
    from kawaraban.press.worker import work

    data = data_dir()
    store = Store(data.store)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    # A crash between a commit and its head line is made good before anything new is written.
    heal_heads()
    work(
        step=Printer(store, SiteRenderer()).step,
        beat=lambda: beat(heartbeat_file(data)),
        tasks=worker_tasks(data),
        stop=stop,
    )


def worker_tasks(data: DataDir) -> list["Task"]:
    """What the worker does besides printing, and how often."""
    from django.apps import apps
    from django.core.management import call_command

    from kawaraban.alerts.delivering import deliver_due
    from kawaraban.alerts.digests import send_digests
    from kawaraban.alerts.hooks import follow_record
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.duties import order_figures
    from kawaraban.law.outbox import send_due
    from kawaraban.press.store import Store
    from kawaraban.press.worker import Task
    from kawaraban.reads.folding import Folder

    store = Store(data.store)
    folder = Folder(data.beacons, store)
    from kawaraban.comments.retention import retain

    tasks = [
        Task("mail", _MAIL_SECONDS, lambda: send_due(now=utc_now())),
        Task("digests", _DIGEST_SECONDS, lambda: send_digests(now=utc_now(), zone=paper_zone())),
        Task("record", _HOOKS_SECONDS, lambda: follow_record(now=utc_now())),
        Task("hooks", _HOOKS_SECONDS, lambda: deliver_due(now=utc_now())),
        Task("reads", _FOLD_SECONDS, lambda: folder.fold(now=utc_now())),
        Task("retention", _RETENTION_SECONDS, lambda: retain(now=utc_now())),
        Task("figures", _FIGURES_SECONDS, lambda: order_figures(now=utc_now())),
        Task("dead readers", _READERS_SECONDS, store.clear_dead_readers),
    ]
    if apps.is_installed("wagtail"):
        from kawaraban.stories.clock import Clock

        clock = Clock(utc_now())
        tasks += [
            Task("publishing", _PUBLISH_SECONDS, lambda: call_command("publish_scheduled", verbosity=0)),
            Task("clock", _PUBLISH_SECONDS, lambda: clock.tick(now=utc_now())),
        ]
    return tasks


def paper_zone() -> ZoneInfo:
    """The zone of the paper's times of day: the publisher's setting, in the comment layer alone the knob."""
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
