"""Servers to be hurt: a copy of the tests' own with its template, and a standby that follows it and may take its place.

with cloned_server() as server:                       # stopped, frozen, filled: nobody else's tests notice
    paper = StaffedPaper.over(server, tmp_path / "paper")

with replicated() as (first, second):                 # what `first` has acknowledged, `second` has
    first.stop()
    promote(second)
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.rigs.postgres.server import PostgresServer, _place, _run, free_port, shared_server
from tests.rigs.postgres.staffed_paper import staffed
from tests.rigs.serve_factory import wait_until

_QUICK = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


@contextmanager
def cloned_server(
    of: PostgresServer | None = None,
    *,
    settings: Mapping[str, str] | None = None,
    follows: bool = False,
    slot: str = "",
) -> Iterator[PostgresServer]:
    """A copy of the server, as a backup of it is made. With `follows` it goes on following it, with its `slot`."""
    if of is None:
        staffed()  # the template of its papers comes with the copy
        of = shared_server()
    folder = Path(tempfile.mkdtemp(prefix="kawaraban-pg-", dir=_place()))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    server = PostgresServer(folder, free_port())
    named = f"host=127.0.0.1 port={of.port} user=postgres application_name={slot or 'copy'}"
    options = ["-R", "-C", "-S", slot] if follows else []
    data = str(folder / "data")
    _run("pg_basebackup", "-d", named, "-D", data, "-c", "fast", "-X", "stream", *options)
    try:
        server.start({**_QUICK, **(settings or {})})
        yield server
    finally:
        with suppress(OSError, ValueError):
            server.thaw()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def replicated(
    settings: Mapping[str, str] | None = None,
) -> Iterator[tuple[PostgresServer, PostgresServer]]:
    """Two servers: every commit of the first waits until the second has it."""
    slot = f"second_{uuid.uuid4().hex[:8]}"
    with cloned_server(settings=settings) as first, cloned_server(first, follows=True, slot=slot) as second:
        first.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{slot}'")
        first.execute("SELECT pg_reload_conf()")
        wait_until(
            lambda: first.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"),
            "a standby that is waited for",
        )
        # Whoever takes the other's place has nobody behind it.
        yield first, second


def promote(server: PostgresServer) -> None:
    """The standby takes the other's place, and waits for nobody."""
    _run("pg_ctl", "-D", str(server.folder / "data"), "-w", "promote")
    wait_until(
        lambda: server.execute("SELECT pg_is_in_recovery()") == [(False,)], "a server that can be written"
    )


def wait_for_nobody(server: PostgresServer) -> None:
    """From now on its commits are acknowledged though no standby has them."""
    server.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
    server.execute("SELECT pg_reload_conf()")
    wait_until(
        lambda: server.execute("SHOW synchronous_standby_names") == [("",)], "commits that wait for nobody"
    )


def address_of(name: str, *servers: PostgresServer) -> str:
    """As `database_url` names several: the one that can be written is found."""
    hosts = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    return f"postgresql://postgres@{hosts}/{name}"
