"""Packs the data of an older paper for the tests of upgrades (tests/rigs/upgrading/paper_of_before.py).

Run it over a demo paper that the last release has made, with keys that say what they are.

    tools/make_paper_of_before.py DATA       # writes tests/rigs/upgrading/paper_of_before.xz

As statements, which pack smaller than pages of a file. Indexes for searching are left out: they are made again.
"""

import json
import lzma
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "tests" / "rigs" / "upgrading" / "paper_of_before.xz"
# Sketches and counts are bytes that do not pack: a few of them stand for all.
THINNED = ("DELETE FROM reads_dayreaders WHERE id % 12", "DELETE FROM reads_hourtally WHERE id % 4")


def statements(file: Path) -> Iterator[str]:
    """The whole database, without what belongs to tables of a full-text search."""
    with closing(sqlite3.connect(file)) as database:
        for thinned in THINNED:
            database.execute(thinned)
        database.commit()
        virtual = [
            (str(name), str(sql))
            for name, sql in database.execute(
                "SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
            )
        ]
        inside = tuple(
            f'"{name}{ending}"'
            for name, _sql in virtual
            for ending in ("", "_data", "_idx", "_content", "_docsize", "_config")
        )
        for line in database.iterdump():
            if line.startswith(tuple(f"INSERT INTO {name}" for name in inside)) or "sqlite_master" in line:
                continue
            if line.startswith(
                tuple(
                    f"CREATE TABLE {name}" for name in (*inside, *(name.replace('"', "'") for name in inside))
                )
            ):
                continue
            if line.startswith("CREATE TRIGGER") or "writable_schema" in line:
                continue
            yield line
        for _name, sql in virtual:
            yield f"{sql};"
        for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'"):
            yield f"{sql};"


def main(data: Path) -> None:
    """Pack it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "paper.sqlite3"
        with (
            closing(sqlite3.connect(data / "paper.sqlite3")) as whole,
            closing(sqlite3.connect(copy)) as target,
        ):
            whole.backup(target)
        told = {
            "statements": "\n".join(statements(copy)),
            "heads": (data / "ledger.heads").read_text(),
            "keys": {file.name: file.read_text() for file in sorted((data / "keys").glob("*.key"))},
        }
    packed = lzma.compress(json.dumps(told).encode(), preset=9 | lzma.PRESET_EXTREME)
    TARGET.write_bytes(packed)
    print(f"{TARGET}: {len(packed)} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
