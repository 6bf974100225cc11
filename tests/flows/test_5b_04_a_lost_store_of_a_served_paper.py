"""5b.4: a served paper whose page store is removed prints its public pages again before anybody asks for them."""

import shutil
import subprocess
import sys
from pathlib import Path

import lmdb
import pytest
from tests.rigs.serve_factory import ROOT, Served, environment, make_paper, wait_until

from kawaraban.press.store.anew_progress import AnewProgress

pytestmark = pytest.mark.serve

RULES = {"/how-we-count-reads/", "/moderation/", "/contact-points/"}


def is_printed_anew(served: Served) -> bool:
    try:
        return set(served.store.etags()) >= RULES and AnewProgress.of(served.store) is None
    except (lmdb.Error, OSError):
        return False  # between two stores


def test_5b_04_a_removed_store_is_printed_anew_without_a_reader(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")
    with Served.started(data) as served:
        wait_until(lambda: is_printed_anew(served), "the first printing")

        shutil.rmtree(data / "press" / "store")

        wait_until(lambda: is_printed_anew(served), "all pages again")
    assert "Traceback" not in (data / "serve.err").read_text()


def test_5b_04_status_says_how_far_it_is(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")
    offline = Served(data, None)  # type: ignore[arg-type]  # nothing runs here
    AnewProgress(1_200, 50_028).keep(offline.store)
    offline.store.close()

    done = subprocess.run(
        [sys.executable, "-m", "kawaraban", "press", "status"],
        env=environment(data),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "printing anew:    1200 of 50028 public pages so far" in done.stdout
