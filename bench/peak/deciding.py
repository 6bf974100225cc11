"""Twenty moderators who decide at a pace, and how long each decision took to be on the page."""

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.peak.desk import Moderator, Pile
from bench.refusals import Refused

# Every so many decisions one is followed to the page.
_FOLLOWED = 5
_POLL_SECONDS = 0.02
_PATIENCE_SECONDS = 20.0


@dataclass
class Decided:
    """What came of it. Seconds of each decision since it was due, and of each followed one to its page."""

    answered: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    idle: int = 0


@dataclass(frozen=True, slots=True)
class Shift:
    """`rate`: decisions a second of all together. `paths`: of the stories whose comments are decided."""

    port: int
    paths: Sequence[str]
    rate: float
    seconds: float

    def work(self, moderators: Sequence[Moderator]) -> Decided:
        """All of them, until the time is over."""
        told, pile, began = Decided(), Pile(), time.monotonic()
        every = len(moderators) / self.rate
        threads = [
            threading.Thread(
                target=self._moderate, args=(each, pile, told, (began + place / self.rate, every))
            )
            for place, each in enumerate(moderators)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return told

    def _moderate(self, moderator: Moderator, pile: Pile, told: Decided, pace: tuple[float, float]) -> None:
        due, every = pace
        ends_at = due + self.seconds
        while due < ends_at and time.monotonic() < ends_at + _PATIENCE_SECONDS:
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                public_id = pile.take(moderator)
                if public_id is None:
                    told.idle += 1
                else:
                    moderator.approve(public_id)
                    told.answered.append(time.monotonic() - due)
                    if len(told.answered) % _FOLLOWED == 0:
                        told.shown.append(self._seconds_until_shown(public_id))
            except (Refused, OSError, http.client.HTTPException) as fault:
                told.faults.append(str(fault))
                moderator.connection.close()
            due += every

    def _seconds_until_shown(self, public_id: str) -> float:
        """From the answer to the moderator to the page that holds the comment."""
        reader = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        began = time.monotonic()
        try:
            while time.monotonic() < began + _PATIENCE_SECONDS:
                for path in self.paths:
                    reader.request("GET", path)
                    if public_id.encode() in reader.getresponse().read():
                        return time.monotonic() - began
                time.sleep(_POLL_SECONDS)
        finally:
            reader.close()
        raise Refused(f"a decision was not on its page within {_PATIENCE_SECONDS:.0f} s")
