"""Which lists a story stands in, as rows of one table: so any page of any list is a short walk along one index.

    ListedStory.objects.on(section_list(5)).pks()[40:61]       # the third page of a section
    ListedStory.objects.newest_on({PAPER_LIST: 30})            # of several lists at once, in one query

Only what readers may see stands in it, and what makes a list of it changes with the story (`stories/lists/listing.py`).
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Final, NamedTuple, Self

from django.db import models
from django.db.models import Q


class ListKind(StrEnum):
    """What the list is of. Stored: the codes are frozen."""

    PAPER = "paper"
    SECTION = "section"
    TOPIC = "topic"
    AUTHOR = "author"


class StoryList(NamedTuple):
    """One list: "section", and the number of the section's page."""

    kind: str
    number: int


PAPER_LIST: Final = StoryList(ListKind.PAPER, 0)


def section_list(pk: int) -> StoryList:
    """The stories of a section."""
    return StoryList(ListKind.SECTION, pk)


def topic_list(pk: int) -> StoryList:
    """The stories of a topic."""
    return StoryList(ListKind.TOPIC, pk)


def author_list(pk: int) -> StoryList:
    """The stories under a name."""
    return StoryList(ListKind.AUTHOR, pk)


class NewestRow(NamedTuple):
    """A story on a list."""

    on: StoryList
    pk: int
    published_at: datetime


class ListedStoryQuerySet(models.QuerySet["ListedStory"]):
    def on(self, story_list: StoryList) -> Self:
        """What stands on this list, newest first."""
        rows = self.filter(kind=story_list.kind, number=story_list.number)
        return rows.order_by("-published_at", "-story_id")

    def pks(self) -> "models.QuerySet[ListedStory, int]":
        """The numbers of the stories. Cut a page out of it: read inside the index alone."""
        return self.values_list("story_id", flat=True)

    def newest_on(self, lists: Mapping[StoryList, int]) -> list[NewestRow]:
        """So many of the newest of each list, newest of all first. One query, whatever the number of lists."""
        if not lists:
            return []
        # Each part is a short walk of its own; a window over all of them would number every story of the paper.
        parts = (Q(pk__in=self.model.objects.on(each).values("pk")[:count]) for each, count in lists.items())
        rows = self.filter(reduce(or_, parts)).values_list("kind", "number", "story_id", "published_at")
        found = [NewestRow(StoryList(kind, number), pk, at) for kind, number, pk, at in rows.order_by()]
        return sorted(found, key=lambda row: (row.published_at, row.pk), reverse=True)


class ListedStory(models.Model):
    """A story that every reader may see, on one list."""

    story = models.ForeignKey(
        "stories.StoryPage", on_delete=models.CASCADE, related_name="listed", db_index=False
    )
    kind = models.CharField(max_length=8)
    # Of the section's page, the topic, the author; 0 of the whole paper.
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    objects = ListedStoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "kind", "number"], name="story_once_on_a_list")
        ]
        indexes = [models.Index(fields=["kind", "number", "published_at", "story"], name="listed_newest")]

    def __str__(self) -> str:
        return f"{self.story_id} on {self.kind} {self.number}"
