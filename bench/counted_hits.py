"""C1: what one counted hit costs, against one durable UPDATE, on the same machine.

    python -m bench.counted_hits

A counted hit is all that the product does to count: the rule with its memory of two days, the line, its share
of the second's writing and of the fold into tallies and sketches, commit included. A durable UPDATE is what a
counter in a database does: `UPDATE ... SET reads = reads + 1`, one transaction, SQLite in WAL mode with
`synchronous=FULL`.

The hits are measured in CPU time of this process. The UPDATE is measured both ways: its CPU alone
(`measure_durable_update_cpu`), and as the time that a request waits for it (`measure_durable_update`).
"""

import contextlib
import gc
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

_HITS = 40_000
_STORIES = 182
_READERS = 12_000
_SECONDS = 10  # of the front's time, each with its writing: 4,000 hits a second. Every second one is folded
_UPDATES = 400

_BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{}.0) Gecko/20100101 Firefox/{}.0"


def measure_counted_hit(*, hits: int = _HITS) -> float:
    """CPU microseconds for one counted hit. Sets Django up over a throw-away database when it is not."""
    with _database() as folder:
        _warm_day(folder / "warm")
        return _count(folder, hits) * 1e6 / hits


def measure_durable_update(*, updates: int = _UPDATES) -> float:
    """Microseconds that a request waits for one durable UPDATE."""
    return _update(updates, time.perf_counter)


def measure_durable_update_cpu(*, updates: int = _UPDATES) -> float:
    """CPU microseconds of one durable UPDATE, without the waiting for the disk."""
    return _update(updates, time.process_time)


def _update(updates: int, clock: object) -> float:
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "counter.sqlite3", isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE story (id INTEGER PRIMARY KEY, reads INTEGER NOT NULL)")
        database.executemany("INSERT INTO story VALUES (?, 0)", [(pk,) for pk in range(_STORIES)])
        began = clock()  # type: ignore[operator]
        for number in range(updates):
            database.execute("UPDATE story SET reads = reads + 1 WHERE id = ?", (number % _STORIES,))
        took = clock() - began  # type: ignore[operator]
        database.close()
    return float(took * 1e6 / updates)


def _count(folder: Path, hits: int) -> float:
    """CPU seconds of counting them all."""
    from kawaraban.press.front.beacons.desk import BeaconDesk
    from kawaraban.press.front.beacons.file import BeaconFile
    from kawaraban.press.store.store import Store
    from kawaraban.reads.folding import fold_file
    from kawaraban.reads.rule import ReadRule

    rule = ReadRule(most_of_network=1_000_000)
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
    for beacon in _beacons(hits // 2, seed=1):
        rule(beacon, at=noon - 86_400)  # yesterday's memory, which each hit is held against
    desk = BeaconDesk(Store(folder / "store"), rule, BeaconFile(folder / "beacons"))
    sent = _beacons(hits, seed=2)
    a_second = max(1, len(sent) // _SECONDS)
    gc.collect()
    gc.freeze()  # what stands for the requests is not the product's to look through
    began = time.process_time()
    for second in range(0, len(sent), a_second):
        at = noon + second / a_second
        for beacon in sent[second : second + a_second]:
            desk.count(beacon, at=at)
        desk.write()
        desk.file.sync()
        if second // a_second % 2:
            fold_file(folder / "beacons" / desk.file.name)
    took = time.process_time() - began
    gc.unfreeze()
    desk.close()
    return took


def _warm_day(folder: Path) -> None:
    """Load what is loaded once: the sketches' library, the list of robots, the statements."""
    folder.mkdir()
    _count(folder, 200)


def _beacons(number: int, *, seed: int) -> list:  # type: ignore[type-arg]
    """Hits that all count: no reader twice at one story."""
    from kawaraban.press.front.beacons.beacon import Beacon

    chance = random.Random(seed)
    pairs = {(chance.randrange(_READERS), _popular(chance)) for _ in range(number * 2)}
    picked = sorted(pairs)
    chance.shuffle(picked)
    return [
        Beacon(
            story=f"story-{story}",
            address=f"198.{reader >> 16}.{reader >> 8 & 255}.{reader & 255}",
            user_agent=_BROWSER.format(100 + reader % 40, 100 + reader % 40),
            purpose="",
            is_staff=False,
            seen_seconds=10.0,
        )
        for reader, story in picked[:number]
    ]


def _popular(chance: random.Random) -> int:
    """A few stories are read much, many a little."""
    return min(int(chance.paretovariate(0.5)), _STORIES)


@contextlib.contextmanager
def _database() -> Iterator[Path]:
    """A throw-away folder with the product's tables in a file, durable as in production."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kawaraban.config.settings.test")
        import django
        from django.apps import apps
        from django.db import connection

        if not apps.ready:
            django.setup()
        before = connection.settings_dict["NAME"]
        connection.close()
        # A connection opens a database and makes none.
        (folder / "paper.sqlite3").touch()
        connection.settings_dict["NAME"] = str(folder / "paper.sqlite3")
        try:
            from kawaraban.reads.models import DayReaders, FoldMark, HourTally

            with connection.schema_editor() as editor:
                for model in (HourTally, DayReaders, FoldMark):
                    editor.create_model(model)
            yield folder
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before


def main() -> None:
    hit, update, update_cpu = (
        measure_counted_hit(),
        measure_durable_update(),
        measure_durable_update_cpu(),
    )
    sys.stdout.write(
        f"a counted hit {hit:.2f} us of CPU; a durable UPDATE {update:.0f} us, {update_cpu:.0f} us of it CPU: "
        f"1/{update / hit:.0f} of its time, 1/{update_cpu / hit:.0f} of its CPU\n"
    )


if __name__ == "__main__":
    main()
