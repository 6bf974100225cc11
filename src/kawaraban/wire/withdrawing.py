"""What an agency kills: obeyed before readers see it, told to the editor after."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kawaraban.wire.items import ItemVersion, RefusedItem
from kawaraban.wire.links import known_key
from kawaraban.wire.models import WireItem
from kawaraban.wire.scheduling import unschedule


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What became of it. `is_obeyed`: something was taken off the schedule."""

    words: str
    story_pk: int | None = None
    is_obeyed: bool = False


def withdraw(item: RefusedItem, *, now: datetime) -> Withdrawn:
    """Take a scheduled story off its schedule and mark the item, also for versions that come late.

    What readers see stays: that is for an editor to decide, who is told when the story is opened. A draft stays too.
    A kill that is older than the version here is no news.
    """
    row = WireItem.objects.select_for_update().named(item.source, item.guid).first()
    if row is None:
        _remember(item, now)
        return Withdrawn(_("refused: %(why)s") % {"why": item.reason})
    row.note_seen(now)
    if item.version.is_known and item.version < row.version:
        older = _("already here: %(why)s") % {"why": _("this version or a newer one")}
        return Withdrawn(older, row.story_id)
    row.version = max(row.version, item.version)
    row.version_label = (
        row.version_label if not item.version.is_known else f"{item.version.at:%Y-%m-%dT%H:%M:%SZ}"
    )
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.notes = [_told(item), *row.notes]
    row.save()
    if row.story is None:
        return Withdrawn(_("refused: %(why)s") % {"why": item.reason})
    was_scheduled = unschedule(row.story)
    return Withdrawn(
        _words(item, is_live=row.story.live, was_scheduled=was_scheduled), row.story_id, was_scheduled
    )


def _remember(item: RefusedItem, now: datetime) -> None:
    """Of what never came: its older versions may still come."""
    if item.guid:
        WireItem.objects.create(
            source=item.source,
            guid=item.guid,
            key=known_key(item.guid),
            version_number=item.version.number,
            version_at=item.version.at,
            notes=[_told(item)],
            withdrawn_at=now,
            received_at=now,
            changed_at=now,
            seen_at=now,
        )


def _told(item: RefusedItem) -> str:
    return _("Withdrawn: %(why)s") % {"why": item.reason}


def _words(item: RefusedItem, *, is_live: bool, was_scheduled: bool) -> str:
    if was_scheduled and not is_live:
        return _("%(why)s: its story is taken off the schedule and stays as a draft") % {"why": item.reason}
    if was_scheduled:
        return _(
            "%(why)s: its newer version is taken off the schedule; the public story stays, the editor decides"
        ) % {"why": item.reason}
    refused = _("refused: %(why)s") % {"why": item.reason}
    if is_live:
        return _("%(words)s; its story is here and stays as it is: the editor decides") % {"words": refused}
    return _("%(words)s; its draft is here and stays: do not publish it") % {"words": refused}


def is_withdrawn_unseen(row: WireItem) -> bool:
    """Whether it was withdrawn before any story was made of it."""
    return row.withdrawn_at is not None and not row.had_story


def come_back(row: WireItem, version: ItemVersion) -> None:
    """A newer version after a kill: the agency sends it again."""
    if row.withdrawn_at is not None and version >= row.version:
        row.withdrawn_at = None
