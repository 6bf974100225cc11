"""Which of two versions is the newer: by the agency's number and time, and where these are silent, by the words."""

from enum import Enum

from kawaraban.wire.dates import moment_of
from kawaraban.wire.items import ItemVersion, WireStory
from kawaraban.wire.models import WireItem


class ItemStanding(Enum):
    """What an item is to the version that is here."""

    NEWER = "newer"
    SAME_WORDS = "newer by its number or time, with the same words"
    SEEN = "here already, now or once"
    OLDER = "other words of an older time"
    UNNUMBERED = "other words under the same number and time"


def standing(item: WireStory, row: WireItem) -> ItemStanding:
    """A newer number or time is newer. Without one, words are newer when they never came before."""
    here = version_here(item, row)
    if item.version > here:
        return ItemStanding.SAME_WORDS if row.says_the_same(item) else ItemStanding.NEWER
    if row.has_taken(item):
        return ItemStanding.SEEN
    is_comparable = item.version.is_known and here.is_known
    if item.words_are_version and (item.version == here or not is_comparable):
        return ItemStanding.NEWER
    return ItemStanding.OLDER if item.version < here else ItemStanding.UNNUMBERED


def version_here(item: WireStory, row: WireItem) -> ItemVersion:
    """The version of the row. Of a feed's item its words are read anew: what was read wrongly once is right now."""
    if not item.words_are_version or row.version_number or not row.version_label:
        return row.version
    stated = moment_of(row.version_label)
    return ItemVersion(at=stated.at) if stated and stated.is_sure else ItemVersion()


def remember_version(row: WireItem, item: WireStory) -> None:
    """Keep the newer of the two; what has no time changes none."""
    if item.version.is_known or not row.version_label:
        row.version, row.version_label = item.version, item.version_label[:100]
