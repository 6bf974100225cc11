from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from kawaraban.reads.counts import DAY, WEEK, Ranking, most_read
from kawaraban.reads.models import HourTally

pytestmark = pytest.mark.django_db


def read(story: str, *, at: datetime, reads: int) -> None:
    HourTally.objects.create(story_key=story, hour_at=at, reads_count=reads)


def ago(now: datetime, hours: int) -> datetime:
    return now - timedelta(hours=hours)


@pytest.mark.parametrize("ranking", [DAY, WEEK])
def test_a_read_loses_half_of_its_weight_in_each_half_life(noon: datetime, ranking: Ranking) -> None:
    half_life = int(ranking.half_life_hours)
    read("story-1", at=ago(noon, half_life), reads=199)
    read("story-2", at=noon, reads=100)
    assert most_read(now=noon, limit=9, ranking=ranking) == ["story-2", "story-1"]

    HourTally.objects.filter(story_key="story-1").update(reads_count=201)
    assert most_read(now=noon, limit=9, ranking=ranking) == ["story-1", "story-2"]

    HourTally.objects.filter(story_key="story-1").update(reads_count=401, hour_at=ago(noon, 2 * half_life))
    assert most_read(now=noon, limit=9, ranking=ranking) == ["story-1", "story-2"]


@pytest.mark.parametrize("ranking", [DAY, WEEK])
def test_what_is_older_than_the_window_or_lies_ahead_does_not_rank(noon: datetime, ranking: Ranking) -> None:
    read("story-1", at=ago(noon, ranking.hours), reads=999_999)
    read("story-2", at=ago(noon, ranking.hours - 1), reads=1)
    read("story-3", at=ago(noon, -1), reads=999_999)

    assert most_read(now=noon, limit=9, ranking=ranking) == ["story-2"]


def test_the_ranking_does_not_move_within_an_hour(noon: datetime) -> None:
    read("story-1", at=ago(noon, 6), reads=200)
    read("story-2", at=noon, reads=100)

    told = {tuple(most_read(now=noon + timedelta(minutes=minute), limit=9)) for minute in range(0, 60, 5)}

    assert told == {("story-1", "story-2")}  # equal: in the order of their keys


def test_the_most_read_are_one_query_and_as_many_as_asked_for(
    noon: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        read(f"story-{number}", at=noon, reads=number)
        read(f"story-{number}", at=ago(noon, 3), reads=number)

    with django_assert_num_queries(1):
        assert most_read(now=noon, limit=2) == ["story-19", "story-18"]
