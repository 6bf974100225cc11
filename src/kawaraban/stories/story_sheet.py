"""The story page: where a story, its comments and its reads come together."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from taggit.models import Tag

from kawaraban.comments.keys import thread_key
from kawaraban.comments.models import Thread
from kawaraban.comments.thread_context import thread_view
from kawaraban.look.paper_view import Link, PaperView
from kawaraban.look.templatetags.kawaraban import direction_of
from kawaraban.reads.figures import reads_of
from kawaraban.stories.addresses import absolute, path_of
from kawaraban.stories.json_ld import news_article
from kawaraban.stories.keys import MOST_READ_KEY, PAPER, section_key
from kawaraban.stories.models import SectionPage, StoryPage
from kawaraban.stories.most_read import most_read_box, popular_stories
from kawaraban.stories.pictures import STORY_PLACE, placed, share_picture_url
from kawaraban.stories.shares import share_links
from kawaraban.stories.sheet import Sheet
from kawaraban.stories.story_context import CorrectionView, Picture, StoryView
from kawaraban.stories.teasers import headline_keys, keys_of, teasers

RELATED_COUNT = 3


def story_sheet(page: StoryPage, *, paper: PaperView, now: datetime, number: int = 1) -> Sheet:
    """The story with everything around it, in at most 30 queries whatever the number of comments.

    `number` is that of the page of its comments. Raises Http404 beyond the last.
    """
    thread = Thread.objects.filter(locator=page.key).first() if page.pk else None
    view = story_view(page, thread=thread, paper=paper, now=now, number=number)
    if number > (view.thread.pages_count if view.thread else 1):
        raise Http404
    section = page.get_parent()
    keys = {PAPER, MOST_READ_KEY, section_key(section.pk)}
    keys |= keys_of(view.related) | headline_keys(view.most_read.teasers)
    keys |= {page.key} | ({thread_key(thread)} if thread else set())
    return Sheet("stories/story.html", {"story": view, "page": page}, frozenset(keys), view.language)


def story_view(
    page: StoryPage, *, thread: Thread | None, paper: PaperView, now: datetime, number: int = 1
) -> StoryView:
    """All that the page shows. Works for a page that is not saved yet (a preview)."""
    language, url = page.spoken_language, path_of(page)
    topics = list(page.topics.all())
    related, popular = related_pks(page, topics), popular_stories(now)
    beside = teasers([*related, *popular.pks])
    view = StoryView(
        key=page.key,
        reads_seconds=settings.READS_SECONDS,
        url=url,
        canonical_url=absolute(url),
        headline=page.title,
        lead=page.shown_lead,
        language=language,
        direction=direction_of(language),
        dateline=page.dateline,
        section=_section_link(page),
        bylines=_bylines(page),
        published_at=page.published_at or now,
        updated_at=page.updated_at,
        reads_count=reads_of([page.key])[page.key],
        reading_minutes=page.reading_minutes,
        picture=_picture(page),
        body=page.body,
        topics=tuple(Link(topic.name, reverse("stories:topic", args=[topic.slug])) for topic in topics),
        corrections=_corrections(page, now),
        shares=share_links(absolute(url), page.title),
        thread=thread_view(thread, language=language, now=now, number=number) if thread else None,
        related=tuple(beside[pk] for pk in related if pk in beside),
        most_read=most_read_box(popular, beside),
        json_ld="",
        share_picture_url=share_picture_url(page.picture, origin=paper.origin),
    )
    return replace(view, json_ld=news_article(view, paper))


def related_pks(page: StoryPage, topics: Iterable[Tag]) -> list[int]:
    """Stories with the same topics, most of them first; then the newest of the section."""
    same_topic = Q(topic_items__tag_id__in=[topic.pk for topic in topics])
    same_section = Q(path__startswith=page.section_path)
    return list(
        StoryPage.objects.printed()
        .exclude(pk=page.pk)
        .filter(same_topic | same_section)
        .annotate(shared_count=Count("topic_items", filter=same_topic, distinct=True))
        .order_by("-shared_count", "-first_published_at", "-pk")
        .values_list("pk", flat=True)[:RELATED_COUNT]
    )


def _section_link(page: StoryPage) -> Link:
    section = SectionPage.objects.get(path=page.section_path)
    return Link(section.title, path_of(section), section.language)


def _bylines(page: StoryPage) -> tuple[Link, ...]:
    """From the page itself, not from the database: an editor previews names that are not saved."""
    return tuple(
        Link(byline.author.name, byline.author.get_absolute_url())
        for byline in page.bylines.all().select_related("author")
    )


def _picture(page: StoryPage) -> Picture | None:
    image = page.picture
    if image is None:
        return None
    return placed(image, STORY_PLACE, alt=image.alt, credit=image.credit, caption=page.picture_caption)


def _corrections(page: StoryPage, now: datetime) -> tuple[CorrectionView, ...]:
    newest_first = sorted(
        page.corrections.all(), key=lambda correction: correction.corrected_at, reverse=True
    )
    return tuple(
        CorrectionView(
            corrected_at=correction.corrected_at,
            text=correction.text,
            is_fresh=correction.is_fresh(now),
        )
        for correction in newest_first
    )
