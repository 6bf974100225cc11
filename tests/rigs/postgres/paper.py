"""A paper whose tables lie in a PostgreSQL of the tests' own.

paper = PostgresPaper.founded(tmp_path / "paper")        # keys and folders, and a database copied from the template
paper.kawaraban("records", "verify")
with paper.served() as served: ...
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.rigs.postgres.new_papers import new_paper_database
from tests.rigs.serve_factory import Served


def environment(root: Path, address: str, **changes: str) -> dict[str, str]:
    """Without what the tests themselves are configured by."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN", "DJANGO"))}
    return kept | {"KAWARABAN_DATA": str(root), "KAWARABAN_DATABASE_URL": address} | changes


@dataclass(frozen=True, slots=True)
class PostgresPaper:
    """One data directory, and where its tables lie."""

    root: Path
    address: str

    @classmethod
    def founded(cls, root: Path) -> "PostgresPaper":
        """An empty paper, brought up by `init`."""
        paper = cls(root, new_paper_database())
        done = paper.kawaraban("init", str(root))
        assert done.returncode == 0, done.stdout + done.stderr
        return paper

    def kawaraban(self, *words: str, **changes: str) -> "subprocess.CompletedProcess[str]":
        """One command over this paper."""
        return subprocess.run(
            [sys.executable, "-m", "kawaraban", *words],
            env=environment(self.root, self.address, **changes),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    @contextmanager
    def served(self, *options: str, **changes: str) -> Iterator[Served]:
        """The product's own processes; ended whatever happened."""
        served = self.start(*options, **changes)
        try:
            yield served
        finally:
            served.stop()

    def start(self, *options: str, **changes: str) -> Served:
        """The same, to be stopped by whoever asked. What does not become healthy is stopped here."""
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "kawaraban", "serve", "--port", "0", *options],
            env=environment(self.root, self.address, **changes),
            stdout=subprocess.PIPE,
            stderr=(self.root / "serve.err").open("a"),
            text=True,
            start_new_session=True,
        )
        served = Served(self.root, process)
        try:
            assert process.stdout is not None
            line = next((line for line in process.stdout if "The paper is on http://" in line), "")
            assert line, (self.root / "serve.err").read_text()
            served.port = urlsplit(line.split()[4]).port or 0
            served.wait_until_healthy()
        except BaseException:
            served.stop()
            raise
        return served


@contextmanager
def all_served(papers: Mapping[str, PostgresPaper], **changes: str) -> Iterator[tuple[Served, ...]]:
    """Each by its name as a node, started side by side; ended whatever happened."""

    def start(named: tuple[str, PostgresPaper]) -> Served:
        name, paper = named
        return paper.start(**({"KAWARABAN_NODE": name} | changes))

    with ThreadPoolExecutor(len(papers)) as people:
        starting = [people.submit(start, named) for named in papers.items()]
    with ExitStack() as running:
        for each in starting:
            if each.exception() is None:
                running.callback(each.result().stop)
        yield tuple(each.result() for each in starting)
