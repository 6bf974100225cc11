"""Loads the stories as an editor would publish them, each at its hour."""

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from django.core.files import File
from django.core.files.images import ImageFile
from wagtail.images.models import Filter
from wagtail.models import Revision

from kawaraban.cli.demo_paper.stories import WrittenStory
from kawaraban.comments.models import Thread
from kawaraban.people.models import User
from kawaraban.press.turn import one_turn
from kawaraban.stories.models import (
    Author,
    Byline,
    Correction,
    FrontPage,
    PaperImage,
    SectionPage,
    StoryPage,
)
from kawaraban.stories.pictures import TEASER_PLACE


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Who and what a story needs to be published."""

    sections: Mapping[str, SectionPage]
    authors: Mapping[str, Author]
    editor: User
    credit: Mapping[str, str]  # of the pictures, by language


def publish_story(written: WrittenStory, *, newsroom: Newsroom, now: datetime) -> StoryPage:
    """Make the story and publish it in the past; one that is there already is left as it is."""
    section = newsroom.sections[written.section]
    there_is: StoryPage | None = StoryPage.objects.child_of(section).filter(slug=written.slug).first()
    if there_is:
        return there_is
    with one_turn():
        story = _story(written, picture=_picture(written, newsroom), now=now)
        story.bylines = [Byline(author=newsroom.authors[slug]) for slug in written.bylines]
        story.corrections = [
            Correction(corrected_at=now - row.ago, text=row.text) for row in written.corrections
        ]
        section.add_child(instance=story)
        story.topics.add(*written.topics)
        revision = story.save_revision(user=newsroom.editor)
        revision.publish(user=newsroom.editor)
        _put_back(story, revision, written, now)
    return story


def close_story(story: StoryPage, written: WrittenStory, *, newsroom: Newsroom) -> None:
    """Say on the page what was done to its thread: closed, and why."""
    page = story.get_latest_revision_as_object()
    if not page.comments_open:
        return
    last_published_at = StoryPage.objects.values_list("last_published_at", flat=True).get(pk=story.pk)
    page.comments_open, page.comments_closed_reason = False, written.closed_reason
    page.save_revision(user=newsroom.editor).publish(user=newsroom.editor)
    StoryPage.objects.filter(pk=story.pk).update(last_published_at=last_published_at)


def lead_with(story: StoryPage, *, front: FrontPage, title: str) -> None:
    """The front page's name, and the story that stands on top of it."""
    front = front.get_latest_revision_as_object()
    front.title, front.lead_story = title, story
    front.save_revision().publish()


def cut_pictures(stories: Iterable[StoryPage]) -> None:
    """Make the sizes that lists show, so that the first reader of the front page need not wait for them.

    The cutting lets go of the interpreter: two at a time take half as long. A picture stays with one of the two,
    for its file has one place where it is read; the rows are made here alone.
    """
    pictures = [story.picture for story in stories if story.picture and not story.picture.renditions.exists()]
    with ThreadPoolExecutor(max_workers=2) as pool:
        for picture, sizes in zip(pictures, pool.map(_sizes, pictures), strict=True):
            for cut, file in sizes:
                picture.renditions.create(
                    filter_spec=cut.spec, focal_point_key=cut.get_cache_key(picture), file=file
                )


def _sizes(picture: PaperImage) -> list[tuple[Filter, "File[bytes]"]]:
    cuts = [Filter(spec=spec) for spec in TEASER_PLACE.specs]
    return [(cut, picture.generate_rendition_file(cut)) for cut in cuts]


def _story(written: WrittenStory, *, picture: PaperImage, now: datetime) -> StoryPage:
    return StoryPage(
        title=written.headline,
        slug=written.slug,
        lead=written.lead,
        picture=picture,
        picture_caption=written.caption,
        body=json.dumps(written.body),
        dateline=written.dateline,
        language=written.language,
        live=False,
        # Wagtail sets it only where there is none: the story comes out when it was written.
        first_published_at=now - written.published_ago,
    )


def _picture(written: WrittenStory, newsroom: Newsroom) -> PaperImage:
    with written.picture.open("rb") as file:
        picture = PaperImage(
            title=written.headline[:255],
            credit=newsroom.credit[written.language],
            alt=written.alt,
            file=ImageFile(file, name=written.picture.name),
            uploaded_by_user=newsroom.editor,
        )
        picture.save()
    return picture


def _put_back(story: StoryPage, revision: Revision, written: WrittenStory, now: datetime) -> None:
    """What Wagtail dates by its own clock is dated by the story's: its last change is its last correction."""
    published_at = now - written.published_ago
    changed_at = max([published_at, *(now - row.ago for row in written.corrections)])
    StoryPage.objects.filter(pk=story.pk).update(
        last_published_at=changed_at, latest_revision_created_at=changed_at
    )
    Revision.objects.filter(pk=revision.pk).update(created_at=changed_at)
    Thread.objects.filter(locator=story.key).update(opened_at=published_at)
