"""One copy of a paper at a time on this machine. Over several, the row of the target says who is at it."""

import contextlib
import fcntl
from collections.abc import Iterator

from kawaraban.config.copies.disk import make_folder
from kawaraban.config.env import BadConfiguration, DataDir


@contextlib.contextmanager
def one_at_a_time(data: DataDir) -> Iterator[None]:
    """The system lets go of it when the process ends, however it does. Raises BadConfiguration."""
    make_folder(data.run)
    with (data.run / "backup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadConfiguration(
                f"The paper in {data.root} is being copied already. Wait until that is done."
            ) from None
        yield
