"""The papers of growth for a run: made once for a version of the program, and copied for each run.

They are kept under `.make/bench/growth`, named by what they were made by: another migration, or another loader, makes
them anew.
"""

import contextlib
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bench.growth.sizes import Size
from bench.paper import Paper, environment
from bench.ports import free_port
from bench.refusals import NotMeasured

_ROOT = Path(__file__).resolve().parents[2]
_KEPT = _ROOT / ".make" / "bench" / "growth"


def growth_paper(size: Size, folder: Path) -> Paper:
    """A paper of this size, in the folder, ready to be served; its thread and path are those of the long thread."""
    made = _made(size)
    data, port = folder / size.name, free_port()
    subprocess.run(["cp", "-a", "--reflink=auto", str(made.resolve()), str(data)], check=True)
    knobs = data / "kawaraban.toml"
    address = f'site_url = "http://127.0.0.1:{port}"'
    knobs.write_text(
        re.sub(r"(?m)^site_url = .*$", address, knobs.read_text(encoding="utf-8")), encoding="utf-8"
    )
    with opened(data) as database:
        thread, url = database.execute(
            "SELECT locator, url FROM comments_thread WHERE id = (SELECT thread_id FROM comments_comment"
            " GROUP BY thread_id ORDER BY count(*) DESC LIMIT 1)"
        ).fetchone()
    return Paper(data, port, path=urlsplit(url).path, thread=thread)


@contextlib.contextmanager
def opened(data: Path) -> Iterator[sqlite3.Connection]:
    """Its database, to be read."""
    with contextlib.closing(sqlite3.connect(data / "paper.sqlite3", timeout=20)) as database:
        yield database


def _made(size: Size) -> Path:
    kept = _KEPT / f"{size.name}-{_made_by()}"
    if not kept.exists():
        for old in _KEPT.glob(f"{size.name}-*"):
            shutil.rmtree(old)
        print(f"Making the paper of {size.comments:,} comments", flush=True)
        making = kept.with_name(f"making-{size.name}")
        shutil.rmtree(making, ignore_errors=True)
        making.parent.mkdir(parents=True, exist_ok=True)
        words = [sys.executable, "-m", "bench.growth.fill", "--size", size.name, "--data", str(making)]
        done = subprocess.run(
            words,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotMeasured(f"the paper {size.name} was not made: {done.stderr.strip()[-300:]}")
        os.rename(making, kept)
    return kept


def _made_by() -> str:
    """The loader, and the migrations of the product."""
    told = hashlib.sha256()
    for path in sorted((_ROOT / "bench" / "growth").glob("*.py")):
        told.update(path.read_bytes())
    for path in sorted((_ROOT / "src").rglob("migrations/*.py")):
        told.update(path.name.encode() + path.read_bytes())
    return told.hexdigest()[:12]
