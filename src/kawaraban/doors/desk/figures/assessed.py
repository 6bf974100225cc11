"""What the model said at one day's decisions, and what the desk then did: numbers alone.

    assessed_days(first_on, last_on)       # {date: Assessed(...)}: kept days, and the rest from the assessments

A kept day stands as it was when the day was closed: what is reversed on an appeal later is learnt, and not counted
again. Seconds with a card are counted up to `LONGEST_SECONDS`: what lies beyond is a pause.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from typing import Any, Final, Self

from django.db.models import BooleanField, Case, Exists, OuterRef, Value, When
from django.db.models.functions import Substr
from django.utils import timezone

from kawaraban.comments.models import CommentScore, subject_of
from kawaraban.doors.desk.figures.spans import on_days
from kawaraban.doors.desk.models import ClosedDay
from kawaraban.triage.models import Assessment
from kawaraban.triage.taught.bands import Band, band_of

# Where the counts of a closed day hold these. Stored.
TRIAGE: Final = "triage"
STEPS: Final = 20
LONGEST_SECONDS: Final = 300
# The hint was seen; it was hidden because the comment belongs to the random sample. Stored.
SHOWN, BLIND = "shown", "blind"
# Something is suspected, and no ground says why. Stored.
UNNAMED: Final = "*"
NOTHING: Final = ""


@dataclass(frozen=True, slots=True)
class Seconds:
    """Time with the card: of how many decisions, the sum, the sum of squares."""

    times: int = 0
    total: int = 0
    squares: int = 0

    def __add__(self, other: "Seconds") -> "Seconds":
        return Seconds(self.times + other.times, self.total + other.total, self.squares + other.squares)


@dataclass(frozen=True, slots=True)
class Assessed:
    """`pairs`: (language, suspected ground, decided ground) to how often; NOTHING is no suspicion, or published.

    `scores`: (language, step of the score from 0 to 19, refused) to how often. `arms`: (SHOWN or BLIND, band,
    refused) to how often. `seconds` by arm. `unscored`: decided where the model had said nothing.
    """

    pairs: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    scores: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    arms: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    seconds: Mapping[str, Seconds] = field(default_factory=dict)
    unscored: int = 0

    @property
    def scored(self) -> int:
        """Decisions of which the model had said something."""
        return sum(self.pairs.values())

    @property
    def stored(self) -> dict[str, Any]:
        """As it is kept. The names are frozen."""
        return {
            "pairs": [[*key, times] for key, times in sorted(self.pairs.items())],
            "scores": [[*key, times] for key, times in sorted(self.scores.items())],
            "arms": [[*key, times] for key, times in sorted(self.arms.items())],
            "seconds": {arm: [each.times, each.total, each.squares] for arm, each in self.seconds.items()},
            "unscored": self.unscored,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            pairs=Counter({(row[0], row[1], row[2]): row[3] for row in stored["pairs"]}),
            scores=Counter({(row[0], row[1], row[2]): row[3] for row in stored["scores"]}),
            arms=Counter({(row[0], row[1], row[2]): row[3] for row in stored["arms"]}),
            seconds={arm: Seconds(*numbers) for arm, numbers in stored["seconds"].items()},
            unscored=stored["unscored"],
        )


def assessed_together(days: Iterable[Assessed]) -> Assessed:
    """Those of several days."""
    pairs: Counter[tuple[str, str, str]] = Counter()
    scores: Counter[tuple[str, int, int]] = Counter()
    arms: Counter[tuple[str, int, int]] = Counter()
    seconds: dict[str, Seconds] = defaultdict(Seconds)
    unscored = 0
    for day in days:
        pairs.update(day.pairs)
        scores.update(day.scores)
        arms.update(day.arms)
        unscored += day.unscored
        for arm, each in day.seconds.items():
            seconds[arm] += each
    return Assessed(pairs, scores, arms, dict(seconds), unscored)


def assessed_days(first_on: date, last_on: date) -> dict[date, Assessed]:
    """Every day from the first to the last, in their order. Two queries, and no assessment of a day that is kept."""
    zone = timezone.get_current_timezone()
    closed = ClosedDay.objects.filter(zone=str(zone), day__range=(first_on, last_on))
    kept = {day: counts[TRIAGE] for day, counts in closed.values_list("day", "counts") if TRIAGE in counts}
    days = [first_on + timedelta(days=place) for place in range((last_on - first_on).days + 1)]
    fresh = assessments_counted([day for day in days if day not in kept], zone)
    return {day: Assessed.of(kept[day]) if day in kept else fresh[day] for day in days}


def assessments_counted(days: Sequence[date], zone: tzinfo) -> dict[date, Assessed]:
    """From the assessments. One query; none for no day."""
    rows: dict[date, list[_Row]] = defaultdict(list)
    for decided_at, *values in _rows(days, zone):
        rows[decided_at.astimezone(zone).date()].append(_Row(*values))
    return {day: _day(rows[day]) for day in days}


@dataclass(frozen=True, slots=True)
class _Row:
    """Of one assessment."""

    language: str
    score: float | None
    ground: str
    decided_ground: str
    lesson: int
    was_hint_shown: bool
    is_blind: bool
    seconds: int | None

    @property
    def arm(self) -> str:
        """ "" of a moderator who hides the hints: they chose so, and are no random sample."""
        return SHOWN if self.was_hint_shown else BLIND if self.is_blind else ""


def _day(rows: Sequence[_Row]) -> Assessed:
    day = Assessed()
    seconds: dict[str, Seconds] = defaultdict(Seconds)
    for row in rows:
        if row.score is None:
            continue
        band = band_of(row.score)
        suspected = (row.ground or UNNAMED) if band is not Band.NOTHING else NOTHING
        decided = (row.decided_ground or UNNAMED) if row.lesson else NOTHING
        day.pairs[row.language, suspected, decided] += 1
        day.scores[row.language, min(STEPS - 1, int(row.score * STEPS)), row.lesson] += 1
        if row.arm:
            day.arms[row.arm, int(band), row.lesson] += 1
            if row.seconds is not None:
                spent = min(row.seconds, LONGEST_SECONDS)
                seconds[row.arm] += Seconds(1, spent, spent * spent)
    unscored = sum(row.score is None for row in rows)
    return Assessed(day.pairs, day.scores, day.arms, dict(seconds), unscored)


def _rows(days: Sequence[date], zone: tzinfo) -> Iterable[tuple[Any, ...]]:
    """What was decided and stands: what was undone teaches nothing."""
    if not days:
        return ()
    public_id = Substr(OuterRef("subject"), len(subject_of("")) + 1)
    in_sample = Exists(CommentScore.objects.filter(is_blind=True, comment__public_id=public_id))
    # Of what was shown nobody asks whether it was in the sample.
    is_blind = Case(
        When(was_hint_shown=True, then=Value(value=False)), default=in_sample, output_field=BooleanField()
    )
    values = Assessment.objects.filter(on_days("decided_at", days, zone), lesson__isnull=False).order_by()
    return values.values_list(
        "decided_at",
        "language",
        "score",
        "ground",
        "decided_ground",
        "lesson",
        "was_hint_shown",
        is_blind,
        "seconds",
    ).iterator()
