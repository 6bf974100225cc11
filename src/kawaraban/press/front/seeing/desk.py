"""Who may see the figures, and their making: in a thread, one at a time, and at most once a second.

/metrics on the paper's own port      with `Authorization: Bearer TOKEN`; without a token in the knobs it is no page
any path on a port of its own         for who can reach it; with the token, too, where there is one
"""

import asyncio
import hmac
import logging
import time
from dataclasses import dataclass, field
from typing import Final

from kawaraban.press.front.health import FrontHealth
from kawaraban.press.front.seeing.settings import MetricsSettings

logger = logging.getLogger(__name__)

_FRESH_SECONDS: Final = 1.0
_OPEN: Final = "application/openmetrics-text"
_PLAIN: Final = (("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "private, no-store"))


@dataclass(frozen=True, slots=True)
class MetricsAnswer:
    """What whoever asks is told."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


_CLOSED: Final = MetricsAnswer(
    401, (*_PLAIN, ("WWW-Authenticate", "Bearer")), b"The token is missing or wrong.\n"
)
_LATER: Final = MetricsAnswer(503, _PLAIN, b"The figures cannot be told at present.\n")


@dataclass(slots=True)
class MetricsDesk:
    """Used inside the event loop."""

    settings: MetricsSettings
    health: FrontHealth
    _made: dict[bool, tuple[float, MetricsAnswer]] = field(default_factory=dict)
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_on_own_page(self) -> bool:
        """Whether /metrics of the paper answers."""
        return bool(self.settings.token)

    async def answer(self, *, authorization: str, accept: str) -> MetricsAnswer:
        """The figures, when the token is the one of the knobs. Raises nothing."""
        token = self.settings.token
        if token and not hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
            return _CLOSED
        wants_open = _OPEN in accept
        async with self._making:
            made_at, made = self._made.get(wants_open, (0.0, None))
            if made is not None and time.monotonic() - made_at < _FRESH_SECONDS:
                return made
            try:
                made = await asyncio.to_thread(self._told, accept if wants_open else "")
            except Exception:  # a figure is never worth a reader
                logger.exception("The figures of the paper could not be told")
                return _LATER
            self._made[wants_open] = (time.monotonic(), made)
            return made

    def _told(self, accept: str) -> MetricsAnswer:
        # Its library is loaded by who asks first: most papers have nobody who does.
        from kawaraban.press.front.seeing.exposition import Exposition

        body, content_type = Exposition(self.settings, self.health).text(accept)
        return MetricsAnswer(
            200, (("Content-Type", content_type), ("Cache-Control", "private, no-store")), body
        )
