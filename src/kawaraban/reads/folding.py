"""Folding: the lines of the beacon files become tallies, the tallies the figures that the front tells.

Where the fold of a file has come to is a row (`FoldMark`), moved in the transaction of the tallies: killed at
any moment, the next fold goes on exactly where the last committed one ended.
"""

import fcntl
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

from kawaraban.press.front.beacons.beacon import PAPER, BeaconVerdict
from kawaraban.press.front.beacons.file import FILE_SUFFIX
from kawaraban.press.lease import other_nodes
from kawaraban.press.orders import order_reprint
from kawaraban.press.store.store import Store
from kawaraban.press.turn import one_turn
from kawaraban.reads.batch import Tallies, add_readers, add_tallies, read_lines
from kawaraban.reads.counts import DAY, WEEK, all_reads, most_read, read_since, reads_of
from kawaraban.reads.models import FoldMark
from kawaraban.reads.rule import ZONE_NOTE
from kawaraban.reads.shared_days import SharedDays

# Every page that shows the list of the most read carries this key.
MOST_READ_KEY: Final = "most-read"
# How many of them are looked at for a change, and how often pages are printed for it at most.
MOST_READ_LENGTH: Final = 5
MOST_READ_PAUSE: Final = timedelta(minutes=1)

# How often a node asks what others counted; and how long a fold of theirs may be late, from the hour that it counts in.
_OTHERS_PAUSE: Final = timedelta(seconds=10)
_OTHERS_LOOK_BACK: Final = timedelta(hours=2)
_LARGEST_BITE = 4_000_000
_MOST_READ_NOTE = "most-read"
_NOTHING_READ = " | "


@dataclass(slots=True)
class ReadsFolder:
    """Folds what one front wrote into `folder`, and keeps the store's figures and the most-read list true."""

    folder: Path
    store: Store
    # Whose midnights part the days: asked at each fold, for the publisher may change it.
    zone: Callable[[], tzinfo] = lambda: UTC
    # What other machines of the paper count, where there can be some.
    shared: SharedDays | None = None
    _told_all_at: int = -1  # which opening of the store was told all figures
    _ordered_at: datetime | None = None
    _ranked_at: datetime | None = None
    _asked_others_at: datetime | None = None

    def fold(self, *, now: datetime) -> int:
        """Fold every new line. Returns how many reads were counted."""
        zone = self.zone()
        self._tell_zone(zone)
        if self.shared is not None:
            self.shared.look(now=now, zone=zone)
        counted: Tallies = Counter()
        ends = self._newest_gone()
        finished: list[Path] = []
        marks = dict(FoldMark.objects.values_list("file_name", "offset_bytes"))
        for path in sorted(self.folder.glob(f"*{FILE_SUFFIX}")):
            is_finished = _is_finished(path)
            is_whole = True
            ends[path.name] = marks.get(path.name, 0)
            if path.stat().st_size > ends[path.name]:
                tallies, ends[path.name], is_whole = fold_file(path, zone=zone, shared=self.shared)
                counted.update(tallies)
            if is_finished and is_whole:
                finished.append(path)
        stories = sorted({story for story, _, _ in counted if story != PAPER} | self._read_elsewhere(now))
        opening = self.store.opened_count
        if stories or self._told_all_at != opening:
            figures = reads_of(stories) if self._told_all_at == opening else all_reads()
            self.store.set_figures(figures, folded=ends)
            self._told_all_at = opening
        self._remove(finished, ends)
        reads = sum(count for (_, _, verdict), count in counted.items() if verdict is BeaconVerdict.READ)
        self._order_most_read(now, has_news=reads > 0)
        return reads

    def _read_elsewhere(self, now: datetime) -> set[str]:
        """The stories that other nodes may have counted since the last look: this front is to tell those, too."""
        if self._asked_others_at is not None and now - self._asked_others_at < _OTHERS_PAUSE:
            return set()
        self._asked_others_at = now
        return read_since(now - _OTHERS_LOOK_BACK) if other_nodes() else set()

    def _tell_zone(self, zone: tzinfo) -> None:
        """The front changes its key at the paper's midnight, and has no database to ask whose that is."""
        if self.store.note(ZONE_NOTE) != str(zone):
            self.store.set_note(ZONE_NOTE, str(zone))

    def _newest_gone(self) -> dict[str, int]:
        """The newest file that was folded whole and thrown away, and its end: the front asks by its name."""
        _figure, told = self.store.figure(PAPER)
        gone = [name for name in told if not (self.folder / name).exists()]
        return {max(gone): told[max(gone)]} if gone else {}

    def _remove(self, finished: list[Path], ends: dict[str, int]) -> None:
        """Throw finished files away, and only then their marks: a file without its mark would count again."""
        if not finished:
            return
        # The front must know that all of them is folded before it can find one missing.
        self.store.set_figures({}, folded=ends)
        for path in finished:
            path.unlink()
        FoldMark.objects.filter(file_name__in=[path.name for path in finished]).delete()

    def _order_most_read(self, now: datetime, *, has_news: bool) -> None:
        """Order the pages with the most-read list anew when the list has changed."""
        if self._ordered_at is not None and now - self._ordered_at < MOST_READ_PAUSE:
            return
        # Weights fade by themselves: without news it is enough to look now and then.
        if not has_news and self._ranked_at is not None and now - self._ranked_at < MOST_READ_PAUSE:
            return
        self._ranked_at = now
        rankings = [most_read(now=now, limit=MOST_READ_LENGTH, ranking=ranking) for ranking in (DAY, WEEK)]
        told = " | ".join(" ".join(keys) for keys in rankings)
        if told == (self.store.note(_MOST_READ_NOTE) or _NOTHING_READ):
            return
        with one_turn():
            order_reprint(keys=[MOST_READ_KEY], reason="most-read", now=now)
        self.store.set_note(_MOST_READ_NOTE, told)
        self._ordered_at = now


def fold_file(
    path: Path, *, zone: tzinfo = UTC, shared: SharedDays | None = None
) -> tuple[Tallies, int, bool]:
    """Fold the file's new whole lines: tallies, readers and mark in one transaction.

    Returns what was counted, where the fold has come to, and whether that is the end of the file.
    """
    with one_turn():
        mark, _ = FoldMark.objects.select_for_update().get_or_create(file_name=path.name)
        with path.open("rb") as file:
            file.seek(mark.offset_bytes)
            bite = file.read(_LARGEST_BITE)
        whole = bite[: bite.rfind(b"\n") + 1]
        batch = read_lines(whole)
        if shared is not None:
            batch = shared.settled(batch, zone=zone)
        add_tallies(batch.tallies, zone=zone)
        add_readers(batch.by_day(zone))
        if whole:
            mark.offset_bytes += len(whole)
            FoldMark.objects.filter(pk=mark.pk).update(offset_bytes=mark.offset_bytes)
    if shared is not None:
        shared.committed()
    return batch.tallies, mark.offset_bytes, len(bite) < _LARGEST_BITE


def _is_finished(path: Path) -> bool:
    """Whether nobody writes to the file any more: its writer holds a lock for as long as it does."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
