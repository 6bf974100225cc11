"""1.12 An acknowledged comment is never lost; what is not stored is never acknowledged. The faults are real ones."""

import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.makers.comments import submission
from tests.rigs.file_paper import FilePaper, file_paper

from kawaraban.comments.actions.receive import receive
from kawaraban.comments.models import Thread
from kawaraban.comments.refusals import refusal_words
from kawaraban.comments.submission import Limits, RawSubmission, Reason, Refused, shape

__all__ = ["file_paper"]

SEND = """
connections["default"].settings_dict["OPTIONS"]["timeout"] = 0.2
try:
    [answer] = receive([submission("story-1", "x" * 15000)], now=NOON)
    print("stored", answer.public_id)
except OperationalError as error:
    print("refused", storage_refusal(error).reason.value)
"""
COUNT = "SELECT (SELECT count(*) FROM comments_comment), (SELECT count(*) FROM law_ledgerentry)"


def raw(text: str) -> RawSubmission:
    return RawSubmission(
        "story-1", "", "Ada", text, "", "en", "", "", datetime.fromisoformat("2026-11-23T12:00:00Z")
    )


@pytest.mark.parametrize("text", ["", " \r\n ", "x" * 2001, "a" + "\u0301" * 9000, "half \ud83d"])
def test_1_12_a_wrong_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused) as refused:
        shape(raw(text), limits=Limits())

    assert refusal_words(refused.value).endswith(".")


@pytest.mark.django_db
def test_1_12_closed_unknown_and_gone_are_sentences(thread: Thread, noon: datetime) -> None:
    Thread.objects.create(
        locator="story-2", url="/b/", title="B", language="en", closed_at=noon, closed_reason="Enough."
    )

    answers = receive(
        [submission("story-2"), submission("story-3"), submission(thread, parent_public_id="gone")], now=noon
    )

    words = [refusal_words(answer) for answer in answers if isinstance(answer, Refused)]
    assert [word.split(".")[0] for word in words] == [
        "Comments are closed here: Enough",
        "There is no page here that takes comments",
        "The comment that you answer is not there any more",
    ]


def test_1_12_a_locked_database_acknowledges_nothing_and_takes_the_comment_later(
    file_paper: FilePaper,
) -> None:
    other = sqlite3.connect(file_paper.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    refused = file_paper.run(SEND)
    other.execute("ROLLBACK")
    other.close()

    assert refused == f"refused {Reason.BUSY}"
    assert file_paper.query(COUNT) == [(0, 0)]
    assert not file_paper.heads.exists()
    assert file_paper.run(SEND).startswith("stored")
    assert file_paper.query(COUNT) == [(1, 1)]


def test_1_12_a_file_that_may_not_grow_acknowledges_nothing(file_paper: FilePaper) -> None:
    # 40 KB: enough for SQLite to open its files, not for what one comment writes.
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (40960, resource.RLIM_INFINITY))\n"

    refused = file_paper.run(limit + SEND)

    assert refused == f"refused {Reason.DISK_FULL}"
    assert file_paper.query(COUNT) == [(0, 0)]
    assert file_paper.run(SEND).startswith("stored")
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@pytest.fixture
def full_disk(file_paper: FilePaper, tmp_path: Path) -> Iterator[FilePaper]:
    """The paper on a small file system of its own, filled to the last byte. Only root can mount one."""
    mount = tmp_path / "disk"
    mount.mkdir()
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(mount)], check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("a file system can be mounted by root alone")
    try:
        shutil.copytree(file_paper.root, mount / "paper")
        fill(mount / "filler")
        yield FilePaper(mount / "paper")
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


def test_1_12_a_full_disk_acknowledges_nothing_and_takes_the_comment_later(full_disk: FilePaper) -> None:
    refused = full_disk.run(SEND)
    (full_disk.root.parent / "filler").unlink()

    assert refused == f"refused {Reason.DISK_FULL}"
    assert full_disk.query(COUNT) == [(0, 0)]
    assert full_disk.run(SEND).startswith("stored")
    assert full_disk.query("PRAGMA integrity_check") == [("ok",)]
    assert full_disk.run("print(verify().problems)") == "[]"
