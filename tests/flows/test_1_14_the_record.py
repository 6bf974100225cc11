"""1.14 The record is append-only, one chain; `kawaraban records verify` finds what was done to it and names it."""

import os
import re
import threading
from pathlib import Path

import pytest
from tests.rigs.file_paper import FilePaper, file_paper, kill

__all__ = ["file_paper"]

SOME = """
receive([submission("story-1", f"Number {n}.") for n in range(3)], now=NOON)
mika = User.objects.get(username="mika")
for comment in Comment.objects.all()[:2]:
    approve(comment_id=comment.pk, revision_number=1, moderator=mika, now=NOON)
"""


@pytest.fixture
def busy_paper(file_paper: FilePaper) -> FilePaper:
    """Five entries: three comments came in, two were approved."""
    file_paper.run(SOME)
    return file_paper


def test_1_14_a_record_that_nobody_touched_is_whole(busy_paper: FilePaper) -> None:
    done = busy_paper.command("verify")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Entries: 5" in done.stdout
    assert "The record is whole." in done.stdout


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (["UPDATE law_ledgerentry SET kind = 'comment_rejected' WHERE number = 4"], "Entry 4 was changed"),
        (
            ["UPDATE law_ledgerpayload SET body = '{}' WHERE entry_id = 4"],
            "The payload of entry 4 was changed",
        ),
        (
            [
                "DELETE FROM law_ledgerpayload WHERE entry_id = 2",
                "DELETE FROM law_ledgerentry WHERE number = 2",
            ],
            "Entry 2 is missing",
        ),
        (
            [
                "DELETE FROM law_ledgerpayload WHERE entry_id > 3",
                "DELETE FROM law_ledgerentry WHERE number > 3",
            ],
            "entries 4 to 5 were signed and are missing",
        ),
        (
            [
                "UPDATE law_ledgerentry SET number = 99 WHERE number = 4",
                "UPDATE law_ledgerentry SET number = 4 WHERE number = 5",
                "UPDATE law_ledgerentry SET number = 5 WHERE number = 99",
            ],
            "Entry 4 was swapped: what stands there was written as entry 5",
        ),
        (["DELETE FROM law_ledgerpayload WHERE entry_id = 1"], "The payload of entry 1 is missing"),
    ],
)
def test_1_14_what_was_done_to_the_record_is_found_and_named(
    busy_paper: FilePaper, statements: list[str], named: str
) -> None:
    busy_paper.alter(*statements)

    done = busy_paper.command("verify")

    assert done.returncode == 1
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_1_14_the_database_itself_refuses_to_change_an_entry(busy_paper: FilePaper) -> None:
    attempts = """
from django.db import IntegrityError, connection, transaction
for sql in ("UPDATE law_ledgerentry SET kind = 'x' WHERE number = 4", "DELETE FROM law_ledgerentry WHERE number = 5"):
    try:
        with transaction.atomic():
            connection.cursor().execute(sql)
        print("changed")
    except IntegrityError as refused:
        print(refused)
"""

    assert busy_paper.run(attempts).splitlines() == ["the record is append-only"] * 2


def test_1_14_a_kill_between_commit_and_head_loses_nothing_and_is_healed(file_paper: FilePaper) -> None:
    # A pipe that nobody reads: opening it for writing waits, and there the process is killed.
    os.mkfifo(file_paper.heads)
    process = file_paper.start(
        'receive([submission("story-1", "Killed.")], now=NOON)\nprint("acknowledged")\n'
    )
    wait_for_entry(file_paper)
    kill(process)
    file_paper.heads.unlink()

    after_kill = file_paper.command("verify")
    file_paper.run('receive([submission("story-1", "The next.")], now=NOON)')
    healed = file_paper.command("verify")

    assert after_kill.returncode == 0
    assert "no signed head yet" in after_kill.stdout
    assert healed.returncode == 0
    assert "no signed head yet" not in healed.stdout
    assert "Entries: 2" in healed.stdout


def wait_for_entry(paper: FilePaper) -> None:
    """Look until the entry is committed."""
    pause = threading.Event()
    for _look in range(3000):
        if paper.query("SELECT count(*) FROM law_ledgerentry") == [(1,)]:
            return
        pause.wait(0.02)
    raise AssertionError("the entry was never committed")


def test_1_14_the_start_of_the_worker_heals_the_heads(busy_paper: FilePaper) -> None:
    lines = busy_paper.heads.read_text().splitlines()
    busy_paper.heads.write_text("\n".join(lines[:-1]) + "\n")

    assert busy_paper.run("print(heal_heads(), heal_heads())") == "True False"
    assert busy_paper.command("verify").returncode == 0


def test_1_14_keys_payloads_and_salts_stand_apart(busy_paper: FilePaper) -> None:
    key = (busy_paper.root / "keys" / "ledger.key").read_text()
    entries = busy_paper.query("SELECT * FROM law_ledgerentry")

    assert key.encode() not in busy_paper.database.read_bytes()
    assert "mika" not in str(entries)
    assert re.search(r'"moderator":"mika"', str(busy_paper.query("SELECT body FROM law_ledgerpayload")))


def test_1_14_the_document_says_against_whom_this_protects() -> None:
    document = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")

    assert "Against whom it protects" in document
    assert "Against whom it does not" in document
