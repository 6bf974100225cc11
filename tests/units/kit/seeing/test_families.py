"""7.13: one table of what is counted: its labels are the codes of the rooms, and bounded."""

from kawaraban.comments.submission import Reason
from kawaraban.kit.board import Board
from kawaraban.kit.faults import FaultCause
from kawaraban.kit.seeing.families import (
    DATABASE_FAILURES,
    DECISIONS,
    FAMILIES,
    NUMBERS_COUNT,
    OTHER,
    READS,
    REFUSALS,
    REQUEST_SECONDS,
    REQUESTS,
    TRIAGE,
)
from kawaraban.kit.seeing.tally import MetricTally
from kawaraban.law.models import Verdict
from kawaraban.press.front.beacons.beacon import BeaconVerdict
from kawaraban.triage.taught.judgement import State


def test_7_13_the_labels_are_the_codes_of_the_rooms() -> None:
    assert set(READS.values[0]) == {each.value for each in BeaconVerdict} | {OTHER}
    assert set(REFUSALS.values[0]) == {each.value for each in Reason} | {"unconfirmed", "wrong_kind", OTHER}
    assert set(DECISIONS.values[0]) == {each.value for each in Verdict} | {OTHER}
    assert set(DATABASE_FAILURES.values[0]) == {each.value for each in FaultCause} | {OTHER}
    assert set(TRIAGE.values[0]) == {each.value for each in State} | {OTHER}


def test_7_13_every_series_has_a_place_of_its_own() -> None:
    places = [
        place
        for family in FAMILIES
        for labels in family.series
        for place in range(family.place(*labels), family.place(*labels) + family.width)
    ]

    assert sorted(places) == list(range(NUMBERS_COUNT))


def test_7_13_what_is_in_no_table_is_other_and_makes_no_series() -> None:
    tally = MetricTally()

    tally.count(REQUESTS, "store", "299")
    tally.count(REQUESTS, "store", "<script>")

    assert tally.of(REQUESTS, "store", "other") == 2
    assert len(REQUESTS.series) == len(set(REQUESTS.series))


def test_7_13_a_process_that_is_started_again_goes_on_from_what_the_one_before_counted() -> None:
    board, first, second = Board.made(["front", "clerk"]), MetricTally(), MetricTally()
    first.count(READS, "robot", by=3)
    first.time(REQUEST_SECONDS, "app", seconds=0.3)
    first.hand_over(board, "front")
    board.clear("front")

    second.begin(board, "front")
    second.count(READS, "robot")

    assert second.of(READS, "robot") == 4
    assert second.of(REQUEST_SECONDS, "app") == 1
    assert sum(board.numbers("clerk")) == 0
