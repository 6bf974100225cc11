"""CPU time of a served paper by what each of its processes is there for."""

from collections.abc import Mapping
from pathlib import Path

from bench.processes import cpu_seconds
from bench.server import Server

DATABASE = "database"


def cpu_by_role(data: Path, server: Server, database_pids: set[int]) -> dict[str, float]:
    """Seconds since each was started: front, app, clerk, worker; the supervisor is `serve`; PostgreSQL if it is one."""
    roles: dict[str, float] = {}
    known: set[int] = set()
    for path in sorted((data / "run").glob("*.pid")):
        pid = int(path.read_text())
        name = path.stem.rstrip("0123456789-")
        roles[name] = roles.get(name, 0.0) + cpu_seconds([pid])
        known.add(pid)
    roles["serve"] = roles.get("serve", 0.0) + cpu_seconds(server.pids - known)
    if database_pids:
        roles[DATABASE] = cpu_seconds(database_pids)
    return roles


def spent(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """Seconds between the two, by role."""
    return {name: round(after[name] - before.get(name, 0.0), 3) for name in after}
