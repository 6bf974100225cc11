"""A page that could not be printed: what `kawaraban press status` shows of it."""

import json
from dataclasses import dataclass
from typing import Self

_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Failure:
    """The last try at an address. `due_at` is in seconds since 1970; then it is tried again."""

    address: str
    reason: str
    tries: int
    due_at: float

    def to_bytes(self) -> bytes:
        return json.dumps([self.address, self.reason[:_LONGEST_REASON], self.tries, self.due_at]).encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        """Also what an earlier version wrote: it knew address and reason only."""
        address, reason, *rest = json.loads(value)
        tries, due_at = rest or (1, 0.0)
        return cls(address, reason, tries, due_at)
