"""2.11: a comment that was acknowledged is on the disk: 200 times the clerk or the front is killed under load, and
none is lost; and the connection that writes waits for the disk."""

import random
import socket
import tempfile
from functools import partial

from tests.rigs.file_paper import FilePaper, file_paper, kill
from tests.rigs.intake.clerk_load import Load
from tests.rigs.intake.clerk_rig import ROLES, Rig
from tests.rigs.serve_factory import wait_until

from kawaraban.press.intake.frames import FrameReader, Letter, Reply, frame, opened_reply, packed_letter

__all__ = ["file_paper"]

KILLS = 200
# Between two kills at least so many are acknowledged: each kill meets a clerk and a front at work.
BETWEEN = 3


def has_acknowledged(load: Load, count: int) -> bool:
    return len(load.acknowledged) >= count


def test_2_11_two_hundred_kills_lose_no_acknowledged_comment(file_paper: FilePaper) -> None:
    chance = random.Random(11)
    with Rig.started(file_paper) as rig, Load(rig.port).running() as load:
        for _ in range(KILLS):
            wait_until(partial(has_acknowledged, load, len(load.acknowledged) + BETWEEN), "an answer")
            rig.kill(chance.choice(ROLES))

    stored = {public_id for (public_id,) in file_paper.query("SELECT public_id FROM comments_comment")}
    texts = file_paper.query("SELECT count(*), count(DISTINCT text) FROM comments_comment")
    assert len(load.acknowledged) >= KILLS * BETWEEN
    assert set(load.acknowledged) <= stored
    assert len(load.acknowledged) == len(set(load.acknowledged))
    # A form that was sent again after a kill is the same comment.
    assert texts == [(len(stored), len(stored))]
    # A form whose clerk was killed twice is refused, and its sender told so: that is no loss.
    assert {status for status, _body in load.refused} <= {503}
    assert file_paper.query("PRAGMA integrity_check") == [("ok",)]
    assert file_paper.run("print(verify().problems, verify().entries_count)") == f"[] {len(stored)}"


# The clerk itself; on its way into the database every statement is asked what its own connection promises.
WATCHED_CLERK = """
import os
from django.db import connection
from kawaraban.config.processes.duty import Duty
from kawaraban.config.processes.roles import run_clerk

def watch(execute, sql, params, many, context):
    if sql.startswith('INSERT INTO "comments_comment"'):
        own = context["connection"].connection
        print(*(own.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")))
    return execute(sql, params, many, context)

connection.execute_wrappers.append(watch)
run_clerk(Duty("clerk", 0, 1, sys.stdin.readline().strip(), os.getppid()))
"""
FULL = 2


def test_2_11_the_connection_that_writes_comments_waits_for_the_disk(file_paper: FilePaper) -> None:
    letter = Letter(
        content_type="application/x-www-form-urlencoded",
        address="192.0.2.7",
        scheme="http",
        host="127.0.0.1",
        accept="application/json",
        site="same-origin",
        origin=None,
        body=b"thread=story-1&name=Ada&text=The+harbour+is+open.",
    )
    clerk = file_paper.start(WATCHED_CLERK)
    try:
        assert clerk.stdin is not None
        assert clerk.stdout is not None
        with tempfile.TemporaryDirectory() as folder:
            clerk.stdin.write(f"{folder}\n")
            clerk.stdin.flush()
            reply = asked(f"{folder}/clerk.sock", letter)
            promised = clerk.stdout.readline().split()
    finally:
        kill(clerk)

    assert reply.status == 201
    assert promised == [str(FULL), "wal"]


def asked(path: str, letter: Letter) -> Reply:
    """The clerk's reply to one letter."""
    with socket.socket(socket.AF_UNIX) as line:
        wait_until(lambda: line.connect_ex(path) == 0, "a clerk")
        line.sendall(frame(1, packed_letter(letter)))
        reader = FrameReader()
        while True:
            piece = line.recv(65_536)
            assert piece, "the clerk hung up"
            for _number, said in reader.read(piece):
                return opened_reply(said)
