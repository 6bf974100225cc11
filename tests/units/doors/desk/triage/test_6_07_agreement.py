"""Agreement by ground, by language, over time and as a file; what the random sample tells."""

import csv
import io
from collections import Counter
from datetime import date, timedelta

from kawaraban.doors.desk.figures.assessed import BLIND, SHOWN, UNNAMED, Assessed, Seconds
from kawaraban.doors.desk.triage.agreement import (
    agreement_over_time,
    ground_agreements,
    language_agreements,
    whole_agreement,
)
from kawaraban.doors.desk.triage.chart import agreement_chart
from kawaraban.doors.desk.triage.sample import minutes_saved, sway_of
from kawaraban.doors.desk.triage.sample_words import minutes_words, sway_words
from kawaraban.doors.desk.triage.table import COLUMNS, agreement_csv

DAY = date(2026, 11, 23)
PAIRS = Counter(
    {
        ("en", "insult", "insult"): 30,
        ("en", "insult", "spam"): 5,
        ("en", "insult", ""): 15,
        ("en", "", "insult"): 20,
        ("en", "", ""): 100,
        ("en", UNNAMED, "insult"): 2,
        ("tr", "spam", "spam"): 3,
    }
)


def test_6_07_a_ground_is_told_from_both_sides() -> None:
    insult, spam, unnamed = ground_agreements(Assessed(pairs=PAIRS))

    assert (insult.code, spam.code, unnamed.code) == ("insult", "spam", UNNAMED)
    assert (insult.hints, insult.refused_hints, insult.right) == (50, 35, 0.7)
    assert (insult.refused, insult.foreseen, insult.named) == (52, 32, 30)
    assert (spam.hints, spam.refused, spam.foreseen, spam.named) == (3, 8, 8, 3)
    assert spam.right is None
    assert (unnamed.hints, unnamed.refused_hints, unnamed.refused) == (2, 2, 0)


def test_6_07_a_language_is_told_by_itself() -> None:
    scores = Counter({("en", 18, 1): 25, ("en", 1, 0): 25, ("tr", 18, 1): 3})

    english, turkish = language_agreements(Assessed(pairs=PAIRS, scores=scores))

    assert (english.decided, english.hints, english.refused_hints) == (172, 52, 37)
    assert (english.refused, english.foreseen, english.order) == (57, 37, 1.0)
    assert (turkish.decided, turkish.right, turkish.order) == (3, None, None)


def test_6_07_spans_end_with_today_and_hold_every_day_once() -> None:
    days = {
        DAY + timedelta(days=place): Assessed(pairs=Counter({("en", "", ""): place + 1}))
        for place in range(10)
    }

    spans = agreement_over_time(days, step_days=3)

    assert [day for day, _each in spans] == [DAY + timedelta(days=place) for place in (0, 1, 4, 7)]
    assert [each.decided for _day, each in spans] == [1, 2 + 3 + 4, 5 + 6 + 7, 8 + 9 + 10]


def test_6_07_a_span_without_enough_leaves_a_gap_in_the_chart() -> None:
    full = whole_agreement(Assessed(pairs=PAIRS))
    empty = whole_agreement(Assessed())

    chart = agreement_chart([(DAY, full), (DAY, empty), (DAY, full), (DAY, full)])

    right = next(line.path for line in chart.lines if line.kind == "right")
    assert (right.count("M"), right.count("L"), right.count("H")) == (2, 1, 3)
    assert agreement_chart([(DAY, empty)]).lines == ()
    assert agreement_chart([]).lines == ()


def test_6_07_the_file_adds_up_to_the_page() -> None:
    days = {DAY: Assessed(pairs=PAIRS), DAY + timedelta(days=1): Assessed(pairs=PAIRS)}

    rows = list(csv.DictReader(io.StringIO(agreement_csv(days))))

    assert tuple(rows[0]) == COLUMNS
    assert sum(int(row["suspected"]) for row in rows) == 2 * 55
    assert sum(int(row["not_published"]) for row in rows) == 2 * 60
    assert rows[0]["day"] == "2026-11-23"


def test_6_07_sway_is_told_only_where_it_is_seen() -> None:
    swayed = Assessed(
        arms=Counter({(SHOWN, 2, 1): 160, (SHOWN, 2, 0): 40, (BLIND, 3, 1): 20, (BLIND, 1, 0): 20})
    )
    alike = Assessed(
        arms=Counter({(SHOWN, 2, 1): 20, (SHOWN, 2, 0): 20, (BLIND, 3, 1): 20, (BLIND, 1, 0): 20})
    )
    unsuspected = Assessed(arms=Counter({(SHOWN, 0, 1): 500, (BLIND, 0, 0): 500}))

    assert "sway your desk" in sway_words(sway_of(swayed)).verdict
    assert "No difference can be seen" in sway_words(sway_of(alike)).verdict
    assert not sway_words(sway_of(unsuspected)).is_known


def test_6_07_minutes_follow_their_formula_and_may_be_lost() -> None:
    quick, slow = Seconds(600, 600 * 10, 600 * 101), Seconds(60, 60 * 14, 60 * 197)

    saved = minutes_saved(Assessed(seconds={SHOWN: quick, BLIND: slow})).minutes
    lost = minutes_saved(Assessed(seconds={SHOWN: slow, BLIND: quick}))

    assert saved is not None
    assert saved.value == (14 - 10) * 600 / 60
    assert saved.low > 0
    assert "cost time" in minutes_words(lost).verdict
    assert "−4" in minutes_words(lost).minutes or "-4" in minutes_words(lost).minutes


def test_6_07_without_a_hidden_sample_no_minute_is_claimed() -> None:
    words = minutes_words(minutes_saved(Assessed(seconds={SHOWN: Seconds(9_999, 99_990, 999_999)})))

    assert not words.is_known
    assert words.minutes == ""
