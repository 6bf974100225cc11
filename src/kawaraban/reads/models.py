"""Counted reads, by story and hour, and distinct readers, by story and day.

A story is named by its key ("story-42"): this room knows no stories. What belongs to no story that we have is
told under the paper ("paper").
"""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from kawaraban.press.front.beacons.beacon import BeaconVerdict


class HourTally(models.Model):
    """What was counted for one story in one hour, and what was not and why."""

    story_key = models.CharField(_("story"), max_length=64)
    hour_at = models.DateTimeField(_("hour"))
    reads_count = models.PositiveIntegerField(_("reads"), default=0)
    robots_count = models.PositiveIntegerField(_("robots, not counted"), default=0)
    repeats_count = models.PositiveIntegerField(_("repeats, not counted"), default=0)
    staff_count = models.PositiveIntegerField(_("staff, not counted"), default=0)
    prefetches_count = models.PositiveIntegerField(
        _("fetched in advance, not counted"), default=0, db_default=0
    )
    too_early_count = models.PositiveIntegerField(_("too early, not counted"), default=0, db_default=0)
    floods_count = models.PositiveIntegerField(
        _("too many from one network, not counted"), default=0, db_default=0
    )
    foreign_count = models.PositiveIntegerField(_("from other sites, not counted"), default=0, db_default=0)
    unknown_count = models.PositiveIntegerField(
        _("for stories we do not have, not counted"), default=0, db_default=0
    )
    malformed_count = models.PositiveIntegerField(_("unreadable, not counted"), default=0, db_default=0)

    class Meta:
        verbose_name = _("hourly tally")
        verbose_name_plural = _("hourly tallies")
        constraints = [
            models.UniqueConstraint(fields=["story_key", "hour_at"], name="one_tally_per_story_and_hour")
        ]
        indexes = [models.Index(fields=["hour_at"], name="tally_by_hour")]

    def __str__(self) -> str:
        return f"{self.story_key} {self.hour_at:%Y-%m-%d %H}: {self.reads_count}"


# Where each verdict is tallied: one column for each reason.
COLUMNS: Final = {
    BeaconVerdict.READ: "reads_count",
    BeaconVerdict.ROBOT: "robots_count",
    BeaconVerdict.REPEAT: "repeats_count",
    BeaconVerdict.STAFF: "staff_count",
    BeaconVerdict.PREFETCH: "prefetches_count",
    BeaconVerdict.TOO_EARLY: "too_early_count",
    BeaconVerdict.FLOOD: "floods_count",
    BeaconVerdict.FOREIGN: "foreign_count",
    BeaconVerdict.UNKNOWN: "unknown_count",
    BeaconVerdict.MALFORMED: "malformed_count",
}


class DayReaders(models.Model):
    """How many distinct readers a story, or the paper, had on one day of the paper: a sketch, not the readers."""

    story_key = models.CharField(_("story"), max_length=64)
    day_on = models.DateField(_("day"))
    readers_count = models.PositiveIntegerField(_("distinct readers"), default=0)
    # A HyperLogLog sketch as `reads/sketches.py` writes it: two of them can be merged.
    sketch = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("readers of a day")
        verbose_name_plural = _("readers of a day")
        constraints = [
            models.UniqueConstraint(fields=["story_key", "day_on"], name="one_sketch_per_story_and_day")
        ]
        indexes = [models.Index(fields=["day_on"], name="readers_by_day")]

    def __str__(self) -> str:
        return f"{self.story_key} {self.day_on}: {self.readers_count}"


class FoldMark(models.Model):
    """How far a beacon file has been folded: moved in the transaction of the fold, so nothing counts twice."""

    file_name = models.CharField(max_length=128, primary_key=True)
    offset_bytes = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.file_name} {self.offset_bytes}"


class SharedKey(models.Model):
    """Half of the key by which the machines of a paper know a reader of one day again: `shared_days.py`.

    Only a paper that several machines serve has rows here, and no copy and no standby ever has (the table is unlogged).
    """

    day_ends_at = models.DateTimeField(primary_key=True)
    half = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day_ends_at}"


class SharedReads(models.Model):
    """Reads that one machine has counted, for the others to know: keyed hashes with their minutes, and no stories.

    As `marks.py` writes them. Unlogged, too.
    """

    day_ends_at = models.DateTimeField(db_index=True)
    marks = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.pk} {self.day_ends_at}"
