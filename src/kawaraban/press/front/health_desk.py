"""What the front answers to those who ask how things go.

GET /healthz            whether pages can be served, comments stored, and clerk and worker live
GET /healthz/reading    whether what is printed can be shown: for a balancer. It would otherwise take every machine
                        of a paper off at once when the database stands still, though readers miss nothing
"""

import asyncio
import json
from typing import TYPE_CHECKING, Final

import lmdb

from kawaraban.press.addresses import HEALTH_PATH
from kawaraban.press.front.asgi import Send, send_whole
from kawaraban.press.front.settings import FrontSettings
from kawaraban.press.heartbeat import is_alive
from kawaraban.press.intake.front_end import Intake
from kawaraban.press.store.store import Store

if TYPE_CHECKING:
    from kawaraban.press.front.relay import Relay

_JSON: Final = (("Content-Type", "application/json"), ("Cache-Control", "private, no-store"))


class HealthDesk:
    """Looks at this machine alone: its processes, its store, its disk, and what they have seen of the database."""

    def __init__(self, store: Store, settings: FrontSettings, intake: Intake) -> None:
        self._store = store
        self._settings = settings
        self._intake = intake

    async def tell(self, relay: "Relay", answer: Send) -> None:
        """200, or 503 naming what fails."""
        failing = self._troubles_of_store()
        if not await relay.is_answering(host=self._settings.site_host, path=HEALTH_PATH):
            failing.append("app")
        if not await self._intake.is_answering():
            failing.append("clerk")
        health = self._settings.health
        if not is_alive(self._settings.heartbeat) and not (health and health.is_worker_alive()):
            failing.append("worker")
        body: dict[str, object] = {}
        if health:
            failing += health.troubles()
            body |= {"mails_given_up": health.mails_given_up()} if health.mails_given_up() else {}
            body |= {"longest_lock_ms": health.long_lock_ms()} if health.long_lock_ms() else {}
            body |= {"longest_wait_ms": health.long_wait_ms()} if health.long_wait_ms() else {}
        failing += await asyncio.to_thread(self._settings.fitness)
        await _send(answer, failing, body)

    async def tell_reading(self, answer: Send) -> None:
        """The same of the front and the store, whatever else fails."""
        await _send(answer, self._troubles_of_store(), {})

    def _troubles_of_store(self) -> list[str]:
        try:
            return [] if self._store.is_believed else ["store"]
        except (lmdb.Error, OSError):
            return ["store"]


async def _send(answer: Send, failing: list[str], facts: dict[str, object]) -> None:
    named = list(dict.fromkeys(failing))  # two may have seen the same
    body: dict[str, object] = (
        {"status": "failing", **facts, "failing": named} if named else {"status": "ok", **facts}
    )
    await send_whole(answer, 503 if named else 200, _JSON, json.dumps(body).encode())
