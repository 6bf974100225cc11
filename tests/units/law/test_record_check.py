"""The check of the record: what it takes, and what it makes of heads and of moments."""

import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from kawaraban.law.record.ledger import Record, record_many
from kawaraban.law.record.restoring import record_restore
from kawaraban.law.record.verification import verify

pytestmark = pytest.mark.django_db
Capture = Callable[..., Any]


def write(count: int, now: datetime, *, decision: str = "") -> None:
    with transaction.atomic():
        record_many(
            [Record("thread_closed", f"thread:{n}", {"reason": f"Words {n}."}) for n in range(count)], now=now
        )


def peak() -> int:
    """The most that the check held at one time."""
    verify()  # what is made once
    tracemalloc.start()
    verify()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_a_record_of_any_length_is_checked_in_the_same_memory(noon: datetime) -> None:
    write(3_000, noon)
    short = peak()
    write(12_000, noon)

    assert peak() < short * 1.3


def test_heads_that_begin_later_than_the_record_are_told(
    noon: datetime, heads_file: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(3, noon)
        write(1, noon + timedelta(seconds=1))
    whole = verify().remarks
    heads_file.unlink()
    with django_capture_on_commit_callbacks(execute=True):
        write(1, noon + timedelta(seconds=2))

    told = [remark for remark in verify().remarks if "begins at entry 5" in remark]

    assert not any("begins at entry" in remark for remark in whole)
    assert len(told) == 1
    assert verify().problems == []


def test_a_restore_is_told_also_where_no_head_tells_of_a_loss(
    noon: datetime, heads_file: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(2, noon)
        restore = record_restore(copied_at="2026-11-22T03:00:00+00:00", now=noon)

    report = verify()

    assert (restore.newest_entry, restore.first, restore.last) == (2, 0, 0)
    assert report.problems == []
    assert any("restored on 2026-11-23 from the copy of 2026-11-22" in remark for remark in report.remarks)
