"""The intake, both ends: what waits is taken together, what is handed over is answered once, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.makers.press import clerk_at, say_stored
from tests.rigs.intake.intake_rig import Desk, an_intake, body_of, request, until

from kawaraban.press.intake.frames import (
    BUSY,
    UNKNOWN,
    FrameReader,
    Letter,
    NotAFrame,
    Reply,
    frame,
    opened_letter,
    opened_reply,
    packed_letter,
    packed_reply,
)
from kawaraban.press.intake.front_end import LONGEST_BODY, Taken

LETTER = Letter("text/plain", "192.0.2.7", "https", "paper.example", "*/*", None, "null", b"\x00\xff words")


async def read_again(taken: Taken) -> bytes:
    body: bytes = b""
    while True:
        message = await taken.receive()
        body += message["body"]
        if not message["more_body"]:
            return body


@pytest.mark.parametrize("site", [None, "", "same-origin"])
def test_a_letter_and_a_reply_arrive_as_they_were_sent(site: str | None) -> None:
    letter = Letter("a; b=c", "::1", "http", "Ünïcode", "", site, None, b"x" * 70_000)
    reply = Reply(303, (("A", "b"), ("C", "d")), b"body", "/track/x/", '{"a": "b"}')

    assert opened_letter(packed_letter(letter)) == letter
    assert opened_reply(packed_reply(reply)) == reply


def test_frames_are_put_together_from_any_pieces() -> None:
    sent = frame(7, b"seven") + frame(8, b"") + frame(2**40, b"x" * 300)
    for size in (1, 3, 12, 13, len(sent)):
        reader = FrameReader()

        read = [
            found for start in range(0, len(sent), size) for found in reader.read(sent[start : start + size])
        ]

        assert read == [(7, b"seven"), (8, b""), (2**40, b"x" * 300)]


def test_what_is_longer_than_anything_we_say_is_no_frame() -> None:
    with pytest.raises(NotAFrame):
        list(FrameReader().read(b"GET / HTTP/1.1\r\n"))


def test_what_comes_while_a_batch_is_written_is_the_next_batch(tmp_path: Path) -> None:
    desk = Desk()

    async def run() -> list[Taken]:
        async with an_intake(tmp_path / "clerk.sock") as intake:
            first = asyncio.create_task(intake.take(request(), body_of(b"0")))
            await until(lambda: desk.batches == [1])
            others = [asyncio.create_task(intake.take(request(), body_of(b"%d" % n))) for n in range(1, 8)]
            await asyncio.sleep(0)  # so that all of them are on their way
            await until(lambda: intake._requests_count == 8)
            for _ in range(4):
                desk.may_go_on.release()
            return [await first, *await asyncio.gather(*others)]

    with clerk_at(tmp_path / "clerk.sock", desk.take, most_at_once=5):
        taken = asyncio.run(run())

    assert [one.reply.body for one in taken] == [b"%d" % n for n in range(8)]
    assert desk.batches == [1, 5, 2]


def test_a_desk_that_stumbles_costs_its_batch_and_not_the_clerk(tmp_path: Path) -> None:
    def stumble(letters: Sequence[Letter]) -> list[Reply]:
        if letters[0].body == b"bad":
            raise RuntimeError("stumbled")
        return say_stored(letters)

    async def run() -> list[Taken]:
        async with an_intake(tmp_path / "clerk.sock") as intake:
            return [await intake.take(request(), body_of(body)) for body in (b"bad", b"good")]

    with clerk_at(tmp_path / "clerk.sock", stumble):
        bad, good = asyncio.run(run())

    # It may have stumbled over the answer to what it had stored.
    assert bad.reply == UNKNOWN
    assert (good.reply.status, good.reply.body) == (201, b"good")


def test_a_clerk_that_is_told_to_stop_answers_what_it_has(tmp_path: Path) -> None:
    desk = Desk()

    async def run() -> tuple[Taken, Taken]:
        path = tmp_path / "clerk.sock"
        async with an_intake(path) as intake, an_intake(path, patience_seconds=0.05) as hasty:
            with clerk_at(path, desk.take) as loop:
                being_written = asyncio.create_task(intake.take(request(), body_of(b"one")))
                await until(lambda: desk.batches == [1])
                loop.stop()
                desk.may_go_on.release()
                taken = await being_written
            return taken, await hasty.take(request(), body_of(b"too late"))

    taken, late = asyncio.run(run())

    assert taken.reply.body == b"one"
    assert late.reply == BUSY


def test_a_form_waits_for_a_clerk_that_is_just_starting(tmp_path: Path) -> None:
    async def run() -> Taken:
        async with an_intake(tmp_path / "clerk.sock") as intake:
            form = asyncio.create_task(intake.take(request(), body_of(b"early")))
            await asyncio.sleep(0)
            with clerk_at(tmp_path / "clerk.sock"):
                return await form

    assert asyncio.run(run()).reply.status == 201


def test_without_a_clerk_the_text_is_kept_for_the_app(tmp_path: Path) -> None:
    async def run() -> tuple[Taken, bytes, bool]:
        async with an_intake(tmp_path / "clerk.sock", patience_seconds=0.05) as intake:
            taken = await intake.take(request(), body_of(b"my ", b"words"))
            return taken, await read_again(taken), await intake.is_answering()

    taken, body, is_answering = asyncio.run(run())

    assert (taken.reply, body, is_answering) == (BUSY, b"my words", False)


@asynccontextmanager
async def dying_clerks(path: Path, *, dying: int) -> AsyncIterator[list[bytes]]:
    """The first `dying` clerks hang up when they have read a form; the next one answers. Yields what was read."""
    read: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = FrameReader()
        while piece := await reader.read(65_536):
            for number, said in frames.read(piece):
                if not said:
                    writer.write(frame(number, b""))
                    continue
                read.append(opened_letter(said).body)
                if len(read) <= dying:
                    writer.close()
                    return
                writer.write(frame(number, packed_reply(Reply(201, body=b"stored"))))

    server = await asyncio.start_unix_server(serve, path)
    try:
        yield read
    finally:
        server.close()


@pytest.mark.parametrize(
    ("dying", "reply", "times"), [(1, Reply(201, body=b"stored"), 2), (2, UNKNOWN, 2), (9, UNKNOWN, 2)]
)
def test_a_form_whose_clerk_died_is_sent_once_more_and_not_again(
    tmp_path: Path, dying: int, reply: Reply, times: int
) -> None:
    async def run() -> tuple[Taken, list[bytes]]:
        path = tmp_path / "clerk.sock"
        async with dying_clerks(path, dying=dying) as read, an_intake(path, patience_seconds=30.0) as intake:
            return await intake.take(request(), body_of(b"words")), read

    taken, read = asyncio.run(run())

    assert taken.reply == reply
    assert read == [b"words"] * times


@pytest.mark.parametrize("limits", [{"most_requests": 2}, {"most_bytes": 4}])
def test_when_the_queue_is_full_the_next_one_is_told_so_and_a_place_that_is_free_is_free(
    tmp_path: Path, limits: dict[str, int]
) -> None:
    desk = Desk()

    async def run() -> list[Taken]:
        async with an_intake(tmp_path / "clerk.sock", **limits) as intake:
            waiting = [asyncio.create_task(intake.take(request(), body_of(b"two"))) for _ in range(2)]
            await until(lambda: sum(desk.batches) > 0 and intake._bytes_count == 6)
            refused = await intake.take(request(), body_of(b"three"))
            for _ in range(3):
                desk.may_go_on.release()
            answered = await asyncio.gather(*waiting)
            return [refused, *answered, await intake.take(request(), body_of(b"four"))]

    with clerk_at(tmp_path / "clerk.sock", desk.take):
        refused, *others = asyncio.run(run())

    assert refused.reply == BUSY
    assert [one.reply.status for one in others] == [201] * 3


def test_what_is_too_long_for_a_comment_goes_to_the_app_unread(tmp_path: Path) -> None:
    long = b"x" * (LONGEST_BODY // 2 + 1)

    async def run() -> tuple[Taken, Taken, bytes]:
        async with an_intake(tmp_path / "clerk.sock") as intake:
            said = await intake.take(request(content_length=str(LONGEST_BODY + 1)), body_of(b"unread"))
            unsaid = await intake.take(request(transfer_encoding="chunked"), body_of(long, long, b"rest"))
            return said, unsaid, await read_again(said) + b"|" + await read_again(unsaid)

    said, unsaid, bodies = asyncio.run(run())

    assert said.reply == unsaid.reply == Reply()
    assert bodies == b"unread|" + long + long + b"rest"


def test_who_hangs_up_in_the_middle_is_answered_by_nobody(tmp_path: Path) -> None:
    async def run() -> Taken:
        async with an_intake(tmp_path / "clerk.sock") as intake:
            return await intake.take(request(), body_of(b"half", gone=True))

    with clerk_at(tmp_path / "clerk.sock", lambda letters: pytest.fail("half a form was received")):
        assert asyncio.run(run()).reply.note == ""


def test_a_door_that_opens_and_closes_again_is_no_clerk(tmp_path: Path) -> None:
    async def run() -> tuple[Taken, bool]:
        knocks: list[asyncio.StreamWriter] = []

        async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            knocks.append(writer)
            writer.close()

        server = await asyncio.start_unix_server(hang_up, tmp_path / "clerk.sock")
        async with an_intake(tmp_path / "clerk.sock", patience_seconds=30.0) as intake:
            is_answering = await intake.is_answering()
            form = asyncio.create_task(intake.take(request(), body_of(b"words")))
            await until(lambda: len(knocks) >= 4)  # it knocks and knocks
            server.close()
            with clerk_at(tmp_path / "clerk.sock"):
                return await form, is_answering

    taken, is_answering = asyncio.run(run())

    assert (taken.reply.status, is_answering) == (201, False)


def test_whether_there_is_a_clerk_is_asked_without_its_desk(tmp_path: Path) -> None:
    async def run() -> bool:
        async with an_intake(tmp_path / "clerk.sock") as intake:
            await until(lambda: (tmp_path / "clerk.sock").exists())
            return await intake.is_answering()

    with clerk_at(tmp_path / "clerk.sock", lambda letters: pytest.fail("nobody sent a form")):
        assert asyncio.run(run())


def test_the_socket_of_a_killed_clerk_is_taken_over_and_is_the_papers_own(tmp_path: Path) -> None:
    path = tmp_path / "clerk.sock"
    path.write_text("left behind")

    async def run() -> Taken:
        async with an_intake(path) as intake:
            return await intake.take(request(), body_of(b"words"))

    with clerk_at(path):
        taken = asyncio.run(run())
        mode = path.stat().st_mode & 0o777

    assert (taken.reply.status, mode) == (201, 0o600)
