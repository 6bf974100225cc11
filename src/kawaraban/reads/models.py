"""Counted reads, by story and hour. A story is named by its key ("story-42"): this room knows no stories."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HourTally(models.Model):
    """What was counted for one story in one hour, and what was not and why."""

    story_key = models.CharField(_("story"), max_length=64)
    hour_at = models.DateTimeField(_("hour"))
    reads_count = models.PositiveIntegerField(_("reads"), default=0)
    robots_count = models.PositiveIntegerField(_("robots, not counted"), default=0)
    repeats_count = models.PositiveIntegerField(_("repeats, not counted"), default=0)
    staff_count = models.PositiveIntegerField(_("staff, not counted"), default=0)

    class Meta:
        verbose_name = _("hourly tally")
        verbose_name_plural = _("hourly tallies")
        constraints = [
            models.UniqueConstraint(fields=["story_key", "hour_at"], name="one_tally_per_story_and_hour")
        ]
        indexes = [models.Index(fields=["hour_at"], name="tally_by_hour")]

    def __str__(self) -> str:
        return f"{self.story_key} {self.hour_at:%Y-%m-%d %H}: {self.reads_count}"


class FoldMark(models.Model):
    """How far a beacon file has been folded: moved in the transaction of the fold, so nothing counts twice."""

    file_name = models.CharField(max_length=128, primary_key=True)
    offset_bytes = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.file_name} {self.offset_bytes}"
