"""The set times of a digest where clocks change, and the words of its mail."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.makers.desk import waiting_comment

from kawaraban.alerts.digest_words import digest_mail
from kawaraban.alerts.digests import last_set_time
from kawaraban.alerts.waiting import Matters
from kawaraban.comments.models import Thread
from kawaraban.people.models import User

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("start", "hours"),
    [(datetime(2026, 3, 28, 12, tzinfo=UTC), 48), (datetime(2026, 10, 24, 12, tzinfo=UTC), 48)],
    ids=["spring", "autumn"],
)
@pytest.mark.parametrize("time", ["02:30", "09:00"])
def test_a_time_of_day_comes_once_on_each_of_two_days_also_when_clocks_change(
    start: datetime, hours: int, time: str
) -> None:
    moments = {
        last_set_time([time], now=start + timedelta(minutes=minute), zone=BERLIN)
        for minute in range(0, hours * 60, 10)
    }

    assert len(moments) == 3  # the one before the start, and two


@pytest.mark.django_db
def test_a_long_comment_is_cut_and_line_breaks_do_not_break_the_mail(
    moderator: User, thread: Thread, noon: datetime
) -> None:
    comment = waiting_comment(thread, text="word\nSubject: x\n" + "long " * 200, now=noon)

    mail = digest_mail(moderator, [comment], count=1, matters=Matters(), now=noon)

    assert mail.heading == "1 comment waits"
    quoted = next(line for line in mail.body.splitlines() if line.startswith("> "))
    assert quoted.startswith("> word Subject: x long")
    assert len(quoted) < 310
