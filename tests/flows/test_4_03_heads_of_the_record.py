"""4.3: heads that cannot be written are named in /healthz and once in the log, and are written when they can be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.makers.papers_with_threads import log, open_thread, send, wait_until_failing
from tests.rigs.serve_factory import Served, make_paper, wait_until

pytestmark = pytest.mark.serve


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served.started(make_paper(tmp_path / "paper")) as running:
        open_thread(running)
        yield running


def test_4_3_heads_that_cannot_be_written_are_named_and_written_when_they_can_be(served: Served) -> None:
    heads = served.data / "ledger.heads"
    assert send(served, "Before.").status == 201
    heads.rename(served.data / "aside")
    heads.mkdir()

    answers = [send(served, f"Number {number}.").status for number in range(3)]
    wait_until_failing(served, "record")

    assert answers == [201, 201, 201]
    assert log(served).count("heads of the record cannot be written") <= 2  # the clerk's and the worker's
    assert "Traceback" not in log(served)
    heads.rmdir()
    (served.data / "aside").rename(heads)
    served.wait_until_healthy()
    [(newest,)] = served.query("SELECT max(number) FROM law_ledgerentry")
    wait_until(lambda: heads.read_text().splitlines()[-1].startswith(f"{newest} "), "the missing head")


def test_4_3_a_paper_whose_heads_cannot_be_read_prints_all_the_same(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")
    (data / "ledger.heads").unlink(missing_ok=True)
    (data / "ledger.heads").mkdir()

    with Served.started(data) as served:
        served.wait_until_healthy()

        assert "Traceback" not in log(served)
        assert log(served).count("The heads of the record wait to be looked at") == 1
