"""A paper as the last release left it, with its comments, decisions, record and reads: what an upgrade starts from.

paper = paper_of_before(tmp_path / "paper")      # a RealPaper whose tables are of before
"""

import json
import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.rigs.real_paper import RealPaper

# Made by tools/make_paper_of_before.py.
PACKED = Path(__file__).with_suffix(".xz")


def paper_of_before(root: Path) -> RealPaper:
    """Unpacked into this new folder."""
    told = json.loads(lzma.decompress(PACKED.read_bytes()))
    (root / "keys").mkdir(parents=True)
    for name, text in told["keys"].items():
        (root / "keys" / name).write_text(text)
    (root / "ledger.heads").write_text(told["heads"])
    with closing(sqlite3.connect(root / "paper.sqlite3")) as database:
        database.executescript(told["statements"])
        database.execute("PRAGMA journal_mode=WAL")
    return RealPaper(root)


def migrations_of_before() -> set[tuple[str, str]]:
    """What the last release had applied."""
    told = json.loads(lzma.decompress(PACKED.read_bytes()))
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(told["statements"])
        return set(database.execute("SELECT app, name FROM django_migrations").fetchall())
