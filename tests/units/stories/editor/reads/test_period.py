from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kawaraban.stories.editor.reads.period import asked_period

ISTANBUL = ZoneInfo("Europe/Istanbul")  # three hours ahead
LATE = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # the 24th already in Istanbul


@pytest.mark.parametrize(
    ("asked", "first_on", "last_on"),
    [
        ({}, date(2026, 11, 18), date(2026, 11, 24)),
        ({"period": "today"}, date(2026, 11, 24), date(2026, 11, 24)),
        ({"period": "30"}, date(2026, 10, 26), date(2026, 11, 24)),
        ({"period": "custom", "from": "2026-03-01", "to": "2026-03-09"}, date(2026, 3, 1), date(2026, 3, 9)),
        ({"period": "custom", "from": "2026-03-09", "to": "2026-03-01"}, date(2026, 3, 1), date(2026, 3, 9)),
    ],
)
def test_a_period_is_whole_days_of_the_paper(asked: dict[str, str], first_on: date, last_on: date) -> None:
    period = asked_period(asked, now=LATE, zone=ISTANBUL)

    assert (period.first_on, period.last_on, period.trouble) == (first_on, last_on, "")
    assert period.since == datetime(first_on.year, first_on.month, first_on.day, tzinfo=ISTANBUL)
    assert (
        asked_period(dict(pair.split("=") for pair in period.query.split("&")), now=LATE, zone=ISTANBUL)
        == period
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "ever"},
        {"period": "custom"},
        {"period": "custom", "from": "yesterday", "to": "2026-03-01"},
        {"period": "custom", "from": "2026-03-01", "to": "2027-03-01"},
        {"period": "custom", "from": "2020-03-01", "to": "2026-03-01"},
        {"period": "custom", "from": "0001-01-01", "to": "0001-01-02"},
    ],
)
def test_a_period_that_cannot_be_is_the_last_seven_days_with_a_reason(asked: dict[str, str]) -> None:
    period = asked_period(asked, now=LATE, zone=ISTANBUL)

    assert len(period.days) == 7
    assert period.trouble


def test_the_day_on_which_clocks_go_forward_has_23_hours() -> None:
    asked = {"period": "custom", "from": "2026-03-29", "to": "2026-03-29"}

    period = asked_period(asked, now=LATE, zone=ZoneInfo("Europe/Berlin"))

    assert len(period.hours) == 23
    assert period.is_hourly
