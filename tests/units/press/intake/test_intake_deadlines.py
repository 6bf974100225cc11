"""The intake: what a sender is told when time or room runs out."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.makers.press import clerk_at, say_stored
from tests.rigs.intake.intake_rig import Desk, an_intake, body_of, request, until

from kawaraban.press.intake.clerk_end import NotInTime
from kawaraban.press.intake.frames import (
    BUSY,
    UNKNOWN,
    FrameReader,
    Letter,
    Reply,
    frame,
    packed_reply,
)
from kawaraban.press.intake.front_end import Intake, Taken


async def connected(intake: Intake) -> None:
    """Come back when it has a line to a clerk: then a letter is handed over at once."""
    while not await intake.is_answering():
        await asyncio.sleep(0.01)


def test_a_letter_that_is_too_old_is_not_begun_and_its_sender_is_told_so(tmp_path: Path) -> None:
    desk = Desk()

    async def run() -> list[Taken]:
        path = tmp_path / "clerk.sock"
        async with an_intake(path) as intake, an_intake(path, seconds=0.05) as hasty:
            being_written = asyncio.create_task(intake.take(request(), body_of(b"first")))
            await until(lambda: desk.batches == [1])
            late = asyncio.create_task(hasty.take(request(), body_of(b"late")))
            await until(lambda: hasty._requests_count == 1)
            await asyncio.sleep(0.06)  # until its time is over: it lies at the clerk's door meanwhile
            desk.may_go_on.release()
            return [await being_written, await late]

    with clerk_at(tmp_path / "clerk.sock", desk.take):
        first, late = asyncio.run(run())

    assert first.reply.status == 201
    assert late.reply == BUSY
    assert desk.batches == [1]


def test_where_the_database_was_not_free_in_time_the_first_is_refused_and_the_others_wait_on(
    tmp_path: Path,
) -> None:
    gathered = threading.Event()
    batches: list[list[bytes]] = []

    def shut(letters: Sequence[Letter]) -> list[Reply]:
        batches.append([letter.body for letter in letters])
        if b"begin" in batches[-1]:
            assert gathered.wait(30)
        if b"old" in batches[-1]:
            time.sleep(max(min(letter.deadline for letter in letters) - time.monotonic(), 0))
            raise NotInTime
        return say_stored(letters)

    async def run() -> list[Taken]:
        path = tmp_path / "clerk.sock"
        async with an_intake(path, seconds=2.0) as hasty, an_intake(path) as patient:
            await connected(hasty)
            begin = asyncio.create_task(patient.take(request(), body_of(b"begin")))
            await until(lambda: len(batches) == 1)
            old = asyncio.create_task(hasty.take(request(), body_of(b"old")))
            young = asyncio.create_task(patient.take(request(), body_of(b"young")))
            # Both are connected: who is counted has handed its letter over in the same turn.
            await until(lambda: hasty._requests_count == 1 and patient._requests_count == 2)
            gathered.set()
            return [await begin, await old, await young]

    with clerk_at(tmp_path / "clerk.sock", shut):
        begin, old, young = asyncio.run(run())

    assert begin.reply.status == 201
    assert old.reply == BUSY
    assert young.reply.body == b"young"
    assert [sorted(batch) for batch in batches] == [[b"begin"], [b"old", b"young"], [b"young"]]


@asynccontextmanager
async def silent_clerk(path: Path) -> AsyncIterator[list[bytes]]:
    """Says that it is there, and nothing more."""
    read: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = FrameReader()
        while piece := await reader.read(65_536):
            for number, said in frames.read(piece):
                if said:
                    read.append(said)
                else:
                    writer.write(frame(number, b""))
        writer.close()

    server = await asyncio.start_unix_server(serve, path)
    try:
        yield read
    finally:
        server.close()


def test_of_a_clerk_that_does_not_answer_in_time_it_is_said_that_nobody_knows(tmp_path: Path) -> None:
    async def run() -> tuple[Taken, int]:
        path = tmp_path / "clerk.sock"
        async with silent_clerk(path) as read, an_intake(path, seconds=0.02, grace_seconds=0.02) as intake:
            await connected(intake)  # what could not be handed over in that time nobody had
            taken = await intake.take(request(), body_of(b"words"))
            await until(lambda: bool(read))
            return taken, len(read)

    taken, times = asyncio.run(run())

    assert (taken.reply, times) == (UNKNOWN, 1)


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (BUSY, UNKNOWN),
        (Reply(note='{"refused": "disk_full", "facts": {}}'), UNKNOWN),
        (Reply(503, body=b'{"reason": "busy"}'), UNKNOWN),
        (Reply(note='{"refused": "too_fast"}'), Reply(note='{"refused": "too_fast"}')),
        (Reply(201, body=b"stored"), Reply(201, body=b"stored")),
    ],
)
def test_what_the_next_clerk_could_not_look_at_is_as_unknown_as_before(
    tmp_path: Path, second: Reply, told: Reply
) -> None:
    async def run() -> Taken:
        path = tmp_path / "clerk.sock"
        replies = [None, second]

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            frames = FrameReader()
            while piece := await reader.read(65_536):
                for number, said in frames.read(piece):
                    reply = replies.pop(0) if said else Reply()
                    if reply is None:
                        writer.close()
                        return
                    writer.write(frame(number, packed_reply(reply) if said else b""))

        server = await asyncio.start_unix_server(serve, path)
        async with an_intake(path) as intake:
            taken = await intake.take(request(), body_of(b"words"))
        server.close()
        return taken

    assert asyncio.run(run()).reply == told


def test_one_network_does_not_fill_the_line_before_the_clerk(tmp_path: Path) -> None:
    desk = Desk()

    async def run() -> list[Taken]:
        async with an_intake(tmp_path / "clerk.sock", most_of_network=2) as intake:
            waiting = [asyncio.create_task(intake.take(request(), body_of(b"two"))) for _ in range(2)]
            await until(lambda: sum(desk.batches) > 0 and intake._requests_count == 2)
            refused = await intake.take(request(), body_of(b"three"))
            other = asyncio.create_task(
                intake.take(replace(request(), client="198.51.100.9"), body_of(b"four"))
            )
            await until(lambda: intake._requests_count == 3)
            for _ in range(3):
                desk.may_go_on.release()
            return [refused, await other, *await asyncio.gather(*waiting)]

    with clerk_at(tmp_path / "clerk.sock", desk.take):
        refused, *others = asyncio.run(run())

    assert refused.reply == BUSY
    assert [one.reply.status for one in others] == [201] * 3


def test_a_form_that_is_not_whole_counts_for_nothing(tmp_path: Path) -> None:
    async def run() -> tuple[int, Taken]:
        half = asyncio.Event()

        async def receive() -> dict[str, Any]:
            half.set()
            await asyncio.Event().wait()
            raise AssertionError

        async with an_intake(tmp_path / "clerk.sock", most_requests=1) as intake:
            slow = asyncio.create_task(intake.take(request(), receive))
            await half.wait()
            counted = intake._requests_count
            whole = await intake.take(request(), body_of(b"words"))
            slow.cancel()
            return counted, whole

    with clerk_at(tmp_path / "clerk.sock"):
        counted, whole = asyncio.run(run())

    assert (counted, whole.reply.status) == (0, 201)
