"""What came in over the wire: which item became which story, and in which version."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kawaraban.kit.clock import utc_now
from kawaraban.wire.items import GUID_LIMIT, SOURCE_LIMIT, ItemVersion, WireStory
from kawaraban.wire.links import known_key

# Of so many versions an item's words are remembered.
TAKEN_COUNT = 100
_SEEN_AGAIN = timedelta(days=1)


class WireItemQuerySet(models.QuerySet["WireItem"]):
    def named(self, source: str, guid: str) -> Self:
        """The items that this source names so; http and https of one name are the same, the exact one first."""
        rows = self.filter(source=source, key=known_key(guid))
        return rows.order_by(models.Case(models.When(guid=guid, then=0), default=1), "pk")

    def known_as(self, item: WireStory) -> Self:
        """The row of this item, also under the name that it had here before."""
        names = ((item.source, item.guid), *item.former_names)
        found = models.Q()
        for source, guid in names:
            found |= models.Q(source=source, key=known_key(guid))
        exact = models.When(source=item.source, guid=item.guid, then=0)
        return self.filter(found).order_by(models.Case(exact, default=1), "pk")


class WireItem(models.Model):
    """One item of an agency. It outlives its story: what an editor has thrown away does not come again."""

    source = models.CharField(pgettext_lazy("agency", "source"), max_length=SOURCE_LIMIT)
    guid = models.CharField(_("the agency's name for it"), max_length=GUID_LIMIT)
    # What `http` and `https` of one guid have in common.
    key = models.CharField(max_length=GUID_LIMIT, editable=False, db_index=True)
    version_label = models.CharField(_("version"), max_length=100, blank=True)
    version_number = models.BigIntegerField(default=0)
    version_at = models.DateTimeField()
    story = models.ForeignKey(
        "stories.StoryPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="wire_items"
    )
    digest = models.CharField(max_length=64)
    # The digests of all versions that were taken: an old one that comes again is not a new one.
    taken_digests = models.JSONField(default=list, editable=False)
    # Since when the agency says that it must not be published; empty again when it says otherwise.
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    # What we last wrote into the story: when the story says something else, an editor has been there.
    story_digest = models.CharField(max_length=64)
    notes = models.JSONField(_("notes"), default=list)
    received_at = models.DateTimeField(_("received"))
    changed_at = models.DateTimeField(_("last changed"))
    # When the agency last sent it, whatever it said; good to a day.
    seen_at = models.DateTimeField(default=utc_now, editable=False, db_index=True)

    objects = WireItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("wire item")
        verbose_name_plural = _("wire items")
        constraints = [models.UniqueConstraint(fields=["source", "guid"], name="one_row_per_wire_item")]

    def __str__(self) -> str:
        return f"{self.source}: {self.guid}"

    def note_seen(self, now: datetime) -> None:
        """The agency still sends it: written once a day."""
        if self.seen_at < now - _SEEN_AGAIN:
            self.seen_at = now
            self.save(update_fields=["seen_at"])

    @property
    def version(self) -> ItemVersion:
        return ItemVersion(number=self.version_number, at=self.version_at)

    @version.setter
    def version(self, version: ItemVersion) -> None:
        self.version_number, self.version_at = version.number, version.at

    @property
    def had_story(self) -> bool:
        """False for what the agency withdrew before a story was made of it."""
        return bool(self.story_digest)

    def says_the_same(self, item: WireStory) -> bool:
        """Whether the newest version that was taken has the same words."""
        return self.digest in self._digests(item)

    def has_taken(self, item: WireStory) -> bool:
        """Whether these words came before, in any version."""
        return not self._digests(item).isdisjoint({self.digest, *self.taken_digests})

    def _digests(self, item: WireStory) -> set[str]:
        return {item.digest, item.former_digest(self.source, self.guid, self.notes)}

    def take_words(self, digest: str) -> None:
        """Remember these words as the newest."""
        self.taken_digests = [*(d for d in self.taken_digests if d != digest), digest][-TAKEN_COUNT:]
        self.digest = digest
