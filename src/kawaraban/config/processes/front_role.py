"""The role "front": answers readers, without Django. Imports stand inside the functions: it must start at once."""

import logging
import os
import socket
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kawaraban.config.env import BadConfiguration, DataDir, data_dir, read_knobs
from kawaraban.config.processes.duty import UNWRITTEN_WORKER, Duty, heartbeat_file
from kawaraban.config.processes.fit_to_serve import Fitness

if TYPE_CHECKING:
    from kawaraban.kit.board import Board
    from kawaraban.press.front.beacons.beacon import Beacon, BeaconRule, Ruling
    from kawaraban.press.front.files.answers import ServedFolder
    from kawaraban.press.front.front import Front
    from kawaraban.press.front.health import FrontHealth
    from kawaraban.press.front.limits import FrontLimits
    from kawaraban.press.front.seeing.settings import MetricsSettings
    from kawaraban.press.front.settings import FrontSettings

logger = logging.getLogger(__name__)


def run_front(duty: Duty) -> None:
    """Answer readers on the socket that the supervisor listens on."""
    import uvicorn

    from kawaraban.press.front.front import Front

    data = data_dir()
    knobs = read_knobs(data, os.environ)
    front = Front(_front_settings(duty, data, knobs), rule=_LazyRule(data, knobs, duty.board()))
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


def _front_settings(duty: Duty, data: DataDir, knobs: Mapping[str, Any]) -> "FrontSettings":
    """What the knobs say, in the front's own words. Raises BadConfiguration for networks that are none."""
    from kawaraban.kit.signing import derived_key
    from kawaraban.press.front.access_log import Keeping
    from kawaraban.press.front.settings import FrontSettings
    from kawaraban.press.wire_request import networks

    site = urlsplit(knobs["site_url"])
    try:
        trusted = networks(knobs["trusted_proxies"])
    except ValueError as wrong:
        raise BadConfiguration(f"trusted_proxies: {wrong}") from wrong
    own = site.hostname or "127.0.0.1"
    return FrontSettings(
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
        app_threads=knobs["app_threads"],
        limits=_limits(knobs),
        folders=folders_of(data, is_https=site.scheme == "https", has_bucket=bool(knobs["media_url"])),
        sends_keys=knobs["surrogate_keys"],
        sending_seconds=knobs["sending_seconds"],
        keeping=Keeping(most_bytes=knobs["log_megabytes"] * 1024 * 1024, days=knobs["log_days"]),
        health=_health(duty, data, knobs),
        metrics=_metrics(data, knobs),
        logs_json=knobs["log_format"] == "json",
        fitness=Fitness(data).failing,
    )


def _limits(knobs: Mapping[str, Any]) -> "FrontLimits":
    """What one connection, and all together, may take."""
    from kawaraban.press.front.limits import FrontLimits

    return FrontLimits(
        connections=_connections_that_fit(knobs["connections"]),
        requests=knobs["connection_requests"],
        idle_seconds=knobs["idle_seconds"],
        head_seconds=knobs["head_seconds"],
        body_seconds=knobs["body_seconds"],
        shelf_bytes=knobs["shelf_megabytes"] * 1024 * 1024,
        log_lines=knobs["log_lines"],
    )


def _health(duty: Duty, data: DataDir, knobs: Mapping[str, Any]) -> "FrontHealth":
    """What /healthz looks at."""
    from kawaraban.press.front.health import FrontHealth

    return FrontHealth(
        root=data.root,
        board=duty.board(),
        least_free_bytes=knobs["free_megabytes"] * 1024 * 1024,
        unwritten_worker=UNWRITTEN_WORKER,
    )


def _metrics(data: DataDir, knobs: Mapping[str, Any]) -> "MetricsSettings":
    """Who may see the figures."""
    from importlib.metadata import version

    from kawaraban.press.front.seeing.settings import MetricsSettings

    return MetricsSettings(
        run=data.run,
        token=knobs["metrics_token"],
        host=knobs["metrics_host"],
        port=knobs["metrics_port"],
        version=version("kawaraban"),
        database="postgresql" if knobs["database_url"] else "sqlite",
    )


def _connections_that_fit(wanted: int) -> int:
    """As many as the system lets this process open."""
    from kawaraban.press.front.limits import raise_open_files

    fit = raise_open_files()
    if fit < wanted:
        logger.warning(
            "Only %d connections are taken at once instead of %d: the system lets this process open no more files"
            " (ulimit -n, LimitNOFILE)",
            fit,
            wanted,
        )
    return min(fit, wanted)


def folders_of(data: DataDir, *, is_https: bool, has_bucket: bool = False) -> "tuple[ServedFolder, ...]":
    """The files that the front gives by itself, with the headers that the app gives them."""
    from kawaraban.look.header_rules import UNLESS_SAID, security_headers
    from kawaraban.press.front.files.answers import ServedFolder

    everywhere = {
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        **UNLESS_SAID,
        **({"Strict-Transport-Security": "max-age=31536000"} if is_https else {}),
    }
    uploaded = {**everywhere, **security_headers("/media/")}
    dress = {**everywhere, "Access-Control-Allow-Origin": "*"}
    return (
        # Documents may be for some readers only: the editor's own address for each asks who it is.
        ServedFolder(
            "/media/",
            data.media,
            tuple(uploaded.items()),
            frozenset({"documents"}),
            names_files=True,
            may_lie_elsewhere=has_bucket,
        ),
        ServedFolder("/static/", data.static, tuple(dress.items()), is_compressed=True),
    )


def fast_protocol(front: "Front") -> Any:
    """What uvicorn makes of each connection; None, with a loud line, when only the plain form can be trusted."""
    from uvicorn import __version__ as uvicorn_version

    try:
        from kawaraban.press.front.protocol import PageProtocol
        from kawaraban.press.front.self_test import try_fast_path

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

    def __init__(self, data: DataDir, knobs: Mapping[str, Any], board: "Board") -> None:
        self._data = data
        self._knobs = knobs
        self._board = board
        self._rule: BeaconRule | None = None

    def __call__(self, beacon: "Beacon", *, at: float) -> "Ruling":
        if self._rule is None:
            self._rule = self._loaded()
        return self._rule(beacon, at=at)

    def _loaded(self) -> "BeaconRule":
        from kawaraban.press.store.store import Store
        from kawaraban.reads.marks import ToldReads
        from kawaraban.reads.rule import ZONE_NOTE, ReadRule

        told = ToldReads(self._board.secret, self._data.beacons) if self._knobs["database_url"] else None
        return ReadRule(
            seconds=self._knobs["reads_seconds"],
            most_of_network=self._knobs["reads_per_network"],
            zone_name=lambda: Store(self._data.store).note(ZONE_NOTE) or self._knobs["time_zone"],
            told=told,
        )
