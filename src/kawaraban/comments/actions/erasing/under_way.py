"""The row of an erasure that is under way: asked for once, written with each step, gone with the last.

    erasure = ask(email, reason="Art. 17", by="pia", found_count=5000, now=now)
    steps = Steps(erasure, clock)
    for done in short_steps(numbers, forget, within=steps.step): ...      # `forget` calls steps.add("comments")
    steps.close()

Whoever works on it says so with every step (`worked_on_until`). Two who work on one at the same time do no harm: what
is erased is not found again, and the slower one reads in the record what went.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from kawaraban.comments.models import Erasure
from kawaraban.law.address_keys import address_key
from kawaraban.law.record.following import newest_of
from kawaraban.press.turn import one_turn

# What the record calls the end of one.
PERSON_ERASED: Final = "person_erased"
# So many may have ended since the one that is looked for, which was a moment ago.
_ENDED_SINCE: Final = 100
_COUNTED: Final = ("comments", "notices", "mails", "suspensions")
# Longer than any step, with all that may keep it waiting.
_WORKED_ON: Final = timedelta(minutes=1)


def ask(email: str, *, reason: str, by: str, found_count: int, now: datetime) -> Erasure:
    """The erasure of all under this address; where one is under way that one, as it was asked for."""
    asked_for = {
        "address": email,
        "reason": reason,
        "person": by,
        "asked_at": now,
        "found_count": found_count,
    }
    with one_turn():
        erasure, _is_new = Erasure.objects.get_or_create(address_key=address_key(email), defaults=asked_for)
        Erasure.objects.filter(pk=erasure.pk).update(worked_on_until=now + _WORKED_ON)
    return erasure


def take(*, now: datetime) -> Erasure | None:
    """One that nobody works on any more, for who goes on with it. None where there is none."""
    erasure = Erasure.objects.free(now).first()
    if erasure is None:
        return None
    with one_turn():
        is_ours = Erasure.objects.free(now).filter(pk=erasure.pk).order_by()
        return erasure if is_ours.update(worked_on_until=now + _WORKED_ON) else None


def let_go(erasure: Erasure) -> None:
    """Somebody else goes on with it, at once."""
    with one_turn():
        Erasure.objects.filter(pk=erasure.pk).update(worked_on_until=None)


def counts_of(erasure: Erasure) -> dict[str, int]:
    """How much of what went, by name, as the row has it."""
    return {name: getattr(erasure, f"{name}_count") for name in _COUNTED}


def counts_recorded(erasure: Erasure) -> dict[str, int]:
    """The same of one that another process has just ended, as the record has it; else what was known of it."""
    for entry in newest_of([PERSON_ERASED], before=None, limit=_ENDED_SINCE):
        if entry.payload.get("erasure") == erasure.pk:
            return {name: entry.payload[name] for name in _COUNTED}
    return counts_of(erasure)


class Steps:
    """The steps of one erasure: what each did is counted in its own transaction."""

    def __init__(self, erasure: Erasure, clock: Callable[[], datetime]) -> None:
        self.erasure = erasure
        self.clock = clock
        self._done: Counter[str] = Counter()
        self._suspensions_up_to = 0

    def add(self, name: str, count: int = 1) -> None:
        """So many more went: `comments`, `notices`, `mails`, `suspensions`. Within a step."""
        self._done[name] += count

    def passed_suspension(self, pk: int) -> None:
        """The words about this suspension are gone. Within a step."""
        self._suspensions_up_to = pk

    @contextmanager
    def step(self) -> Iterator[None]:
        """A transaction that ends with what it did."""
        with one_turn():
            self._done.clear()
            yield
            self.write()

    def write(self) -> None:
        """What was done in this transaction, and that somebody goes on."""
        more: dict[str, object] = {f"{name}_count": F(f"{name}_count") + n for name, n in self._done.items()}
        if self._suspensions_up_to:
            more["suspensions_up_to"] = self._suspensions_up_to
        self._done.clear()
        Erasure.objects.filter(pk=self.erasure.pk).update(worked_on_until=self.clock() + _WORKED_ON, **more)

    def close(self) -> Erasure | None:
        """The row as it ended, which is deleted; None where another process was faster. Within a transaction."""
        self.write()
        ended = Erasure.objects.filter(pk=self.erasure.pk).first()
        if ended is not None:
            Erasure.objects.filter(pk=ended.pk).delete()
        return ended
