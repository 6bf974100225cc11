"""4.3 A whole copy of a paper by one command while it is served, and the paper out of its copy by another one.

A restore is an act in the record: what was lost by it stays visible for good, and nothing else passes for one.
"""

import json
import resource
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.rigs.intake.clerk_load import Load
from tests.rigs.real_paper import STORY, RealPaper, hand_in
from tests.rigs.serve_factory import wait_until

pytestmark = pytest.mark.serve


@pytest.fixture
def paper(tmp_path: Path) -> RealPaper:
    return RealPaper.founded(tmp_path / "paper")


def test_4_3_a_copy_made_under_load_becomes_a_paper_that_serves(paper: RealPaper, tmp_path: Path) -> None:
    with paper.served() as served, Load(served.port).running() as load:
        wait_until(lambda: len(load.acknowledged) > 20, "a load")
        made = paper.kawaraban("backup", str(tmp_path / "copy"))
        before = len(load.acknowledged)
        wait_until(lambda: len(load.acknowledged) > before + 20, "a load after it")
    restored = RealPaper(tmp_path / "restored")

    done = restored.kawaraban("restore", str(tmp_path / "copy"))
    checked, verified = restored.kawaraban("check"), restored.verify()

    assert (made.returncode, made.stderr) == (0, "")
    assert (done.returncode, done.stderr) == (0, "")
    assert checked.returncode == 0, checked.stderr
    assert (verified.returncode, verified.stderr) == (0, "")
    assert "The paper was restored on " in verified.stdout
    [(count,)] = restored.query("SELECT count(*) FROM comments_comment")
    assert int(str(count)) > 20
    with restored.served() as served:
        assert served.ask("/").status == 200
        assert served.ask("/desk/sign-in/").status == 200
        [(locator,)] = restored.query("SELECT locator FROM comments_thread WHERE url LIKE '%port%'")
        answer = hand_in(served, str(locator), "After the restore.")
        assert answer.status == 201
        restored.approve(json.loads(answer.body)["public_id"])
        wait_until(lambda: b"After the restore." in served.ask(STORY).body, "the comment on its page")
    assert restored.verify().returncode == 0


def test_4_3_what_a_restore_lost_is_told_for_good_and_is_no_fault(paper: RealPaper, tmp_path: Path) -> None:
    paper.send(3)
    paper.kawaraban("backup", str(tmp_path / "copy"))
    paper.send(4, "Lost ")

    refused = paper.kawaraban("restore", str(tmp_path / "copy"))
    done = paper.kawaraban("restore", str(tmp_path / "copy"), "--over")
    after = paper.verify()
    paper.send(5, "Later ")
    later = paper.verify()

    first = _newest_of(tmp_path / "copy") + 1
    told = f"entries {first} to {first + 3} were lost."
    assert refused.returncode == 1
    assert "--over" in refused.stderr
    assert done.returncode == 0, done.stderr
    for verified in (after, later):
        assert (verified.returncode, verified.stderr) == (0, "")
        assert told in verified.stdout
    [aside] = tmp_path.glob("paper.before-*")
    assert _count(aside / "paper.sqlite3") == 7


def test_4_3_two_restores_are_both_told(paper: RealPaper, tmp_path: Path) -> None:
    paper.send(1)
    paper.kawaraban("backup", str(tmp_path / "one"))
    paper.send(2, "Lost ")
    paper.kawaraban("restore", str(tmp_path / "one"), "--over")
    paper.send(1, "Between ")
    paper.kawaraban("backup", str(tmp_path / "two"))
    paper.send(3, "Lost again ")

    paper.kawaraban("restore", str(tmp_path / "two"), "--over")
    both = paper.verify()
    paper.kawaraban("restore", str(tmp_path / "one"), "--over")
    back = paper.verify()

    assert (both.returncode, both.stderr) == (0, "")
    assert both.stdout.count("The paper was restored on ") == 2
    assert (back.returncode, back.stderr) == (0, "")
    assert back.stdout.count("The paper was restored on ") == 1
    assert " were lost." in back.stdout


def test_4_3_an_act_explains_no_more_than_it_says(paper: RealPaper, tmp_path: Path) -> None:
    paper.send(3)
    paper.kawaraban("backup", str(tmp_path / "copy"))
    paper.send(4, "Lost ")
    paper.kawaraban("restore", str(tmp_path / "copy"), "--over")
    paper.send(2, "Later ")
    [(newest,)] = paper.query("SELECT max(number) FROM law_ledgerentry")

    _cut_after(paper, int(str(newest)) - 1)
    cut = paper.verify()

    assert cut.returncode == 1
    assert "was cut off" in cut.stderr or "is not the one whose head was signed" in cut.stderr


def test_4_3_lines_that_are_moved_before_the_act_are_not_explained_by_it(
    paper: RealPaper, tmp_path: Path
) -> None:
    paper.send(3)
    paper.kawaraban("backup", str(tmp_path / "copy"))
    paper.send(9, "Lost ")
    paper.kawaraban("restore", str(tmp_path / "copy"), "--over")
    paper.send(3, "Later ")
    heads = paper.root / "ledger.heads"
    lines = heads.read_text().splitlines(keepends=True)
    [(newest,)] = paper.query("SELECT max(number) FROM law_ledgerentry")

    _cut_after(paper, int(str(newest)) - 2)
    heads.write_text("".join(lines[-2:] + lines[:-2]))

    assert paper.verify().returncode == 1


def test_4_3_a_paper_that_was_put_back_by_hand_ends_well_and_is_recorded_by_hand(
    paper: RealPaper, tmp_path: Path
) -> None:
    paper.send(3)
    database = tmp_path / "by-hand.sqlite3"
    with (
        closing(sqlite3.connect(paper.root / "paper.sqlite3")) as source,
        closing(sqlite3.connect(database)) as target,
    ):
        source.backup(target)
    paper.send(2, "Lost ")
    by_hand = RealPaper(tmp_path / "by-hand")
    by_hand.root.mkdir()
    for name in ("media", "keys"):
        shutil.copytree(paper.root / name, by_hand.root / name)
    for name in ("ledger.heads", "kawaraban.toml"):
        shutil.copy(paper.root / name, by_hand.root / name)
    shutil.copy(database, by_hand.root / "paper.sqlite3")

    with by_hand.served() as served:
        assert served.ask("/").status == 200
        assert served.ask(STORY).status == 200
        assert hand_in(served, "story-1", "After it.").status == 201
        log = (by_hand.root / "serve.err").read_text()
    unexplained = by_hand.verify()
    recorded = by_hand.kawaraban("records", "restored", "--copied-at", "2026-11-28")
    explained = by_hand.verify()

    assert "kawaraban records restored" in log
    assert unexplained.returncode == 1
    assert (recorded.returncode, explained.returncode) == (0, 0), explained.stderr
    assert "from the copy of 2026-11-28" in explained.stdout


def test_4_3_heads_that_were_kept_elsewhere_tell_what_was_lost(paper: RealPaper, tmp_path: Path) -> None:
    paper.send(1)
    paper.kawaraban("backup", str(tmp_path / "copy"))
    paper.send(2, "Lost ")
    kept = shutil.copy(paper.root / "ledger.heads", tmp_path / "kept.heads")
    restored = RealPaper(tmp_path / "elsewhere")

    done = restored.kawaraban("restore", str(tmp_path / "copy"), "--heads", str(kept))

    assert done.returncode == 0, done.stderr
    assert " were lost." in restored.verify().stdout


def test_4_3_a_paper_that_is_served_is_not_restored_over(paper: RealPaper, tmp_path: Path) -> None:
    paper.kawaraban("backup", str(tmp_path / "copy"))

    with paper.served():
        refused = paper.kawaraban("restore", str(tmp_path / "copy"), "--over")

    assert refused.returncode == 1
    assert "is being served" in refused.stderr
    assert list(tmp_path.glob("paper.before-*")) == []


def test_4_3_a_copy_that_finds_no_room_says_so_and_leaves_nothing(paper: RealPaper, tmp_path: Path) -> None:
    def no_large_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    done = paper.kawaraban("backup", str(tmp_path / "deep" / "copy"), hurt=no_large_files)

    assert done.returncode == 1
    assert "cannot be copied" in done.stderr or "could not be made" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "deep").exists()


def test_4_3_a_restore_that_finds_no_room_leaves_the_paper_as_it_was(
    paper: RealPaper, tmp_path: Path
) -> None:
    paper.send(2)
    paper.kawaraban("backup", str(tmp_path / "copy"))
    paper.send(1, "Kept ")

    def no_large_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    done = paper.kawaraban("restore", str(tmp_path / "copy"), "--over", hurt=no_large_files)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert _count(paper.root / "paper.sqlite3") == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "paper"]
    assert not list(paper.root.glob("*.partial"))
    assert paper.verify().returncode == 0


@pytest.mark.parametrize(
    "hurt", ["paper.sqlite3", "ledger.heads", "keys/secret.key", "kawaraban.toml", "manifest.json"]
)
def test_4_3_a_copy_that_is_not_whole_is_refused(paper: RealPaper, tmp_path: Path, hurt: str) -> None:
    paper.kawaraban("backup", str(tmp_path / "copy"))
    target = RealPaper(tmp_path / "target")
    file = tmp_path / "copy" / hurt

    file.write_bytes(file.read_bytes()[:-9])
    cut = target.kawaraban("restore", str(tmp_path / "copy"))
    file.unlink()
    gone = target.kawaraban("restore", str(tmp_path / "copy"))

    assert (cut.returncode, gone.returncode) == (1, 1)
    assert "Traceback" not in cut.stderr + gone.stderr
    assert not target.root.exists()


def test_4_3_a_copy_is_made_beside_older_ones_and_never_inside_a_paper(
    paper: RealPaper, tmp_path: Path
) -> None:
    (tmp_path / "copies").mkdir()

    done = paper.kawaraban("backup", str(tmp_path / "copies"), "--verify")
    inside = paper.kawaraban("backup", str(paper.root / "copy"))
    on_a_copy = paper.kawaraban("backup", str(next((tmp_path / "copies").iterdir())))

    assert done.returncode == 0, done.stderr
    [copy] = (tmp_path / "copies").iterdir()
    assert copy.name.startswith("paper-2")
    assert [path for path in copy.rglob("*") if path.stat().st_mode & 0o077] == []
    assert (inside.returncode, on_a_copy.returncode) == (1, 1)
    assert RealPaper(tmp_path / "new").kawaraban("restore", str(copy)).returncode == 0


def _newest_of(copy: Path) -> int:
    return int(json.loads((copy / "manifest.json").read_text())["newest_entry"])


def _count(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM comments_comment").fetchone()[0])


def _cut_after(paper: RealPaper, number: int) -> None:
    """What somebody with the database in hand may do."""
    for (name,) in paper.query(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%'"
    ):
        paper.query(f"DROP TRIGGER {name}")
    paper.query(f"DELETE FROM law_ledgerpayload WHERE entry_id > {number}")
    paper.query(f"DELETE FROM law_ledgerentry WHERE number > {number}")
