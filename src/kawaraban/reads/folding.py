"""Folding: the lines of the beacon files become tallies, the tallies the figures that the front tells.

Where the fold of a file has come to is a row (`FoldMark`), moved in the transaction of the tallies: killed at
any moment, the next fold goes on exactly where the last committed one ended.
"""

import fcntl
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import F

from kawaraban.press.beacons import FILE_SUFFIX, STORY_KEY, Verdict
from kawaraban.press.orders import order_reprint
from kawaraban.press.store import Store
from kawaraban.reads.figures import all_reads, most_read, reads_of
from kawaraban.reads.models import FoldMark, HourTally

# Every page that shows the list of the most read carries this key.
MOST_READ_KEY: Final = "most-read"
# How many of them are looked at for a change, and how often pages are printed for it at most.
MOST_READ_LENGTH: Final = 5
MOST_READ_PAUSE: Final = timedelta(minutes=1)

_LARGEST_BITE = 4_000_000
_MOST_READ_NOTE = "most-read"

_COLUMN: Final = {
    Verdict.READ: "reads_count",
    Verdict.ROBOT: "robots_count",
    Verdict.REPEAT: "repeats_count",
    Verdict.STAFF: "staff_count",
}
Tallies = Counter[tuple[str, datetime, str]]


@dataclass(slots=True)
class Folder:
    """Folds what one front wrote into `folder`, and keeps the store's figures and the most-read list true."""

    folder: Path
    store: Store
    _has_told_all: bool = False
    _ordered_at: datetime | None = None

    def fold(self, *, now: datetime) -> int:
        """Fold every new line. Returns how many reads were counted."""
        counted: Tallies = Counter()
        ends: dict[str, int] = {}
        finished: list[Path] = []
        marks = dict(FoldMark.objects.values_list("file_name", "offset_bytes"))
        for path in sorted(self.folder.glob(f"*{FILE_SUFFIX}")):
            is_finished = _is_finished(path)
            is_whole = True
            ends[path.name] = marks.get(path.name, 0)
            if path.stat().st_size > ends[path.name]:
                tallies, ends[path.name], is_whole = fold_file(path)
                counted += tallies
            if is_finished and is_whole:
                finished.append(path)
        stories = sorted({story for story, _hour, _column in counted})
        if stories or not self._has_told_all:
            figures = reads_of(stories) if self._has_told_all else all_reads()
            self.store.set_figures(figures, folded=ends)
            self._has_told_all = True
        self._remove(finished, ends)
        self._order_most_read(now)
        return sum(count for (_, _, column), count in counted.items() if column == "reads_count")

    def _remove(self, finished: list[Path], ends: dict[str, int]) -> None:
        """Throw finished files away, and only then their marks: a file without its mark would count again."""
        for path in finished:
            path.unlink()
            del ends[path.name]
        if finished:
            FoldMark.objects.filter(file_name__in=[path.name for path in finished]).delete()
            self.store.set_figures({}, folded=ends)

    def _order_most_read(self, now: datetime) -> None:
        """Order the pages with the most-read list anew when the list has changed."""
        if self._ordered_at is not None and now - self._ordered_at < MOST_READ_PAUSE:
            return
        ranking = " ".join(most_read(now=now, limit=MOST_READ_LENGTH))
        if ranking == (self.store.note(_MOST_READ_NOTE) or ""):
            return
        with transaction.atomic():
            order_reprint(keys=[MOST_READ_KEY], reason="most-read", now=now)
        self.store.set_note(_MOST_READ_NOTE, ranking)
        self._ordered_at = now


def fold_file(path: Path) -> tuple[Tallies, int, bool]:
    """Fold the file's new whole lines: tallies and mark in one transaction.

    Returns what was counted, where the fold has come to, and whether that is the end of the file.
    """
    with transaction.atomic():
        mark, _ = FoldMark.objects.select_for_update().get_or_create(file_name=path.name)
        with path.open("rb") as file:
            file.seek(mark.offset_bytes)
            bite = file.read(_LARGEST_BITE)
        whole = bite[: bite.rfind(b"\n") + 1]
        tallies: Tallies = Counter(_entries(whole))
        for (story, hour, column), count in sorted(tallies.items()):
            tally, _ = HourTally.objects.get_or_create(story_key=story, hour_at=hour)
            HourTally.objects.filter(pk=tally.pk).update(**{column: F(column) + count})
        if whole:
            mark.offset_bytes += len(whole)
            FoldMark.objects.filter(pk=mark.pk).update(offset_bytes=mark.offset_bytes)
    return tallies, mark.offset_bytes, len(bite) < _LARGEST_BITE


def _entries(lines: bytes) -> Iterator[tuple[str, datetime, str]]:
    """(story, hour, column) of each line. A line that is not one of ours, after a crash, is passed over."""
    for line in lines.decode("ascii", errors="replace").splitlines():
        parts = line.split(" ")
        if len(parts) != 3 or not STORY_KEY.fullmatch(parts[0]) or parts[1] not in _COLUMN:
            continue
        if not (parts[2].isdecimal() and len(parts[2]) < 10):
            continue
        hour = datetime.fromtimestamp(int(parts[2]) * 60, UTC).replace(minute=0, second=0, microsecond=0)
        yield parts[0], hour, _COLUMN[Verdict(parts[1])]


def _is_finished(path: Path) -> bool:
    """Whether nobody writes to the file any more: its writer holds a lock for as long as it does."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
