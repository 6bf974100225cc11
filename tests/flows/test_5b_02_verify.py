"""5b.2: the check of the record says how far it is, and holds no more of a long record than of a short one."""

import tracemalloc
from datetime import datetime

import pytest
from django.db import transaction

from kawaraban.comments.record_check import verify_paper
from kawaraban.law.record.ledger import Record, record_many

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]


def grow(noon: datetime, *, to: int, since: int = 0) -> None:
    """A record of so many entries, a head for each hundred."""
    for first in range(since, to, 100):
        with transaction.atomic():
            entries = [
                Record("thing", f"thing:{number}", {"said": f"word {number}"})
                for number in range(first, first + 100)
            ]
            record_many(entries, now=noon)


def test_5b_02_the_check_tells_how_far_it_is(noon: datetime) -> None:
    grow(noon, to=3_000)
    told: list[tuple[int, int]] = []

    report = verify_paper(look=lambda done, total: told.append((done, total)))

    assert report.problems == []
    assert len(told) >= 3
    assert told == sorted(told)
    assert {total for _done, total in told} == {told[0][1]}
    assert all(0 < done <= total for done, total in told)
    assert told[-1][0] >= 3_000


def test_5b_02_a_record_four_times_as_long_is_checked_in_the_same_memory(noon: datetime) -> None:
    grow(noon, to=4_000)
    verify_paper()  # what is loaded once
    short = _most_held()
    grow(noon, to=16_000, since=4_000)

    long = _most_held()

    assert long < 1.3 * short


def _most_held() -> int:
    """The most that Python held at a time while it checked."""
    tracemalloc.start()
    try:
        assert verify_paper().problems == []
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
