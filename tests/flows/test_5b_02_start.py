"""5b.2: the worker's start reads the file of heads from its end, however long it is."""

import logging
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from kawaraban.config.processes.worker_role import look_at_heads
from kawaraban.kit.signing import derived_key, sign
from kawaraban.law.record.heads import Head, append_head, each_line
from kawaraban.law.record.ledger import Record, record_many
from kawaraban.law.record.restoring import record_restore

pytestmark = pytest.mark.django_db(transaction=True)

_LONG = 60_000
# Of this process, by the system: what it has read from files since it began.
_READ = Path("/proc/self/io")


def bytes_read() -> int:
    """How many."""
    return int(_READ.read_text(encoding="ascii").split()[1])


def grown(noon: datetime, heads_file: Path, *, entries: int) -> None:
    """A record of some entries under a file of heads that is as long as one of years."""
    before = noon - timedelta(days=1)
    # Of no entry that the table could have: whoever reads them finds them astray.
    lines = [signed(Head(entries + number, "a" * 64, before)) for number in range(_LONG, 0, -1)]
    heads_file.write_text("".join(lines), encoding="ascii")
    for number in range(entries):
        with transaction.atomic():
            record_many([Record("thing", f"thing:{number}", {"said": number})], now=noon)


def signed(head: Head) -> str:
    """Its line, as `append_head` writes it."""
    from django.conf import settings

    key = derived_key(settings.LEDGER_KEY, "ledger head")
    return sign(f"{head.number} {head.mac} {head.written_at.isoformat(timespec='microseconds')}", key) + "\n"


@pytest.mark.skipif(sys.platform != "linux", reason="bytes are counted in Linux's /proc")
def test_5b_02_a_start_reads_the_end_of_the_heads_alone(noon: datetime, heads_file: Path) -> None:
    grown(noon, heads_file, entries=3_000)
    connection.ensure_connection()
    length, before = heads_file.stat().st_size, bytes_read()

    look_at_heads()

    assert length > 10_000_000
    assert bytes_read() - before < length / 5


def test_5b_02_a_head_that_is_missing_is_written_from_the_end_of_a_long_file(
    noon: datetime, heads_file: Path
) -> None:
    for number in range(3):
        with transaction.atomic():
            record_many([Record("thing", f"thing:{number}", {"said": number})], now=noon)
    lines = heads_file.read_text().splitlines()
    heads_file.write_text("\n".join(lines[:-1]) + "\n")

    look_at_heads()

    assert [line.head.number for line in each_line() if line.head] == [1, 2, 3]


def test_5b_02_lost_entries_are_told_at_the_start_and_all_of_them(
    noon: datetime, heads_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with transaction.atomic():
        record_many([Record("thing", "thing:1", {"said": 1})], now=noon)
    # More than one block of them: a copy of weeks ago was put back.
    for number in range(2, 4_002):
        append_head(Head(number, f"{number:064x}", noon))

    with caplog.at_level(logging.WARNING):
        look_at_heads()
        told = caplog.text
        record_restore(copied_at="", now=noon + timedelta(hours=1))
        caplog.clear()
        look_at_heads()

    assert "Entries 2 to 4001 of the record were signed and are missing" in told
    assert "are missing" not in caplog.text
