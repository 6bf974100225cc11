"""The files of the site map: which there are, and when something in one changed last."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from django.db import models

# So many numbers of stories, topics or authors make a file: it never holds more, and a page never changes its file.
# With the longest addresses that a map may name it is a tenth of what one file may weigh.
PART_NUMBERS: Final = 2_000


class MapKind(StrEnum):
    """What the file lists. Stored, and part of its address: the codes are frozen."""

    STORIES = "stories"
    TOPICS = "topics"
    AUTHORS = "authors"


class MapPartQuerySet(models.QuerySet["MapPart"]):
    def note(self, kind: str, number: int, *, is_empty: bool, now: datetime) -> None:
        """Something in the file changed, or nothing is left in it."""
        if is_empty:
            self.filter(kind=kind, number=number).delete()
        else:
            self.update_or_create(kind=kind, number=number, defaults={"changed_at": now})

    def in_order(self) -> Self:
        """As the index names them."""
        return self.order_by("kind", "number")


class MapPart(models.Model):
    """A file of the site map with something in it."""

    kind = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    objects = MapPartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="map_part_once")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"


def part_of(pk: int) -> int:
    """The number of the file in which the page of this number stands, for ever."""
    return pk // PART_NUMBERS


def numbers_of(part: int) -> tuple[int, int]:
    """The first number of the file, and the first after it."""
    return part * PART_NUMBERS, (part + 1) * PART_NUMBERS
