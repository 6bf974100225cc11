"""The threads of many pages at once: of a section that is renamed, hidden, or shown again.

Each function asks the same few statements, whatever the number of its threads: it is one transaction, and others wait
for its end.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, Substr

from kawaraban.comments.actions.threads import CommentedPage, follow_page, keep_thread
from kawaraban.comments.keys import numbered_thread_key
from kawaraban.comments.models import Thread
from kawaraban.law.record.ledger import Record, record_many
from kawaraban.press.orders import order_reprint
from kawaraban.press.turn import one_turn

# What one statement of SQLite may name.
_NAMED_AT_ONCE: Final = 10_000


def move_threads(
    threads: QuerySet[Thread], *, url_before: str, url: str, section: str, now: datetime
) -> None:
    """Lead these threads to where their pages are now: each address that began with `url_before` begins with `url`.

    Those that stand elsewhere are left alone.
    """
    begins = threads.alias(
        before=Substr("url", 1, len(url_before)),
        after=Substr("url", 1, len(url)),
    )
    moved = begins.filter(before=url_before).exclude(after=url, section=section)
    with one_turn():
        numbers = list(moved.values_list("pk", flat=True))
        if numbers:
            moved.update(url=Concat(Value(url), Substr(F("url"), len(url_before) + 1)), section=section)
            _order(numbers, now=now)


def keep_threads(threads: QuerySet[Thread], pages: Mapping[str, CommentedPage], *, now: datetime) -> None:
    """As `keep_thread` for each of the pages, which stand under their locators. `threads`: those that are theirs.

    What changes alike in many threads is written at once.
    """
    changes: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    records: list[Record] = []
    missing = dict(pages)
    with one_turn():
        for thread in threads.select_for_update().order_by("pk"):
            page = missing.pop(thread.locator, None)
            fields, entries = follow_page(thread, page, now=now) if page else ([], [])
            records += entries
            if fields:
                changes[tuple((name, getattr(thread, name)) for name in fields)].append(thread.pk)
        for values, numbers in changes.items():
            for start in range(0, len(numbers), _NAMED_AT_ONCE):
                some = Thread.objects.filter(pk__in=numbers[start : start + _NAMED_AT_ONCE])
                some.update(**dict(values))
        record_many(records, now=now)
        if changes:
            _order([number for numbers in changes.values() for number in numbers], now=now)
        # A page has had its thread since it was published first: these are few.
        for page in missing.values():
            keep_thread(page, now=now)


def _order(numbers: Iterable[int], *, now: datetime) -> None:
    order_reprint(keys=map(numbered_thread_key, numbers), reason="thread_changed", now=now)
