"""What came in over the wire: which item became which story, and in which version."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kawaraban.wire.items import GUID_LIMIT, SOURCE_LIMIT, Version


class WireItemQuerySet(models.QuerySet["WireItem"]):
    def known_as(self, source: str, guid: str) -> Self:
        """The item that this source names so: one or none."""
        return self.filter(source=source, guid=guid)


class WireItem(models.Model):
    """One item of an agency. It outlives its story: what an editor has thrown away does not come again."""

    source = models.CharField(pgettext_lazy("agency", "source"), max_length=SOURCE_LIMIT)
    guid = models.CharField(_("the agency's name for it"), max_length=GUID_LIMIT)
    version_label = models.CharField(_("version"), max_length=100, blank=True)
    version_number = models.BigIntegerField(default=0)
    version_at = models.DateTimeField()
    story = models.ForeignKey(
        "stories.StoryPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="wire_items"
    )
    digest = models.CharField(max_length=64)
    # What we last wrote into the story: when the story says something else, an editor has been there.
    story_digest = models.CharField(max_length=64)
    notes = models.JSONField(_("notes"), default=list)
    received_at = models.DateTimeField(_("received"))
    changed_at = models.DateTimeField(_("last changed"))

    objects = WireItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("wire item")
        verbose_name_plural = _("wire items")
        constraints = [models.UniqueConstraint(fields=["source", "guid"], name="one_row_per_wire_item")]

    def __str__(self) -> str:
        return f"{self.source}: {self.guid}"

    @property
    def version(self) -> Version:
        return Version(number=self.version_number, at=self.version_at)

    @version.setter
    def version(self, version: Version) -> None:
        self.version_number, self.version_at = version.number, version.at
