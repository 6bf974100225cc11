"""What the front is told of who may see the paper's figures, and where they stand."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MetricsSettings:
    """`token` opens /metrics on the paper's own port; `port` listens besides, on `host` alone. Both may be unset.

    `run` is the folder with the numbers of the processes and what the worker has found.
    """

    run: Path
    token: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    version: str = ""
    database: str = "sqlite"
