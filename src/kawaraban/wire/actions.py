"""Taking a delivery in: new items become stories, newer versions change them, nothing comes twice.

All of one delivery is one transaction: either every item of it has been looked at and written down, or none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kawaraban.stories.models import SectionPage, StoryPage
from kawaraban.wire.items import RefusedItem, WireStory
from kawaraban.wire.models import WireItem
from kawaraban.wire.story_making import fill, paper_language, words_digest


class Outcome(StrEnum):
    MADE = "made"
    UPDATED = "updated"
    ALREADY_HERE = "already here"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one item, in words for the person who brought it in."""

    outcome: Outcome
    guid: str
    headline: str
    words: str
    story_pk: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a delivery, in its order."""

    lines: tuple[Line, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def took_anything(self) -> bool:
        """False when every item was refused."""
        return self.count(Outcome.REFUSED) < len(self.lines)


@transaction.atomic
def ingest(
    items: Iterable[WireStory | RefusedItem], *, section: SectionPage, publish: bool, now: datetime
) -> Report:
    """Make or change a story for each item; drafts, or published with `publish`.

    An item is known again by its source and guid. A version that is not newer changes nothing. A newer one
    becomes the story's newest draft and, with `publish`, what readers see; where an editor has changed the
    story since, it stays a draft beside the editor's work, and the report says so. New stories go to `section`.
    """
    return Report(lines=tuple(_take(item, section=section, publish=publish, now=now) for item in items))


def _take(item: WireStory | RefusedItem, *, section: SectionPage, publish: bool, now: datetime) -> Line:
    if isinstance(item, RefusedItem):
        return _refused(item)
    known = WireItem.objects.select_for_update().known_as(item.source, item.guid).first()
    try:
        with transaction.atomic():
            if known is None:
                return _make(item, section=section, publish=publish, now=now)
            return _meet_again(item, known, publish=publish, now=now)
    except ValidationError as wrong:
        words = " ".join(wrong.messages)[:300]
        return Line(Outcome.REFUSED, item.guid, item.headline, _("refused: %(why)s") % {"why": words})


def _refused(item: RefusedItem) -> Line:
    words = _("refused: %(why)s") % {"why": item.reason}
    known = WireItem.objects.filter(guid=item.guid, story__isnull=False).first() if item.guid else None
    if known:
        words = _("%(words)s; its story is here and stays as it is: the editor decides") % {"words": words}
    return Line(Outcome.REFUSED, item.guid, item.headline, words, known.story_id if known else None)


def _make(item: WireStory, *, section: SectionPage, publish: bool, now: datetime) -> Line:
    story = StoryPage(live=False, has_unpublished_changes=True)
    fill(story, item)
    section.add_child(instance=story)
    row = WireItem(source=item.source, guid=item.guid, story=story, received_at=now)
    words = _("made, as a draft")
    if _save(story, row, item, publish=publish, now=now):
        words = _("made and published")
    return Line(
        Outcome.MADE, item.guid, item.headline, _with_remarks(words, item, publish=publish, now=now), story.pk
    )


def _meet_again(item: WireStory, row: WireItem, *, publish: bool, now: datetime) -> Line:
    def here(why: str) -> Line:
        return Line(
            Outcome.ALREADY_HERE,
            item.guid,
            item.headline,
            _("already here: %(why)s") % {"why": why},
            row.story_id,
        )

    if not _is_newer(item, row):
        return here(_("this version or a newer one"))
    if item.digest == row.digest:
        row.version, row.version_label = item.version, item.version_label[:100]
        row.save()
        return here(_("the newer version says the same"))
    if row.story is None:
        return here(_("its story was deleted and is not made again"))
    if row.story.locked:
        return here(_("its story is locked in the editor, nothing was changed"))
    story = row.story.get_latest_revision_as_object()
    is_edited = words_digest(story) != row.story_digest
    fill(story, item)
    if _save(story, row, item, publish=publish and not is_edited, now=now):
        words = _("updated and published")
    elif is_edited:
        words = _("updated as a new draft only: an editor has changed the story since, compare its revisions")
    else:
        words = _("updated, as a draft")
    return Line(
        Outcome.UPDATED,
        item.guid,
        item.headline,
        _with_remarks(words, item, publish=publish, now=now),
        story.pk,
    )


def _is_newer(item: WireStory, row: WireItem) -> bool:
    """By the agency's number and time; where they are the same and no version at all, by the words."""
    if item.version != row.version:
        return item.version > row.version
    return item.words_are_version and item.digest != row.digest


def _save(story: StoryPage, row: WireItem, item: WireStory, *, publish: bool, now: datetime) -> bool:
    """Keep the story as a revision and the item's row beside it. Whether readers see it now."""
    revision = story.save_revision()
    row.version, row.version_label = item.version, item.version_label[:100]
    row.digest, row.notes, row.changed_at = item.digest, list(item.notes), now
    row.story_digest = words_digest(revision.as_object())
    row.save()
    if publish:
        revision.publish()
    return publish and not _is_embargoed(item, now)


def _is_embargoed(item: WireStory, now: datetime) -> bool:
    return item.embargoed_until is not None and item.embargoed_until > now


def _with_remarks(words: str, item: WireStory, *, publish: bool, now: datetime) -> str:
    """The line's words, and what the person should know besides."""
    remarks = [words]
    if _is_embargoed(item, now):
        until = {"until": f"{item.embargoed_until:%Y-%m-%d %H:%M} UTC"}
        remarks.append(
            _("embargoed: it appears at %(until)s") % until
            if publish
            else _("embargoed until %(until)s") % until
        )
    if item.language and not paper_language(item.language):
        remarks.append(
            _("its language %(code)s is not one of the paper's: the section's is taken")
            % {"code": item.language}
        )
    if item.notes:
        remarks.append("; ".join(item.notes))
    return "; ".join(remarks)
