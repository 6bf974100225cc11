"""7.10 Copies in a folder: shared pictures, age or GnuPG, pushed to where nothing is deleted."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from tests.rigs.real_paper import RealPaper, environment
from tests.rigs.serve_factory import wait_until
from tests.rigs.small_disk import SmallDisk, small_disk

pytestmark = pytest.mark.serve
__all__ = ["small_disk"]
PICTURE = b"a picture of the harbour " * 4_000
needs_gpg = pytest.mark.skipif(not shutil.which("gpg"), reason="GnuPG is not installed: Debian has it as gpg")
needs_rsync = pytest.mark.skipif(
    not shutil.which("rrsync"), reason="rsync with rrsync is not installed: Debian has both as rsync"
)


def run(paper: RealPaper, *words: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    """One command over the paper, with these in its environment."""
    return paper.kawaraban(*words, hurt=None, **changes)


@pytest.fixture
def paper(tmp_path: Path) -> RealPaper:
    founded = RealPaper.founded(tmp_path / "paper")
    images = founded.root / "media" / "images"
    images.mkdir(parents=True)
    (images / "dock.png").write_bytes(PICTURE)
    return founded


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder


def test_7_10_two_copies_share_their_pictures_and_each_of_them_is_whole(
    paper: RealPaper, copies: Path, tmp_path: Path
) -> None:
    run(paper, "backup", str(copies))
    (paper.root / "media" / "images" / "quay.png").write_bytes(b"quay")
    _next_second()
    second = run(paper, "backup", str(copies))
    first_copy, second_copy = _copies(copies)

    one, two = RealPaper(tmp_path / "one"), RealPaper(tmp_path / "two")
    done = [run(one, "restore", str(first_copy)), run(two, "restore", str(second_copy))]

    assert "Media that were not there yet: 1," in second.stdout
    assert [each.returncode for each in done] == [0, 0]
    assert len([path for path in (copies / "media").rglob("*") if path.is_file()]) == 2
    assert (one.root / "media" / "images" / "dock.png").read_bytes() == PICTURE
    assert not (one.root / "media" / "images" / "quay.png").exists()
    assert (two.root / "media" / "images" / "quay.png").read_bytes() == b"quay"
    assert not [path for path in copies.rglob("*") if path.stat().st_mode & 0o077 and path != copies]


def test_7_10_a_copy_of_a_paper_that_was_made_before_is_restored(
    paper: RealPaper, copies: Path, tmp_path: Path
) -> None:
    run(paper, "backup", str(tmp_path / "alone"))
    copy = tmp_path / "alone"
    lines = [json.loads(line) for line in (copy / "contents.jsonl").read_text().splitlines()]
    files = [{name: line[name] for name in ("path", "size", "sha256")} for line in lines]
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "contents.jsonl").unlink()
    old = {"format": 1, "files": files} | {
        name: manifest[name] for name in ("made_at", "version", "newest_entry")
    }
    (copy / "manifest.json").write_text(json.dumps(old))
    restored = RealPaper(tmp_path / "restored")

    done = run(restored, "restore", str(copy))

    assert done.returncode == 0, done.stderr
    assert (restored.root / "media" / "images" / "dock.png").read_bytes() == PICTURE


def test_7_10_a_trial_finds_what_a_list_of_hashes_does_not(
    paper: RealPaper, copies: Path, tmp_path: Path
) -> None:
    paper.send(2)
    run(paper, "backup", str(copies))
    [copy] = _copies(copies)
    sound = run(paper, "backup", "verify", str(copy))
    _forge(copy, "UPDATE people_user SET role = 'moderator'; DELETE FROM comments_comment WHERE id = 1")

    forged = run(paper, "backup", "verify", str(copy))

    assert sound.returncode == 0, sound.stderr
    assert "The copy is whole" in sound.stdout
    assert forged.returncode == 1
    assert "The copy is whole" not in forged.stdout
    assert "Traceback" not in forged.stderr


def test_7_10_a_trial_touches_neither_the_paper_nor_anybody_outside(
    paper: RealPaper, copies: Path, tmp_path: Path
) -> None:
    run(paper, "backup", str(copies))
    [copy] = _copies(copies)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = _files(paper.root)

    done = run(paper, "backup", "verify", str(copy), "--scratch", str(scratch))

    assert done.returncode == 0, done.stderr
    assert list(scratch.iterdir()) == []
    assert _files(paper.root) == before


def test_7_10_two_copies_at_once_are_one_and_a_refusal(paper: RealPaper, copies: Path) -> None:
    held = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    (paper.root / "run").mkdir(exist_ok=True)
    with subprocess.Popen(
        [sys.executable, "-c", held, str(paper.root / "run" / "backup.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        refused = run(paper, "backup", str(copies))
        other.kill()
    made = run(paper, "backup", str(copies))

    assert refused.returncode == 1
    assert "is being copied already" in refused.stderr
    assert made.returncode == 0, made.stderr
    assert len(_copies(copies)) == 1


def test_7_10_a_copy_that_is_killed_is_none_and_the_next_one_clears_it_away(
    paper: RealPaper, copies: Path
) -> None:
    for number in range(400):
        (paper.root / "media" / "images" / f"{number}.png").write_bytes(os.urandom(20_000))
    process = subprocess.Popen(
        [sys.executable, "-m", "kawaraban", "backup", str(copies)],
        env=environment(KAWARABAN_DATA=str(paper.root)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: len(list(copies.glob("media/*/*"))) > 5, "some pictures in their place")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    [unfinished] = copies.glob("paper-*")
    listed = run(paper, "backup", "list", str(copies))
    refused = run(paper, "restore", str(unfinished), "--over")

    made = run(paper, "backup", str(copies))

    assert unfinished.name.endswith(".partial")
    assert listed.stdout == ""
    assert refused.returncode == 1
    assert "is no whole copy" in refused.stderr
    assert made.returncode == 0, made.stderr
    assert len(_copies(copies)) == 1
    assert paper.query("SELECT failure, alive_at FROM press_backuptarget") == [("", None)]


def test_7_10_a_picture_that_is_changed_while_it_is_copied_is_copied_as_it_is_then(
    paper: RealPaper, copies: Path, tmp_path: Path
) -> None:
    run(paper, "backup", str(copies))
    picture = paper.root / "media" / "images" / "dock.png"
    facts = picture.stat()
    picture.write_bytes(PICTURE[::-1])
    os.utime(picture, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    shutil.rmtree(copies / "media")
    _next_second()

    made = run(paper, "backup", str(copies))
    restored = RealPaper(tmp_path / "restored")
    done = run(restored, "restore", str(_copies(copies)[-1]))

    assert (made.returncode, done.returncode) == (0, 0), made.stderr + done.stderr
    assert (restored.root / "media" / "images" / "dock.png").read_bytes() == PICTURE[::-1]


def test_7_10_the_secret_key_of_age_opens_it_by_its_own_program(
    paper: RealPaper, copies: Path, tmp_path: Path
) -> None:
    if not shutil.which("age"):
        pytest.skip("age is not installed: Debian has it as age")
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "identity").write_text(f"{identity}\n")

    run(paper, "backup", str(copies), "--recipient", str(identity.to_public()))
    [copy] = _copies(copies)
    opened = subprocess.run(
        ["age", "--decrypt", "--identity", str(tmp_path / "identity"), str(copy / "keys" / "secret.key.age")],
        capture_output=True,
        check=True,
    )

    assert opened.stdout == (paper.root / "keys" / "secret.key").read_bytes()
    assert not [path for path in copies.rglob("*") if path.name.endswith((".sqlite3", ".key", ".toml"))]
    assert list((paper.root / "run").glob("backup.partial")) == []


@needs_gpg
def test_7_10_a_key_of_gnupg_opens_it_and_an_unknown_one_is_refused(
    paper: RealPaper, copies: Path, tmp_path: Path
) -> None:
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    subprocess.run(
        ["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", "keeper@paper.example"],
        env={**os.environ, "GNUPGHOME": str(home)},
        check=True,
        capture_output=True,
    )
    known = {"GNUPGHOME": str(home)}
    empty = tmp_path / "empty"
    empty.mkdir(mode=0o700)

    made = run(paper, "backup", str(copies), "--recipient", "gpg:keeper@paper.example", **known)
    [copy] = _copies(copies)
    tried = run(paper, "backup", "verify", str(copy), **known)
    without = run(paper, "backup", "verify", str(copy), GNUPGHOME=str(empty))
    unknown = run(paper, "backup", str(copies), "--recipient", "gpg:nobody@paper.example", **known)

    assert made.returncode == 0, made.stderr
    assert tried.returncode == 0, tried.stderr
    assert (without.returncode, unknown.returncode) == (1, 1)
    assert "gpg:" in without.stderr
    assert "The key nobody@paper.example" in unknown.stderr
    assert "Traceback" not in without.stderr + unknown.stderr
    assert (copy / "paper.sqlite3.gpg").exists()


@needs_rsync
def test_7_10_a_receiver_that_only_takes_keeps_its_copy_from_who_pushes(
    paper: RealPaper, copies: Path, tmp_path: Path
) -> None:
    vault, restored = tmp_path / "vault", RealPaper(tmp_path / "restored")
    vault.mkdir()
    shell = tmp_path / "shell"
    # What sshd does with `command="rrsync …"` of docs/backup.md.
    shell.write_text(
        f'#!/bin/sh\nshift\nSSH_ORIGINAL_COMMAND="$*" exec rrsync -wo -no-del -no-overwrite {vault}\n'
    )
    shell.chmod(0o755)
    push = ["rsync", "-a", "--exclude=*.partial", f"--rsh={shell}", f"{copies}/", "vault:"]
    run(paper, "backup", str(copies))
    subprocess.run(push, check=True, capture_output=True)
    [copy] = _copies(copies)

    (copy / "paper.sqlite3").write_bytes(b"ransom")
    for picture in copies.glob("media/*/*"):
        picture.write_bytes(b"ransom")
    overwritten = subprocess.run([*push, "--ignore-times"], check=False, capture_output=True)
    deleted = subprocess.run([*push, "--delete"], check=False, capture_output=True)
    read = subprocess.run(
        ["rsync", "-a", f"--rsh={shell}", "vault:", str(tmp_path / "stolen")],
        check=False,
        capture_output=True,
    )
    done = run(restored, "restore", str(vault / copy.name))

    assert deleted.returncode != 0
    assert read.returncode != 0
    assert overwritten.returncode == 0
    assert done.returncode == 0, done.stderr
    assert (restored.root / "media" / "images" / "dock.png").read_bytes() == PICTURE


def test_7_10_the_worker_copies_when_a_copy_is_due_and_tells_of_it(paper: RealPaper, copies: Path) -> None:
    with paper.served(KAWARABAN_BACKUP_TO=str(copies), KAWARABAN_BACKUP_HOURS="24"):
        wait_until(lambda: _copies(copies), "a copy that the worker made")
        wait_until(
            lambda: paper.query("SELECT 1 FROM press_backuptarget WHERE finished_at IS NOT NULL"), "its row"
        )
    again = run(paper, "backup", "make", str(copies), "--if-due")

    assert again.returncode == 0
    assert "No copy to" in again.stdout
    assert len(_copies(copies)) == 1


_HOW_LONG_AGO = "UPDATE press_backuptarget SET finished_at = datetime('now', '-5 days')"
_LOOKS_TWICE = """
from pathlib import Path
from kawaraban.config.copies.keeping import ScheduledBackup
from kawaraban.config.env import DataDir
for _time in range(2):
    ScheduledBackup(DataDir(Path({root!r})), {copies!r}, 24).look()
"""


def test_7_10_a_schedule_that_missed_its_times_makes_one_copy_and_goes_on(
    paper: RealPaper, copies: Path
) -> None:
    run(paper, "backup", str(copies))
    paper.query(_HOW_LONG_AGO)
    _next_second()

    paper.run(_LOOKS_TWICE.format(root=str(paper.root), copies=str(copies)))

    assert len(_copies(copies)) == 2
    assert paper.query("SELECT 1 FROM press_backuptarget WHERE finished_at > datetime('now', '-1 day')")


def test_7_10_a_disk_that_gets_full_while_it_is_copied_to_holds_no_half_copy(
    paper: RealPaper, small_disk: SmallDisk
) -> None:
    run(paper, "backup", str(small_disk.root))
    whole = _copies(small_disk.root)
    for number in range(40):
        (paper.root / "media" / "images" / f"{number}.png").write_bytes(os.urandom(1024 * 1024))
    small_disk.fill()
    small_disk.free(34 * 1024 * 1024)
    _next_second()

    full = run(paper, "backup", str(small_disk.root))
    left = list(small_disk.root.rglob("*.partial"))
    small_disk.free()
    listed = run(paper, "backup", "list", str(small_disk.root))
    again = run(paper, "backup", str(small_disk.root))

    assert full.returncode == 1
    assert "No space left on device" in full.stderr
    assert "Traceback" not in full.stderr
    assert left == []
    assert len(whole) == len(listed.stdout.splitlines()) == 1
    assert again.returncode == 0, again.stderr
    assert len(_copies(small_disk.root)) == 2


def test_7_10_why_a_copy_could_not_be_made_is_written_down(paper: RealPaper, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    refused = run(paper, "backup", str(tmp_path / "file"))

    assert refused.returncode == 1
    [(failure, failed_at, finished_at)] = paper.query(
        "SELECT failure, failed_at, finished_at FROM press_backuptarget"
    )
    assert "is a file. Name a folder." in str(failure)
    assert failed_at
    assert finished_at is None


def _copies(folder: Path) -> list[Path]:
    return sorted(
        path.parent for path in folder.glob("paper-*/manifest.json") if path.parent.suffix != ".partial"
    )


def _files(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _forge(copy: Path, statements: str) -> None:
    """What somebody may do who writes hashes anew, too."""
    from kawaraban.config.copies.manifest import hash_of

    database = copy / "paper.sqlite3"
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("PRAGMA foreign_keys = OFF")
        opened.executescript(statements)
    lines = [json.loads(line) for line in (copy / "contents.jsonl").read_text().splitlines()]
    for line in lines:
        if line["path"] == "paper.sqlite3":
            line |= {"size": database.stat().st_size, "sha256": hash_of(database)}
    (copy / "contents.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    manifest = json.loads((copy / "manifest.json").read_text())
    contents = copy / "contents.jsonl"
    manifest["contents"] |= {"size": contents.stat().st_size, "sha256": hash_of(contents)}
    (copy / "manifest.json").write_text(json.dumps(manifest))


def _next_second() -> None:
    """Wait until the clock shows another second: names of copies know no less."""
    now = int(datetime.now(UTC).timestamp())
    wait_until(lambda: int(datetime.now(UTC).timestamp()) > now, "the next second")
