"""A paper on two machines: two data directories with the same keys, over one PostgreSQL.

nodes = Nodes.founded(tmp_path)
nodes.run("hammer", "1000")                         # a module of this folder, in a process of its own: what it says
with nodes.served() as (first, second): ...
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from tests.rigs.postgres.paper import PostgresPaper, all_served, environment
from tests.rigs.serve_factory import ROOT, Served, wait_until

NAMES = ("first", "second")


@dataclass(frozen=True, slots=True)
class Nodes:
    """`papers` are the nodes, each with a folder of its own."""

    papers: tuple[PostgresPaper, ...]

    @classmethod
    def founded(cls, folder: Path) -> "Nodes":
        """With a thread, a section and a publisher. The second node has the first one's keys; `init` brought it up."""
        first = PostgresPaper.founded(folder / NAMES[0])
        second = PostgresPaper(folder / NAMES[1], first.address)
        shutil.copytree(first.root / "keys", second.root / "keys")
        done = second.kawaraban("init", str(second.root))
        assert done.returncode == 0, done.stdout + done.stderr
        nodes = cls((first, second))
        nodes.run("founding")
        return nodes

    def run(self, module: str, *words: str, node: int = 0, **changes: str) -> Any:
        """What a program of `tests/rigs/nodes` says, as JSON, run as a process of this node."""
        paper = self.papers[node]
        told = environment(paper.root, paper.address, KAWARABAN_NODE=NAMES[node], **changes)
        done = subprocess.run(
            [sys.executable, "-m", f"tests.rigs.nodes.{module}", *words],
            env=told
            | {
                "DJANGO_SETTINGS_MODULE": "kawaraban.config.settings.newspaper",
                "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1])

    def holders(self, name: str) -> list[str]:
        """The node that holds this lease now, once there is one."""
        sql = "SELECT holder FROM press_lease WHERE name = %s AND until > clock_timestamp()"

        def held() -> list[str]:
            with psycopg.connect(self.papers[0].address) as tables:
                return [holder.split("/")[0] for (holder,) in tables.execute(sql, [name])]

        return wait_until(held, f"a holder of {name}")

    def wait_for_holder(self, name: str, node: str) -> None:
        """Until this node holds it."""
        wait_until(lambda: self.holders(name) == [node], f"{name} held by {node}")

    @contextmanager
    def served(self, **changes: str) -> Iterator[tuple[Served, ...]]:
        """Both, by the product's own processes."""
        with all_served(dict(zip(NAMES, self.papers, strict=True)), **changes) as served:
            yield served
