"""A PgBouncer before a database of the tests.

with pooled(server.address("paper"), mode="transaction") as address: ...
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from tests.rigs.postgres.server import free_port


@contextmanager
def pooled(address: str, *, mode: str) -> Iterator[str]:
    """The address of a PgBouncer before this database."""
    program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    if not Path(program).exists() and not os.environ.get("CI"):
        pytest.skip("PgBouncer is not installed here: Debian and Ubuntu have it as pgbouncer")
    folder = Path(tempfile.mkdtemp(prefix="kawaraban-pooler-", dir="/tmp"))
    port, name = free_port(), address.rpartition("/")[2]
    behind = psycopg.conninfo.conninfo_to_dict(address)
    (folder / "users").write_text('"postgres" ""\n')
    (folder / "ini").write_text(
        f"[databases]\n{name} = host=127.0.0.1 port={behind['port']} dbname={name} user=postgres\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = trust\n"
        f"auth_file = {folder}/users\npool_mode = {mode}\ndefault_pool_size = 6\nmax_client_conn = 200\n"
        f"ignore_startup_parameters = extra_float_digits\nlogfile = {folder}/log\n"
    )
    shutil.chown(folder, "postgres")
    process = subprocess.Popen(
        [program, "-q", "-u", "postgres", str(folder / "ini")], stderr=subprocess.DEVNULL
    )
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/{name}?connect_timeout=20"
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)
