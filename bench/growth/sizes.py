"""How large the papers of growth are. Ten times as many comments each; five times as many stories from M to L."""

from dataclasses import dataclass
from datetime import timedelta

# Of all comments, in hundredths of a percent: what becomes of them. The rest waits.
APPROVED, REJECTED, RETURNED, WITHHELD, WITHDRAWN = 8350, 500, 50, 50, 50
WHOLE = 10_000
# All of it happened within this time before the filling.
PERIOD = timedelta(days=700)
PUBLISHER, PASSWORD = "bench", "a-bench-is-for-sitting-11"
MODERATORS = ("mika", "sena", "tore")
BUSY_EMAIL = "bigsender@example.org"


@dataclass(frozen=True, slots=True)
class Size:
    """One paper. `long_threads` of `long_thread` comments each; the others lie on the stories evenly.

    `busy`: how many come from one sender, who leaves an address. `window`: so many are written in one transaction.
    """

    name: str
    comments: int
    stories: int
    long_threads: int
    long_thread: int
    busy: int
    window: int
    matters: int


SIZES: dict[str, Size] = {
    # As small as a test wants it.
    "XS": Size("XS", 400, 40, 1, 250, 50, 25, 4),
    "S": Size("S", 10_000, 1_000, 1, 4_000, 500, 50, 20),
    "M": Size("M", 100_000, 10_000, 1, 20_000, 5_000, 250, 100),
    "L": Size("L", 1_000_000, 50_000, 20, 20_000, 5_000, 1_000, 300),
}
