"""The front gives files by itself: read off the loop, piece by piece, with never more than one piece in memory."""

import asyncio
from collections.abc import Sequence
from typing import Final

from kawaraban.press.front.asgi import Receive, Send, send_whole
from kawaraban.press.front.files.answers import FileAnswer, ServedFolder, answer_for
from kawaraban.press.front.files.files import PIECE_BYTES, Changed, read_piece
from kawaraban.press.wire_request import WireRequest

# Who takes no piece for so long is let go.
_PATIENCE_SECONDS: Final = 60.0


class FileDesk:
    """Answers for the folders that it is told."""

    def __init__(self, folders: Sequence[ServedFolder]) -> None:
        self._folders = tuple(folders)

    def folder_of(self, request: WireRequest) -> ServedFolder | None:
        """The folder that answers requests for this address; None when it is for somebody else."""
        return next((folder for folder in self._folders if folder.holds(request.path)), None)

    async def lacks(self, folder: ServedFolder, request: WireRequest) -> bool:
        """Whether the app is to be asked for the file, which it may bring here."""
        if not folder.may_lie_elsewhere:
            return False
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, folder.may_be_brought, request.path)

    async def give(self, folder: ServedFolder, request: WireRequest, receive: Receive, send: Send) -> None:
        """Answer with the file, with a part of it, or with 304, 404, 412, 416."""
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(
            None, answer_for, folder, request.path, request.headers, request.method
        )
        if answer.found is None:
            await send_bare(send, answer)
            return
        # The first piece before the head: what cannot be read is not promised.
        try:
            piece = (
                await loop.run_in_executor(
                    None, read_piece, answer.found, answer.first, _next_length(answer, answer.first)
                )
                if answer.first < answer.end
                else b""
            )
        except OSError:
            await send_whole(send, 404, (("Cache-Control", "no-store"),), b"")
            return
        await send_head(send, answer)
        await self._send_pieces(answer, piece, receive, send)

    async def _send_pieces(self, answer: FileAnswer, piece: bytes, receive: Receive, send: Send) -> None:
        assert answer.found is not None
        loop = asyncio.get_running_loop()
        gone = asyncio.create_task(_until_gone(receive))
        at = answer.first
        try:
            while True:
                at += len(piece)
                is_last = at >= answer.end
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await send({"type": "http.response.body", "body": piece, "more_body": not is_last})
                if is_last or gone.done():
                    return
                piece = await loop.run_in_executor(
                    None, read_piece, answer.found, at, _next_length(answer, at)
                )
        except (TimeoutError, Changed):
            # The head is out: the server breaks off, which is the only way to say that this is not all.
            return
        finally:
            gone.cancel()


def _next_length(answer: FileAnswer, at: int) -> int:
    return min(PIECE_BYTES, answer.end - at)


async def send_head(send: Send, answer: FileAnswer) -> None:
    """The status and the header lines."""
    raw = [(name.encode("latin-1"), text.encode("latin-1")) for name, text in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})


async def send_bare(send: Send, answer: FileAnswer) -> None:
    """An answer without a body."""
    await send_head(send, answer)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive) -> None:
    """Return when the reader hangs up."""
    while (await receive())["type"] != "http.disconnect":
        pass
