"""A page of stories: of a section, a topic or an author, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from kawaraban.look.words import direction_of
from kawaraban.stories.addresses import absolute
from kawaraban.stories.keys import MOST_READ_KEY, PAPER
from kawaraban.stories.models.listed_story import ListedStory, StoryList
from kawaraban.stories.pages.most_read import most_read_box, popular_stories
from kawaraban.stories.pages.sheet import PageSheet
from kawaraban.stories.pages.teasers import headline_keys, keys_of, teasers
from kawaraban.stories.values import ListView

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the list, and where it lives."""

    kind: str  # "section" | "topic" | "author"
    title: str
    introduction: str
    language: str
    url: str
    feed_url: str = ""


def list_sheet(heading: Heading, *, stories: StoryList, number: int, key: str, now: datetime) -> PageSheet:
    """Page `number` of the list, in at most 20 queries. Raises Http404 beyond the last page."""
    view = list_view(heading, stories=stories, number=number, now=now)
    keys = {key, MOST_READ_KEY, PAPER} | keys_of(view.teasers) | headline_keys(view.most_read.teasers)
    context = {"list": view, "canonical_url": absolute(page_url(heading.url, number))}
    return PageSheet(
        "stories/list.html",
        context,
        frozenset(keys),
        heading.language,
        page_url(heading.url, number),
        has_numbers=True,
    )


def list_view(heading: Heading, *, stories: StoryList, number: int, now: datetime) -> ListView:
    """One page of teasers with the ways to the newer and the older ones."""
    start = (number - 1) * PER_PAGE
    pks = list(ListedStory.objects.on(stories).pks()[start : start + PER_PAGE + 1])
    if not pks and number > 1:
        raise Http404
    popular = popular_stories(now)
    found = teasers([*pks[:PER_PAGE], *popular.pks])
    return ListView(
        kind=heading.kind,
        title=heading.title,
        introduction=heading.introduction,
        language=heading.language,
        direction=direction_of(heading.language),
        teasers=tuple(found[pk] for pk in pks[:PER_PAGE] if pk in found),
        most_read=most_read_box(popular, found),
        newer_url=page_url(heading.url, number - 1),
        older_url=page_url(heading.url, number + 1) if len(pks) > PER_PAGE else "",
        feed_url=heading.feed_url,
        url=heading.url,
    )


def page_url(url: str, number: int) -> str:
    """The first page has no number, and nothing comes before it."""
    if number < 1:
        return ""
    return url if number == 1 else f"{url}?page={number}"


def page_number(text: str | None) -> int:
    """The number in `?page=`; 1 without one. Raises Http404 for what is no such number."""
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 4 and int(text)):
        raise Http404
    return int(text)
