"""Forgetting in small transactions: nobody who wants to send a comment waits for a table of years.

    cleared(Notice.objects.filter(...), email="")        -> how many rows
    one_by_one(subjects, forget_matters)                 -> of how many there was something to forget

What is to go is looked for outside of the transactions, many at a time, so that what was found once is not walked over
again; inside it is only looked at whether it is still so. Each transaction ends after some thirty milliseconds, and
others write before the next (`kit/work/short_steps.py`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db.models import QuerySet

from kawaraban.kit.work.short_steps import STEP_SECONDS, short_steps
from kawaraban.press.turn import one_turn

T = TypeVar("T")
# Rows that one statement changes. Each of them touches pages all over the indexes, which the commit then writes: so
# their steps are shorter.
_CHUNK = 20
_ROWS_SECONDS = STEP_SECONDS / 3
# So many are looked for at one time: their numbers are in the memory.
_FOUND_AT_ONCE = 20_000
# So many of those that take statements of their own at one time: the next hour goes on.
AT_ONCE = 2000
_STEP_SECONDS = STEP_SECONDS


def cleared(rows: QuerySet[Any], *, still: QuerySet[Any] | None = None, **emptied: Any) -> int:
    """Empty these columns of all the rows. They must be such that a row without them is none of them.

    `still`: what is asked again of each when its turn comes, where not all of it need be.
    """
    asked = rows if still is None else still
    return _in_steps(rows, lambda chunk: asked.filter(pk__in=chunk).update(**emptied))


def deleted(rows: QuerySet[Any]) -> int:
    """Delete all the rows, with what hangs on them. Returns how many of these very rows went."""
    label = rows.model._meta.label

    def delete(chunk: Sequence[Any]) -> int:
        _all, by_label = rows.filter(pk__in=chunk).delete()
        return by_label.get(label, 0)

    return _in_steps(rows, delete)


def one_by_one(
    names: Sequence[T],
    forget: Callable[[T], bool],
    *,
    recorded: Callable[[int], object] = lambda count: None,
) -> int:
    """Forget what each of these names, some in one transaction. Returns how many there was something to forget of.

    `recorded` is told how many they were in each transaction, before it ends: what it writes stands or falls with them.
    """
    total = 0
    in_step: list[bool] = []

    @contextmanager
    def step() -> Iterator[None]:
        in_step.clear()
        with one_turn():
            yield
            if any(in_step):
                recorded(sum(in_step))

    for _done in short_steps(
        names, lambda name: in_step.append(forget(name)), within=step, step_seconds=_STEP_SECONDS
    ):
        total += sum(in_step)
    return total


def _in_steps(rows: QuerySet[Any], change: Callable[[Sequence[Any]], int]) -> int:
    count, is_going = 0, True
    while is_going:
        found = list(rows.values_list("pk", flat=True)[:_FOUND_AT_ONCE])
        changed: list[int] = []
        steps = short_steps(
            _chunks(found),
            lambda chunk: changed.append(change(chunk)),  # noqa: B023  it is used up before the next round
            within=one_turn,
            step_seconds=_ROWS_SECONDS,
        )
        for _done in steps:
            pass
        count += sum(changed)
        # What is found and does not change is found again: another time.
        is_going = len(found) == _FOUND_AT_ONCE and sum(changed) > 0
    return count


def _chunks(found: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(found), _CHUNK):
        yield found[start : start + _CHUNK]
