"""Where the tables lie: in a file of the data directory, or in a PostgreSQL database that `database_url` names."""

import os
from collections.abc import Mapping
from typing import Any, Final

from kawaraban.config.env import BadConfiguration, DataDir, read_knobs

_SCHEMES: Final = ("postgresql://", "postgres://")
# What libpq itself does about a server that is silent: a firewall that forgot a connection, a frozen machine.
_PATIENCE: Final[Mapping[str, Any]] = {
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    # Of several hosts the one that may be written.
    "target_session_attrs": "read-write",
}


def database_settings(data: DataDir, knobs: Mapping[str, Any]) -> dict[str, Any]:
    """Django's entry for the paper's database. Raises BadConfiguration for an address that is none."""
    url = str(knobs["database_url"])
    return _postgresql(url, node=str(knobs["node"])) if url else _sqlite(data)


def database_url(data: DataDir) -> str:
    """The address that the paper's knobs name; empty where its tables lie in a file. Raises BadConfiguration."""
    return str(read_knobs(data, os.environ)["database_url"])


def connection_parameters(url: str, *, node: str = "") -> dict[str, Any]:
    """What libpq is told; the address wins over what we think best. Raises BadConfiguration."""
    # A paper in a file starts without it.
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    if not url.startswith(_SCHEMES):
        raise BadConfiguration("database_url must begin with postgresql://")
    try:
        told = conninfo_to_dict(url)
    except ProgrammingError as wrong:
        # The address may hold a password: only what is wrong with it is said.
        raise BadConfiguration("database_url is no address that PostgreSQL understands.") from wrong
    if not told.get("dbname"):
        raise BadConfiguration("database_url names no database: it ends with /NAME.")
    return {**_PATIENCE, "application_name": f"kawaraban {node}".strip(), **told}


def _postgresql(url: str, *, node: str) -> dict[str, Any]:
    options = connection_parameters(url, node=node)
    return {
        "ENGINE": "kawaraban.config.postgresql",
        "NAME": options.pop("dbname"),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": options.pop("port", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # PgBouncer gives each transaction another connection.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options,
    }


def _sqlite(data: DataDir) -> dict[str, Any]:
    return {
        "ENGINE": "kawaraban.config.sqlite",
        "NAME": data.database_file,
        "OPTIONS": {
            # A transaction takes the write lock at once: two writers wait for each other instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged comment survives the loss of power.
            # The log is folded back by the worker (config/sqlite/folding.py), by the others only when it has reached
            # 32 MB. What is erased is overwritten, not only forgotten.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
                " PRAGMA wal_autocheckpoint=8000; PRAGMA secure_delete=ON;"
            ),
        },
    }
