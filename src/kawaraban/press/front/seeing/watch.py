"""What the front counts of itself, the number of a request, and who is told of it all.

watch.numbered(request, answer)      the request under the number by which every log knows it
watch.note(answer, seconds=0.02)     it is answered
await watch.beat()                   once a second: hands over what was counted, sees how late the loop comes round
"""

import asyncio
import time
from dataclasses import replace

from kawaraban.kit.seeing.families import FRONT_LAG, REQUEST_SECONDS, REQUESTS
from kawaraban.kit.seeing.request_id import new_request_id
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.press.addresses import METRICS_PATH
from kawaraban.press.front.access_log import LogEntry
from kawaraban.press.front.asgi import send_whole
from kawaraban.press.front.health import FrontHealth
from kawaraban.press.front.seeing.desk import MetricsDesk
from kawaraban.press.front.seeing.port import MetricsPort
from kawaraban.press.front.seeing.settings import MetricsSettings
from kawaraban.press.front.short_answers import READ, tell_methods
from kawaraban.press.front.watched_answer import WatchedAnswer
from kawaraban.press.wire_request import WireRequest


class FrontWatch:
    """One for each front. Without health or settings nobody is told."""

    def __init__(self, settings: MetricsSettings | None, health: FrontHealth | None) -> None:
        self._health = health
        self._desk = MetricsDesk(settings, health) if settings and health else None
        self._port = MetricsPort(self._desk) if self._desk else None

    async def open(self) -> None:
        """Listen on the port for figures, where one is set."""
        if self._port is not None:
            await self._port.open()

    def close(self) -> None:
        """Listen no more."""
        if self._port is not None:
            self._port.close()

    @staticmethod
    def numbered(request: WireRequest, answer: WatchedAnswer) -> WireRequest:
        """The request under the number that a trusted proxy gave it, or ours."""
        answer.request_id = request.request_id or new_request_id()
        return replace(request, request_id=answer.request_id)

    @staticmethod
    def note(answer: WatchedAnswer, *, seconds: float) -> None:
        """Count an answer. Printed pages are answered too fast to be timed one by one."""
        TALLY.count(REQUESTS, answer.source, str(answer.code))
        if answer.source != "store":
            TALLY.time(REQUEST_SECONDS, answer.source, seconds=seconds)

    async def beat(self) -> None:
        """Sleep for a second, having said that the loop goes round."""
        if self._health is not None:
            self._health.board.beat("front")
            TALLY.hand_over(self._health.board, "front")
        due_at = time.perf_counter() + 1
        await asyncio.sleep(1)
        TALLY.time(FRONT_LAG, seconds=max(0.0, time.perf_counter() - due_at))

    async def tells(self, request: WireRequest, answer: WatchedAnswer) -> bool:
        """Answer /metrics, by whatever name the machine is called. False where that is no page of the paper."""
        if request.path != METRICS_PATH or self._desk is None or not self._desk.is_on_own_page:
            return False
        if request.method not in READ:
            await tell_methods(answer, READ, asked=request.method)
            return True
        told = await self._desk.answer(
            authorization=request.headers.get("authorization", ""),
            accept=request.headers.get("accept", ""),
        )
        await send_whole(answer, told.status, told.headers, told.body, with_body=request.method != "HEAD")
        return True


def log_entry(request: WireRequest, answer: WatchedAnswer, *, seconds: float) -> LogEntry:
    """The line of the access log about it."""
    return LogEntry(
        client=request.client,
        method=request.method,
        target=request.raw_path + (f"?{request.query}" if request.query else ""),
        referrer=request.headers.get("referer", ""),
        status=answer.code,
        sent=answer.sent,
        source=answer.source,
        seconds=seconds,
        request_id=answer.request_id,
    )
