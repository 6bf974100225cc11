"""Promise 7.6: nodes have the same keys, verify their heads together, and tell the same figures of reads."""

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from tests.rigs.nodes.paper import Nodes
from tests.rigs.postgres.paper import PostgresPaper
from tests.rigs.postgres.server import needs_postgresql
from tests.rigs.serve_factory import Served, wait_until

pytestmark = [needs_postgresql, pytest.mark.serve, pytest.mark.once("works on papers of its own")]

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Nodes:
    """Of their own: their record is verified as a whole."""
    return Nodes.founded(tmp_path_factory.mktemp("sharing"))


def test_7_06_a_node_without_the_papers_keys_is_refused_and_makes_none(nodes: Nodes, tmp_path: Path) -> None:
    stranger = PostgresPaper(tmp_path / "third", nodes.papers[0].address)

    refused = stranger.kawaraban("init", str(stranger.root))

    assert refused.returncode != 0
    assert "keys are not here" in refused.stderr
    assert not (stranger.root / "keys").exists()


@pytest.mark.parametrize("name", ["secret", "ledger"])
def test_7_06_a_node_with_another_key_is_refused_by_every_command(
    nodes: Nodes, tmp_path: Path, name: str
) -> None:
    other = PostgresPaper(tmp_path / "third", nodes.papers[0].address)
    shutil.copytree(nodes.papers[1].root, other.root, ignore=shutil.ignore_patterns("run", "press"))
    (other.root / "keys" / f"{name}.key").write_text("0" * 64)

    refused = [other.kawaraban(*words) for words in (("init", str(other.root)), ("serve",), ("check",))]

    assert all(done.returncode != 0 for done in refused)
    assert all(f"{name}.key is not the key of the paper" in done.stdout + done.stderr for done in refused)


def test_7_06_the_fingerprint_gives_no_key_away(nodes: Nodes) -> None:
    with psycopg.connect(nodes.papers[0].address) as tables:
        marks: dict[str, str] = dict(
            tables.execute("SELECT name, fingerprint FROM press_keyfingerprint").fetchall()
        )

    keys = {path.stem: path.read_text().strip() for path in (nodes.papers[0].root / "keys").iterdir()}
    assert set(marks) == {"secret", "ledger"}
    assert not {*marks.values()} & {*keys.values()}


def test_7_06_a_tail_that_only_another_node_has_signed_is_missed_with_its_heads(
    nodes: Nodes, tmp_path: Path
) -> None:
    first, second = nodes.papers
    nodes.run("hammer", "4", node=1)
    heads = tmp_path / "heads"
    heads.mkdir()
    shutil.copy(second.root / "ledger.heads", heads / "second.heads")
    whole = first.kawaraban("records", "verify", "--heads", str(heads))
    with psycopg.connect(first.address) as tables:
        tables.execute("SET session_replication_role = replica")
        (newest,) = tables.execute("SELECT max(number) FROM law_ledgerentry").fetchone() or (0,)
        kept = tables.execute("SELECT * FROM law_ledgerentry WHERE number = %s", [newest]).fetchone()
        payload = tables.execute("SELECT * FROM law_ledgerpayload WHERE entry_id = %s", [newest]).fetchone()
        tables.execute("DELETE FROM law_ledgerpayload WHERE entry_id = %s", [newest])
        tables.execute("DELETE FROM law_ledgerentry WHERE number = %s", [newest])

    cut_off = first.kawaraban("records", "verify", "--heads", str(heads))

    with psycopg.connect(first.address) as tables:
        tables.execute("SET session_replication_role = replica")
        for table, row in (("law_ledgerentry", kept), ("law_ledgerpayload", payload)):
            assert row is not None
            tables.execute(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(row))})", row)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert cut_off.returncode == 1
    assert f"entry {newest} was signed and is missing" in cut_off.stderr


def test_7_06_a_line_of_another_nodes_file_that_was_not_signed_is_told_by_its_name(
    nodes: Nodes, tmp_path: Path
) -> None:
    (tmp_path / "second.heads").write_text(
        "1 " + "0" * 64 + " 2026-01-01T00:00:00.000000+00:00." + "0" * 64 + "\n"
    )

    told = nodes.papers[0].kawaraban("records", "verify", "--heads", str(tmp_path))

    assert told.returncode == 1
    assert "Line 1 of second.heads" in told.stderr


def test_7_06_mails_as_files_wait_while_there_is_another_node(nodes: Nodes) -> None:
    assert nodes.run("mail_files") == {"alone": True, "with_another": False, "with_a_mail_server": True}


@dataclass(frozen=True)
class Readership:
    """Two served nodes, whose fronts know the same story."""

    nodes: Nodes
    both: tuple[Served, ...]
    number: int

    def counted(self) -> tuple[int, int]:
        """Reads and repeats of the story, as they stand in the database."""
        with psycopg.connect(self.nodes.papers[0].address) as tables:
            told = tables.execute(
                "SELECT coalesce(sum(reads_count), 0), coalesce(sum(repeats_count), 0) FROM reads_hourtally"
                " WHERE story_key = %s",
                [f"story-{self.number}"],
            ).fetchone()
        assert told is not None
        return int(told[0]), int(told[1])

    def visits(self, *readers: str) -> tuple[int, int]:
        """All come to both nodes at the same time: reads and repeats that are counted for it."""
        before = self.counted()
        with ThreadPoolExecutor(8) as people:
            for reader in readers:
                for served in self.both:
                    people.submit(_figure, served, self.number, reader, seen=10)
        wait_until(
            lambda: sum(self.counted()) == sum(before) + 2 * len(readers), "visits that are folded at both"
        )
        reads, repeats = self.counted()
        return reads - before[0], repeats - before[1]


@pytest.fixture(scope="module")
def readership(nodes: Nodes) -> Iterator[Readership]:
    with nodes.served(KAWARABAN_READS_PER_NETWORK="0") as both:
        with psycopg.connect(nodes.papers[0].address) as tables:
            (number,) = tables.execute("SELECT min(page_ptr_id) FROM stories_storypage").fetchone() or (0,)
            path = tables.execute("SELECT url_path FROM wagtailcore_page WHERE id = %s", [number]).fetchone()
        assert path is not None
        for served in both:
            served.ask("/" + str(path[0]).split("/", 2)[2])
        for served in both:
            wait_until(lambda: _figure(served, number, "x") is not None, "a story that the front knows")  # noqa: B023
        yield Readership(nodes, both, number)


def test_7_06_a_read_on_one_node_is_in_the_figure_that_the_other_tells(readership: Readership) -> None:
    first, second = readership.both

    for reader in range(5):
        _figure(first, readership.number, f"r{reader}", seen=10)

    wait_until(
        lambda: (_figure(second, readership.number, "z") or 0) >= 5,
        "a figure with what the first has counted",
    )
    wait_until(lambda: readership.counted()[0] >= 5, "reads that are folded")


def test_7_06_the_same_reader_on_two_nodes_at_once_is_one(readership: Readership) -> None:
    tries = count()
    wait_until(lambda: readership.visits(f"early {next(tries)}") == (1, 1), "nodes that have agreed on a key")

    readers = [f"reader {number}" for number in range(40)]
    assert readership.visits(*readers) == (40, 40)
    # By now both fronts have heard of all of them.
    assert readership.visits(*readers) == (0, 80)


def _figure(served: Served, number: int, reader: str, *, seen: int = 0) -> int | None:
    """What a beacon is told; with no seconds it counts nothing."""
    answer = served.ask(
        "/reads",
        method="POST",
        body=json.dumps({"story": f"story-{number}", "seen": seen}).encode(),
        user_agent=f"{BROWSER} {reader}",
        sec_fetch_site="same-origin",
    )
    return int(json.loads(answer.body)["reads"]) if answer.status == 200 else None
