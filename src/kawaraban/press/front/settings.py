"""All that the front is told of the paper, frozen: `config/processes/front_role.py` makes it of knobs and folders."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kawaraban.press.front.access_log import Keeping
from kawaraban.press.front.files.answers import ServedFolder
from kawaraban.press.front.health import FrontHealth
from kawaraban.press.front.limits import FrontLimits
from kawaraban.press.front.seeing.settings import MetricsSettings
from kawaraban.press.intake.front_end import LETTER_SECONDS
from kawaraban.press.wire_request import Network


@dataclass(frozen=True, slots=True)
class FrontSettings:
    """What differs from paper to paper."""

    store: Path
    beacons: Path
    access_log: Path
    heartbeat: Path
    app_sockets: tuple[Path, ...]
    clerk_socket: Path
    hosts: frozenset[str]  # without ports, lower case; ".example.org" is every name in it
    site_host: str  # with its port: what the app is asked for when we ask ourselves
    trusted_proxies: tuple[Network, ...]
    staff_key: bytes
    app_threads: int = 2  # of each process of the app
    limits: FrontLimits = field(default_factory=FrontLimits)
    sending_seconds: float = LETTER_SECONDS  # that a form may wait to be stored
    folders: tuple[ServedFolder, ...] = ()  # whose files we give by ourselves
    # What else must be there, by the names of what is missing: the tables of this version, the styles.
    fitness: Callable[[], list[str]] = field(default=list)
    sends_keys: bool = False  # Surrogate-Key, for a cache in front that can purge by it
    keeping: Keeping = field(default_factory=Keeping)  # of the access log
    health: FrontHealth | None = None
    metrics: MetricsSettings | None = None  # who may see the figures; None: nobody
    logs_json: bool = False  # the access log as JSON Lines
