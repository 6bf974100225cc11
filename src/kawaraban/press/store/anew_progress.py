"""How far the printing anew has come into a store that was emptied: the store itself says that it was."""

from dataclasses import dataclass
from typing import Self

from kawaraban.press.store.leaves import ANEW
from kawaraban.press.store.store import Store


@dataclass(frozen=True, slots=True)
class AnewProgress:
    """How many public pages were looked at, and of how many; 0 of 0 as long as nobody has begun."""

    looked_count: int
    pages_count: int

    @classmethod
    def of(cls, store: Store) -> Self | None:
        """None when every public page was looked at since the store was emptied."""
        told = store.note(ANEW)
        return cls(*(int(number) for number in told.split())) if told else None

    def keep(self, store: Store) -> None:
        """Note it."""
        store.set_note(ANEW, f"{self.looked_count} {self.pages_count}")


def all_looked_at(store: Store) -> None:
    """Note that none is missing any more."""
    store.set_note(ANEW, "")
