"""Whether the worker of a served paper gives signs of life."""

import fcntl
import os
import time
from collections.abc import Iterator
from typing import Final

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir
from kawaraban.config.processes.duty import heartbeat_file
from kawaraban.press.heartbeat import TOO_OLD_SECONDS, is_alive

_LOOK_SECONDS: Final = 0.2


def worker(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for one that is late. One that is only starting has as long as a healthy one may be silent."""
    deadline = time.monotonic() + TOO_OLD_SECONDS
    while is_served(data) and not is_alive(heartbeat_file(data)):
        if time.monotonic() >= deadline:
            yield HealthFinding(
                "worker",
                "The worker gives no sign of life: no page is printed anew and no mail leaves. The log says why. "
                "If it stays so, start the paper again.",
            )
            return
        time.sleep(_LOOK_SECONDS)


def is_served(data: DataDir) -> bool:
    """Whether a `kawaraban serve` holds this folder."""
    try:
        lock = os.open(data.run / "serve.lock", os.O_RDONLY)
    except OSError:
        return False
    try:
        # Shared: two who look at once do not take each other for a server.
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(lock)
    return False
