"""The machine and the programs a result was measured with. No name and no place of it."""

import os
import platform
import re
import subprocess
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

_PACKAGES = ("kawaraban", "uvicorn", "httptools", "uvloop", "lmdb", "Django", "wagtail")


def cores_count() -> int:
    """The cores that we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def describe(peers: dict[str, str]) -> dict[str, Any]:
    """`peers`: names and versions of what was measured beside us."""
    return {
        "cores": cores_count(),
        "memory_gb": round(_memory_bytes() / 2**30, 1),
        "cpu": _cpu_model(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "fsync_ms": round(fsync_ms(), 3),
        "versions": {"python": platform.python_version()} | _packages() | _programs() | peers,
    }


def fsync_ms(times: int = 50) -> float:
    """The median time of appending 4 kB to a file and having it on the disk: what a durable write costs here."""
    taken = []
    with tempfile.TemporaryFile() as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def load_average() -> float:
    """Of the last minute."""
    return os.getloadavg()[0]


def _memory_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _cpu_model() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or "unknown"
    found = re.search(r"^(?:model name|Model)\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else platform.machine()


def _packages() -> dict[str, str]:
    told = {}
    for name in _PACKAGES:
        try:
            told[name.lower()] = version(name)
        except PackageNotFoundError:
            continue
    return told


def _programs() -> dict[str, str]:
    return {"nginx": _said(["nginx", "-v"], r"nginx/([\d.]+)"), "wrk": _said(["wrk", "-v"], r"wrk (\S+)")}


def _said(command: list[str], pattern: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "not installed"
    found = re.search(pattern, done.stdout + done.stderr)
    return found[1] if found else "unknown"
