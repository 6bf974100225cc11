"""A way to a server that is some milliseconds long: what is sent arrives later, in its order.

with slow_way(server.port, milliseconds=5) as port: ...
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_PIECE = 65_536


@contextmanager
def slow_way(to_port: int, *, milliseconds: float) -> Iterator[int]:
    """The port of its near end. Each piece waits on the way there; what comes back does not."""
    loop, started = asyncio.new_event_loop(), threading.Event()
    ports: list[int] = []

    async def serve() -> None:
        server = await asyncio.start_server(
            lambda reader, writer: _carry(reader, writer, to_port, milliseconds / 1000), "127.0.0.1", 0
        )
        ports.append(server.sockets[0].getsockname()[1])
        started.set()
        async with server:
            await server.serve_forever()

    def run() -> None:
        with suppress(asyncio.CancelledError, RuntimeError):
            loop.run_until_complete(serve())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _carry(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to_port: int, seconds: float
) -> None:
    try:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", to_port)
    except OSError:
        writer.close()
        return
    await asyncio.gather(
        _pipe(reader, far_writer, seconds), _pipe(far_reader, writer, 0.0), return_exceptions=True
    )


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def read() -> None:
        while True:
            piece = await reader.read(_PIECE)
            await arrived.put((loop.time() + seconds, piece))
            if not piece:
                return

    reading = asyncio.create_task(read())
    try:
        while True:
            due, piece = await arrived.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not piece:
                break
            writer.write(piece)
            await writer.drain()
    finally:
        reading.cancel()
        writer.close()
