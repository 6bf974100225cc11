"""What the worker finds by asking the database now and then: names, and the labels of each, as one table.

    run/figures.json    {"at": 1790000000.0, "values": {"kawaraban_queue_comments": [[["queue"], 12], ...], ...}}

The worker writes the file (`config/seeing`), the front reads it when somebody asks: a question that is asked takes no
longer however large the paper is, and none is asked of the database for it.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# What is waited for is counted to here, so that a flood costs no more than this to look at.
MOST_COUNTED: Final = 10_000
# What is older is told no more: the worker stands still, or the database is away.
STALE_SECONDS: Final = 120.0
# So large is no file of ours.
_LARGEST_BYTES: Final = 256 * 1024

Values = Mapping[str, Sequence[tuple[Sequence[str], float]]]


@dataclass(frozen=True, slots=True)
class Gauge:
    """One name, and what its values say of which label."""

    name: str
    help: str
    label: str = ""


GAUGES: Final = (
    Gauge(
        "kawaraban_queue_comments", f"What waits for the desk, by lane; counted to {MOST_COUNTED:,}.", "lane"
    ),
    Gauge(
        "kawaraban_queue_oldest_seconds",
        "How long the oldest of a lane has waited; 0 where none does.",
        "lane",
    ),
    Gauge("kawaraban_orders_waiting", f"Reprint orders that are not printed; counted to {MOST_COUNTED:,}."),
    Gauge("kawaraban_orders_oldest_seconds", "How long the oldest of them has waited; 0 where none does."),
    Gauge("kawaraban_mails_waiting", f"Mails in the outbox, by state; counted to {MOST_COUNTED:,}.", "state"),
    Gauge(
        "kawaraban_mails_oldest_seconds", "How long the mail that is due for longest is due; 0 where none is."
    ),
    Gauge(
        "kawaraban_hooks_waiting", f"Deliveries that wait, by state; counted to {MOST_COUNTED:,}.", "state"
    ),
    Gauge(
        "kawaraban_hooks_oldest_seconds",
        "How long the delivery that is due for longest is due; 0 where none is.",
    ),
    Gauge("kawaraban_store_bytes", "How much of the page store's file is in use."),
    Gauge("kawaraban_store_pages", "Pages that are printed."),
    Gauge("kawaraban_store_failed_pages", "Pages that could not be printed."),
    Gauge("kawaraban_database_bytes", "How large the database is."),
    Gauge(
        "kawaraban_database_connections", "Connections with the paper's database, by what they do.", "state"
    ),
    Gauge("kawaraban_database_waiting_for_turn", "Transactions that wait for the turn (PostgreSQL)."),
    Gauge("kawaraban_backup_seconds", "How old the last backup is. Not there before the first."),
    Gauge("kawaraban_reads_unfolded_bytes", "Reads that wait to be tallied, as bytes of their files."),
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What stands in the file. `age_seconds` is that of the answers; None where there are none."""

    values: Values
    age_seconds: float | None


def write_gathered(path: Path, values: Values, *, at: float) -> None:
    """Put what was found in place of what stood there. Raises OSError."""
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps({"at": at, "values": values}), encoding="ascii")
    partial.replace(path)


def read_gathered(path: Path) -> Gathered:
    """What was found last; nothing where that is too old, or cannot be read."""
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(_LARGEST_BYTES))
        age = max(0.0, time.time() - float(told["at"]))
        values = {gauge.name: _fit(told["values"].get(gauge.name, ()), gauge) for gauge in GAUGES}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Gathered({}, None)
    return Gathered(values if age <= STALE_SECONDS else {}, age)


def _fit(rows: Any, gauge: Gauge) -> list[tuple[list[str], float]]:
    wanted = 1 if gauge.label else 0
    return [([str(each) for each in labels], float(value)) for labels, value in rows if len(labels) == wanted]
