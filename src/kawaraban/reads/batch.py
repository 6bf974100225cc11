"""A batch of lines from a beacon file, and how it is added to the tables: few statements for any number of lines."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from django.db import connection

from kawaraban.press.front.beacons.beacon import PAPER, STORY_KEY, BeaconVerdict
from kawaraban.reads.models import COLUMNS, DayReaders, HourTally
from kawaraban.reads.sketches import with_marks

# (story, epoch minute, verdict) -> how many.
_Head = tuple[str, int, BeaconVerdict]
Tallies = Counter[_Head]
# (story or paper, day) -> marks of readers, each as often as it was told.
Readers = Mapping[tuple[str, date], Sequence[str]]

_VERDICTS: Final = {str(verdict): verdict for verdict in BeaconVerdict}
_MARK_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class ReadsBatch:
    """What the lines say."""

    tallies: Tallies
    marks: dict[tuple[str, int], list[str]]  # (story or paper, minute) -> marks
    counted: dict[tuple[str, int], list[str]]  # (story, minute) -> marks of reads alone, as lines have them

    def by_day(self, zone: tzinfo) -> Readers:
        """The marks of each day of the paper."""
        found: dict[tuple[str, date], list[str]] = defaultdict(list)
        days: dict[int, date] = {}
        for (story, minute), marks in self.marks.items():
            if minute not in days:
                days[minute] = datetime.fromtimestamp(minute * 60, zone).date()
            found[story, days[minute]] += marks
        return found


def read_lines(lines: bytes) -> ReadsBatch:
    """Read whole lines. One that is not ours, after a crash, is passed over."""
    tallies: Tallies = Counter()
    marks: dict[tuple[str, int], list[str]] = defaultdict(list)
    counted: dict[tuple[str, int], list[str]] = {}
    for line in lines.decode("ascii", errors="replace").split("\n"):
        head, number, story_marks, paper_marks = _parts_of(line)
        key = _read_head(head)
        if key is None or not _is_number(number):
            continue
        tallies[key] += int(number)
        for place, told in ((key[0], story_marks), (PAPER, paper_marks)):
            if told != "-":
                marks[place, key[1]] += [mark for mark in told.split(",") if len(mark) == _MARK_LENGTH]
        if key[2] is BeaconVerdict.READ and story_marks != "-":
            counted.setdefault(key[:2], []).append(story_marks)
    return ReadsBatch(tallies, marks, counted)


def _parts_of(line: str) -> Sequence[str]:
    """Beginning, number and the two kinds of marks. Lines of before there were numbers and marks are a beginning."""
    parts = line.rsplit(" ", 3)
    return parts if len(parts) == 4 else (line, "1", "-", "-")


def _read_head(head: str) -> _Head | None:
    """Story, minute and verdict; None when it is not ours."""
    parts = head.split(" ")
    if len(parts) != 3:
        return None
    story, word, minute = parts
    if word not in _VERDICTS or not _is_number(minute):
        return None
    return (story, int(minute), _VERDICTS[word]) if story == PAPER or STORY_KEY.fullmatch(story) else None


def add_tallies(tallies: Tallies, *, zone: tzinfo) -> None:
    """Add to the hours, in one statement for all. SQLite and PostgreSQL both speak it."""
    if not tallies:
        return
    columns = list(COLUMNS.values())
    places = {verdict: place for place, verdict in enumerate(COLUMNS)}
    hours = {minute: _hour_of(minute, zone) for _story, minute, _verdict in tallies}
    rows: dict[tuple[str, datetime], list[int]] = defaultdict(lambda: [0] * len(columns))
    for (story, minute, verdict), number in tallies.items():
        rows[story, hours[minute]][places[verdict]] += number
    table = connection.ops.quote_name(HourTally._meta.db_table)
    adding = ", ".join(f"{column} = {table}.{column} + excluded.{column}" for column in columns)
    statement = (
        f"INSERT INTO {table} (story_key, hour_at, {', '.join(columns)}) "  # noqa: S608  names of our own
        f"VALUES (%s, %s{', %s' * len(columns)}) ON CONFLICT (story_key, hour_at) DO UPDATE SET {adding}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                (story, connection.ops.adapt_datetimefield_value(hour), *numbers)
                for (story, hour), numbers in sorted(rows.items())
            ],
        )


def add_readers(readers: Readers) -> None:
    """Put the marks into the sketches of their days: one query and one statement for all."""
    if not readers:
        return
    stored = {
        (story, day): bytes(sketch)
        for story, day, sketch in DayReaders.objects.filter(
            story_key__in={story for story, _ in readers}, day_on__in={day for _, day in readers}
        ).values_list("story_key", "day_on", "sketch")
    }
    rows = []
    for (story, day), marks in sorted(readers.items()):
        sketch, number = with_marks(stored.get((story, day), b""), marks)
        rows.append((story, connection.ops.adapt_datefield_value(day), number, sketch))
    table = connection.ops.quote_name(DayReaders._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (story_key, day_on, readers_count, sketch) "  # noqa: S608  a name of our own
            "VALUES (%s, %s, %s, %s) ON CONFLICT (story_key, day_on) "
            "DO UPDATE SET readers_count = excluded.readers_count, sketch = excluded.sketch",
            rows,
        )


def _is_number(text: str) -> bool:
    return len(text) < 10 and text.isascii() and text.isdecimal()


def _hour_of(minute: int, zone: tzinfo) -> datetime:
    """When the full hour began on the paper's clocks: half past in UTC where zones are half an hour off."""
    past = datetime.fromtimestamp(minute * 60, zone).minute
    return datetime.fromtimestamp((minute - past) * 60, UTC)
