"""Makes a throw-away data directory for tests and checks, before the settings read it; thrown away at the end."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

# Memory where there is any to be had: the tests' database is a file, and need not survive anything.
_MEMORY = Path("/dev/shm")  # noqa: S108


def for_tests(database: dict[str, Any], root: Path) -> None:
    """Change Django's entry for the database into that of the tests' own; without pytest only its name."""
    if database["ENGINE"] == "kawaraban.config.postgresql":
        # Tests close nothing; what is left open would keep their database from being dropped.
        database["CONN_MAX_AGE"] = 0
        database["TEST"] = {"TEMPLATE": os.environ.get("KAWARABAN_TEST_TEMPLATE", "template0")}
        return
    # A file: threads of a live server have a connection each, as they have where a paper is served. In memory they
    # would share one, and find themselves in each other's transactions. It need not survive anything.
    database["TEST"] = {"NAME": root / "test.sqlite3"}
    if "PYTEST_VERSION" in os.environ:
        database["OPTIONS"]["init_command"] = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=1000;"
        )


def _throw_away(folder: Path, *, pid: int) -> None:
    # A child that was forked from us has the same duty, and must not do it.
    if os.getpid() == pid:
        shutil.rmtree(folder, ignore_errors=True)


if "KAWARABAN_SCRATCH" not in os.environ:
    place = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    root = Path(tempfile.mkdtemp(prefix="kawaraban-scratch-", dir=place))
    atexit.register(_throw_away, root, pid=os.getpid())
    (root / "keys").mkdir()
    for name in ("secret", "ledger"):
        (root / "keys" / f"{name}.key").write_text(
            f"{name}-key-of-a-scratch-paper-" + "0" * 32, encoding="ascii"
        )
    # Nobody makes a database but a migration: for those who only look whether it has what they want, it is empty.
    (root / "paper.sqlite3").touch()
    os.environ["KAWARABAN_SCRATCH"] = str(root)
os.environ["KAWARABAN_DATA"] = os.environ["KAWARABAN_SCRATCH"]
