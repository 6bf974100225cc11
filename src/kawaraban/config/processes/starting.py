"""What must hold before a paper is served, each refusal a sentence for the person who runs it.

What readers do without is only told: on a full disk, or without its log, the paper is served all the same.
"""

import contextlib
import errno
import logging
import sqlite3
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kawaraban.config.databases import database_url
from kawaraban.config.env import BadConfiguration, DataDir
from kawaraban.config.postgresql.fit_server import refuse_unfit_server
from kawaraban.config.postgresql.same_keys import refuse_other_keys
from kawaraban.kit.faults import LOG_WORDS, FaultCause, cause_of, disk_trouble, said_plainly
from kawaraban.kit.plain_files import NoPlainFile, open_plain

logger = logging.getLogger(__name__)

_SQLITE: Final = b"SQLite format 3\0"
_PUT_BACK: Final = "Put a copy back; the page on running a paper says how."
# What SQLite keeps beside its file, and opens without being asked.
_BESIDE: Final = ("-wal", "-shm", "-journal")
# Links in a circle, and a socket.
_NO_FILE: Final = frozenset({errno.ELOOP, errno.ENXIO})


def make_ready(data: DataDir) -> None:
    """Raises BadConfiguration where the paper cannot be served; warns where it can be, but not wholly."""
    refuse_unfit_paper(data)
    # Not the store's: whoever looks after it makes one, or puts away what stands in its place.
    for folder in (data.beacons,):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as refused:
            raise cannot_serve(data, refused) from refused
    for folder in (data.run, data.log, data.root):
        with contextlib.suppress(OSError):  # what follows says it
            folder.mkdir(parents=True, exist_ok=True)
        trouble = disk_trouble(folder)
        if trouble:
            logger.warning(
                "Nothing can be written in %s: %s. %s", folder, LOG_WORDS[trouble], _effect(data, folder)
            )


def cannot_serve(data: DataDir, failure: Exception) -> BadConfiguration:
    """The sentence for a start that failed in the machine."""
    cause = cause_of(failure, folder=data.root)
    why = f" ({LOG_WORDS[cause]})" if cause else ""
    return BadConfiguration(f"The paper in {data.root} cannot be served: {said_plainly(failure)}{why}.")


def damaged(data: DataDir, failure: Exception) -> BadConfiguration:
    """The sentence for a database whose file is not as it was written."""
    return BadConfiguration(f"The database {data.database_file} is damaged: {failure}. {_PUT_BACK}")


def refuse_unfit_paper(data: DataDir, *, may_be_empty: bool = False) -> None:
    """What every command asks before anything opens the database. Raises BadConfiguration with a sentence."""
    for key in (data.secret_key_file, data.ledger_key_file):
        data.read_key(key)
    refuse_unfit_database(data, may_be_empty=may_be_empty)


def refuse_damaged_database(data: DataDir) -> None:
    """The same of the database, read to its end: before it is changed for good. Raises BadConfiguration."""
    refuse_unfit_database(data)
    if database_url(data):
        return  # a server looks after its own files
    try:
        with _opened(data.database_file) as database:
            (answer,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as broken:
        if cause_of(broken, folder=data.root) is FaultCause.DAMAGED:
            raise damaged(data, broken) from broken
        return  # whoever needs it says what is in the way
    if answer != "ok":
        raise damaged(data, sqlite3.DatabaseError(answer.replace("\n", " ")))


def refuse_unfit_database(data: DataDir, *, may_be_empty: bool = False) -> None:
    """Raises BadConfiguration for a database that is missing, empty, no database, without tables, or damaged.

    `may_be_empty` is said of a server's database alone: a file of ours has its tables from its first moment.
    """
    url = database_url(data)
    if url:
        refuse_unfit_server(url, may_be_empty=may_be_empty)
        refuse_other_keys(data, url)
        return
    file = data.database_file
    fault = _fault_of(file, data)
    if fault:
        raise BadConfiguration(fault)
    try:
        with _opened(file) as database:
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            has_tables = database.execute(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'django_migrations'"
            ).fetchone()
            if has_tables:
                database.execute("SELECT count(*) FROM django_migrations").fetchone()
    except sqlite3.Error as broken:
        cause = cause_of(broken, folder=data.root)
        if cause in {FaultCause.LOCKED, FaultCause.FULL}:
            return  # it is there; whoever needs it waits
        if cause is FaultCause.DAMAGED:
            raise damaged(data, broken) from broken
        raise BadConfiguration(f"The database {file} cannot be opened: {broken}. {_hint(data)}") from broken
    if not has_tables:
        raise BadConfiguration(f"The database {file} holds no paper: its tables are missing. {_PUT_BACK}")


def _opened(file: Path) -> "contextlib.closing[sqlite3.Connection]":
    # Not for reading alone: a log that a loss of power left is first folded in, and that is writing.
    return contextlib.closing(sqlite3.connect(f"file:{quote(str(file))}?mode=rw", uri=True))


def _fault_of(file: Path, data: DataDir) -> str:
    """What is wrong with it as a file, and with what lies beside it."""
    try:
        with open_plain(file) as opened:
            head = opened.read(len(_SQLITE))
        for beside in _BESIDE:
            with contextlib.suppress(FileNotFoundError):
                open_plain(Path(f"{file}{beside}")).close()
    except FileNotFoundError:
        if file.is_symlink():
            return f"The database {file} is a link to {file.readlink()}, and nothing is there. {_PUT_BACK}"
        if data.ledger_heads_file.exists():
            return f"The database {file} is missing, but this paper has a record. {_PUT_BACK}"
        return f"The paper in {data.root} has no database. Make it with: kawaraban init {data.root}"
    except OSError as refused:
        is_none = isinstance(refused, NoPlainFile) or refused.errno in _NO_FILE
        mend = _PUT_BACK if is_none else _hint(data)
        return f"The database {refused.filename} cannot be opened: {refused.strerror}. {mend}"
    if not head:
        return f"The database {file} is empty. {_PUT_BACK}"
    return "" if head == _SQLITE else f"{file} is not a database of SQLite. {_PUT_BACK}"


def _hint(data: DataDir) -> str:
    trouble = disk_trouble(data.root)
    if trouble:
        return f"Of the disk of {data.root}: {LOG_WORDS[trouble]}."
    return "Look who owns it: it must be the user that runs the paper."


def _effect(data: DataDir, folder: Path) -> str:
    if folder == data.log:
        return "Requests are not logged until that is mended."
    if folder == data.run:
        return "The numbers of the processes are not there until that is mended."
    return "Readers are served; comments may be refused until that is mended."
