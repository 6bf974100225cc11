"""Taking a delivery in: new items become stories, newer versions change them, nothing comes twice.

All of one delivery is one transaction: either every item of it has been looked at and written down, or none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kawaraban.press.turn import one_turn
from kawaraban.stories.models import SectionPage, StoryPage
from kawaraban.wire.authors import Authors
from kawaraban.wire.items import RefusedItem, WireStory
from kawaraban.wire.links import known_key
from kawaraban.wire.models import WireItem
from kawaraban.wire.remarks import is_embargoed, with_remarks
from kawaraban.wire.scheduling import put_off
from kawaraban.wire.story_making import fill, publish_revision, words_digest
from kawaraban.wire.versions import ItemStanding, remember_version, standing, version_here
from kawaraban.wire.withdrawing import come_back, is_withdrawn_unseen, withdraw


class IngestOutcome(StrEnum):
    MADE = "made"
    UPDATED = "updated"
    ALREADY_HERE = "already here"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class IngestLine:
    """What became of one item, in words for the person who brought it in."""

    outcome: IngestOutcome
    guid: str
    headline: str
    words: str
    story_pk: int | None = None


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of a delivery, in its order."""

    lines: tuple[IngestLine, ...]

    def count(self, outcome: IngestOutcome) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def took_anything(self) -> bool:
        """False when every item was refused."""
        return self.count(IngestOutcome.REFUSED) < len(self.lines)


@dataclass(frozen=True, slots=True)
class _Delivery:
    """What holds for all items of one delivery."""

    section: SectionPage
    publish: bool
    now: datetime
    authors: Authors


@one_turn()
def ingest(
    items: Iterable[WireStory | RefusedItem], *, section: SectionPage, publish: bool, now: datetime
) -> IngestReport:
    """Make or change a story for each item; drafts, or published with `publish`.

    An item is known again by its source and guid. A version that is not newer changes nothing. A newer one
    becomes the story's newest draft and, with `publish`, what readers see; where an editor has changed the
    story since, it stays a draft beside the editor's work, and the report says so. New stories go to `section`.
    What the agency withdraws or holds back longer is obeyed with or without `publish`, until readers have seen it.
    """
    delivery = _Delivery(section, publish, now, Authors())
    return IngestReport(lines=tuple(_take(item, delivery) for item in items))


def _take(item: WireStory | RefusedItem, delivery: _Delivery) -> IngestLine:
    if isinstance(item, RefusedItem):
        return _refused(item, delivery)
    known = WireItem.objects.select_for_update().known_as(item).first()
    if known:
        known.note_seen(delivery.now)
    try:
        with one_turn():
            if known is None:
                row = WireItem(
                    source=item.source, guid=item.guid, received_at=delivery.now, seen_at=delivery.now
                )
                return _make(item, row, delivery)
            return _meet_again(item, known, delivery)
    except ValidationError as wrong:
        delivery.authors.forget()
        words = " ".join(wrong.messages)[:300]
        return IngestLine(
            IngestOutcome.REFUSED, item.guid, item.headline, _("refused: %(why)s") % {"why": words}
        )


def _refused(item: RefusedItem, delivery: _Delivery) -> IngestLine:
    if item.is_withdrawn and item.source and item.guid:
        done = withdraw(item, now=delivery.now)
        outcome = IngestOutcome.UPDATED if done.is_obeyed else IngestOutcome.REFUSED
        return IngestLine(outcome, item.guid, item.headline, done.words, done.story_pk)
    words = _("refused: %(why)s") % {"why": item.reason}
    known = WireItem.objects.filter(guid=item.guid, story__isnull=False).first() if item.guid else None
    if known:
        known.note_seen(delivery.now)
        words = _("%(words)s; its story is here and stays as it is: the editor decides") % {"words": words}
    return IngestLine(
        IngestOutcome.REFUSED, item.guid, item.headline, words, known.story_id if known else None
    )


def _make(item: WireStory, row: WireItem, delivery: _Delivery) -> IngestLine:
    story = StoryPage(live=False, has_unpublished_changes=True)
    fill(story, item, delivery.authors)
    delivery.section.add_child(instance=story)
    row.story = story
    may_publish = delivery.publish and not item.is_headline_only
    words = _("made, as a draft")
    if _save(story, row, item, publish=may_publish, now=delivery.now):
        words = _("made and published")
    return _line(IngestOutcome.MADE, words, item, story=story, delivery=delivery)


def _meet_again(item: WireStory, row: WireItem, delivery: _Delivery) -> IngestLine:
    stands = standing(item, row)
    if stands is not ItemStanding.SEEN:
        come_back(row, item.version)
    if stands in {ItemStanding.SEEN, ItemStanding.OLDER, ItemStanding.UNNUMBERED}:
        return _unchanged(item, row, stands)
    if stands is ItemStanding.SAME_WORDS:
        remember_version(row, item)
        row.save()
        return _here(item, row, _("the newer version says the same"))
    if row.story is None:
        if is_withdrawn_unseen(row) or not row.had_story:
            return _make(item, row, delivery)
        return _here(item, row, _("its story was deleted and is not made again"))
    was_put_off = _hold_back(item, row)
    if row.story.locked:
        words = _("its story is locked in the editor, nothing was changed")
        return _here(item, row, words, was_put_off=was_put_off)
    story = row.story.get_latest_revision_as_object()
    is_edited = words_digest(story) != row.story_digest
    fill(story, item, delivery.authors)
    may_publish = delivery.publish and not is_edited and not item.is_headline_only
    if _save(story, row, item, publish=may_publish, now=delivery.now):
        words = _("updated and published")
    elif is_edited:
        words = _("updated as a new draft only: an editor has changed the story since, compare its revisions")
    else:
        words = _("updated, as a draft")
    if row.story.live and is_embargoed(item, delivery.now):
        words = _tell_too_late(words, item, row)
    return _line(IngestOutcome.UPDATED, words, item, story=story, delivery=delivery, was_put_off=was_put_off)


def _unchanged(item: WireStory, row: WireItem, stands: ItemStanding) -> IngestLine:
    """An item that is not taken, and why."""
    if stands is ItemStanding.SEEN:
        if row.withdrawn_at is None and row.says_the_same(item) and row.notes != list(item.notes):
            # What an agency tells editors is no version of what readers see.
            row.digest, row.notes = item.digest, list(item.notes)
            row.save()
        return _here(item, row, _("this version or a newer one"))
    if stands is ItemStanding.OLDER:
        here = {"here": f"{version_here(item, row).at:%Y-%m-%d %H:%M} UTC"}
        return _here(
            item, row, _("its words differ, but it is older than the version of %(here)s: not taken") % here
        )
    was_put_off = _hold_back(item, row)
    words = _("its words differ under the same version: not taken")
    return _here(item, row, words, was_put_off=was_put_off)


def _hold_back(item: WireStory, row: WireItem) -> bool:
    """Move the schedule to a later embargo, whatever else becomes of the item. Whether it was moved."""
    if item.embargoed_until is None or row.story is None:
        return False
    is_ours = words_digest(row.story.get_latest_revision_as_object()) == row.story_digest
    if not put_off(row.story, item.embargoed_until):
        return False
    if is_ours:
        moved = StoryPage.objects.get(pk=row.story.pk)
        row.story_digest = words_digest(moved.get_latest_revision_as_object())
        row.save()
    return True


def _tell_too_late(words: str, item: WireStory, row: WireItem) -> str:
    """An embargo on what readers see already is for an editor to decide, who reads of it with the story."""
    until = {"until": f"{item.embargoed_until:%Y-%m-%d %H:%M} UTC"}
    row.notes = [_("Embargoed until %(until)s, but public already") % until, *row.notes]
    row.save()
    return _("%(words)s; its story is public already and stays: the editor decides") % {"words": words}


def _here(item: WireStory, row: WireItem, why: str, *, was_put_off: bool = False) -> IngestLine:
    words = _("already here: %(why)s") % {"why": why}
    outcome = IngestOutcome.ALREADY_HERE
    if was_put_off:
        outcome = IngestOutcome.UPDATED
        words = _("%(words)s; its schedule is moved to the later embargo") % {"words": words}
    return IngestLine(outcome, item.guid, item.headline, words, row.story_id)


def _line(
    outcome: IngestOutcome,
    words: str,
    item: WireStory,
    *,
    story: StoryPage,
    delivery: _Delivery,
    was_put_off: bool = False,
) -> IngestLine:
    said = with_remarks(words, item, publish=delivery.publish, now=delivery.now)
    if was_put_off and not delivery.publish:
        said = _("%(words)s; its schedule is moved to the later embargo") % {"words": said}
    return IngestLine(outcome, item.guid, item.headline, said, story.pk)


def _save(story: StoryPage, row: WireItem, item: WireStory, *, publish: bool, now: datetime) -> bool:
    """Keep the story as a revision and the item's row beside it. Whether readers see it now."""
    revision = story.save_revision()
    remember_version(row, item)
    row.guid, row.source, row.key = item.guid, item.source, known_key(item.guid)
    row.take_words(item.digest)
    row.notes, row.changed_at = list(item.notes), now
    row.story_digest = words_digest(revision.as_object())
    row.save()
    if publish:
        publish_revision(revision, story, item, now=now)
    return publish and not is_embargoed(item, now)
