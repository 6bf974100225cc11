"""When the demo stories were read."""

from datetime import UTC, datetime, timedelta

import pytest

from kawaraban.cli.demo_paper.loading_reads import hourly_reads

NOW = datetime(2026, 11, 23, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize("hours", [1, 30, 1000])
def test_rounding_loses_no_read_and_tells_none_of_the_future(hours: int) -> None:
    counts = hourly_reads(4127, published_at=NOW - timedelta(hours=hours), now=NOW)

    assert sum(counts.values()) == 4127
    assert min(counts.values()) >= 0
    assert max(counts) <= NOW


def test_the_first_day_is_read_most() -> None:
    published_at = NOW - timedelta(days=6)

    counts = hourly_reads(3000, published_at=published_at, now=NOW)

    first_day = sum(count for hour, count in counts.items() if hour < published_at + timedelta(days=1))
    assert first_day > 1500
