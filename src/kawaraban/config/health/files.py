"""Who may read the files of the paper."""

from collections.abc import Iterator
from itertools import islice

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir
from kawaraban.config.modes import faults

# More of them have one cause, and one command mends all.
_NAMED = 20


def files(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for each file that others can read and should not, and for each that a web server must and cannot."""
    found = faults(data)
    yield from (HealthFinding("files", fault.sentence) for fault in islice(found, _NAMED))
    others = sum(1 for _fault in found)
    if others:
        mends = f"For those in the paper's folder, run: kawaraban init {data.root}"
        yield HealthFinding("files", f"{others} other files have such modes. {mends}")
