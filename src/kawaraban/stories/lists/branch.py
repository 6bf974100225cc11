"""A branch of the tree: a page with all the live stories under it, in the same few statements however many these are.

    branch = Branch(section)
    branch.keys()                              # of all that shows one of its stories
    branch.keep_addresses("/city/", now=now)   # the section stood at this address before
    branch.keep_shown(now=now)                 # it is kept from readers, or theirs again

What is done to one story stands in `stories/actions.py`; of a section of twenty thousand it cannot be done to each, for
nobody's comment is taken meanwhile. Called inside the transaction of the change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import NamedTuple
from urllib.parse import quote, unquote

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import override
from taggit.models import Tag
from wagtail.models import Page

from kawaraban.comments.actions.many.threads import keep_threads, move_threads
from kawaraban.comments.actions.threads import CommentedPage
from kawaraban.comments.models import Thread
from kawaraban.stories.addresses import path_of
from kawaraban.stories.keys import FEED_KEY, FRONT_KEY, author_key, section_key, story_key, topic_key
from kawaraban.stories.languages import known_language
from kawaraban.stories.linking import keys_of_linking, keys_of_linking_to
from kawaraban.stories.lists.listing import keep_branch_listed, note_moved
from kawaraban.stories.models import Byline, SectionPage, StoryPage, StoryTopic
from kawaraban.stories.models.story_page import StoryQuerySet


class _Row(NamedTuple):
    """What a story says of its thread, and where it stands."""

    pk: int
    path: str
    slug: str
    title: str
    language: str
    alias_of: int | None
    comments_open: bool
    closed_reason: str


_FIELDS = (
    *("pk", "path", "slug", "title", "language", "alias_of_id"),
    *("comments_open", "comments_closed_reason"),
)


@dataclass(frozen=True)
class Branch:
    """Of a page that is no story: mostly a section."""

    page: Page

    @property
    def stories(self) -> StoryQuerySet:
        stories: StoryQuerySet = StoryPage.objects.under(self.page).live()
        return stories

    def keys(self) -> set[str]:
        """The keys of all that shows one of its stories, or links to one or to the page itself."""
        numbers = list(self.stories.values_list("pk", flat=True))
        linking = keys_of_linking(self.page) | keys_of_linking_to(self.stories)
        if not numbers:
            return linking
        stories = self.stories.values("pk")
        aliases = StoryPage.objects.filter(alias_of__in=stories).values_list("pk", flat=True)
        topics = Tag.objects.filter(
            pk__in=StoryTopic.objects.filter(content_object__in=stories).values("tag_id")
        )
        authors = Byline.objects.filter(story__in=stories).order_by().values_list("author_id", flat=True)
        return {
            *linking,
            FRONT_KEY,
            FEED_KEY,
            *map(story_key, [*numbers, *aliases]),
            *(section_key(section.pk) for section in self._sections.values()),
            *map(topic_key, topics.values_list("slug", flat=True)),
            *map(author_key, authors.distinct()),
        }

    def addresses(self) -> Iterator[str]:
        """Of its stories, as readers see them: not encoded."""
        urls = {path: path_of(section) for path, section in self._sections.items()}
        for path, slug in self.stories.values_list("path", "slug"):
            yield f"{unquote(urls[_above(path)])}{slug}/"

    def keep_addresses(self, url_before: str, *, now: datetime) -> set[str]:
        """The section stood at this address before: threads and files of the map follow. Returns keys of the files."""
        move_threads(
            self._threads,
            url_before=url_before,
            url=path_of(self.page),
            section=self.page.slug,
            now=now,
        )
        return note_moved(self.page, now=now)

    def keep_shown(self, *, now: datetime) -> set[str]:
        """Threads and lists say whether readers may see the stories. Returns the keys of the files of the map."""
        shown = set(self.stories.public().values_list("pk", flat=True))
        urls = {path: path_of(section) for path, section in self._sections.items()}
        pages = {}
        for row in map(_Row._make, self.stories.values_list(*_FIELDS)):
            if row.alias_of is None:  # an alias is talked about where the story itself stands
                page = self._commented(row, urls[_above(row.path)], is_public=row.pk in shown)
                pages[page.locator] = page
        keep_threads(self._threads, pages, now=now)
        return keep_branch_listed(self.page, now=now)

    @cached_property
    def _sections(self) -> dict[str, SectionPage]:
        """By their places in the tree."""
        sections = SectionPage.objects.filter(path__range=StoryPage.objects.places_under(self.page))
        return {section.path: section for section in sections}

    @property
    def _threads(self) -> QuerySet[Thread]:
        number = Cast("pk", CharField())
        locators = self.stories.filter(alias_of=None).annotate(locator=Concat(Value("story-"), number))
        return Thread.objects.filter(locator__in=locators.values("locator"))

    def _commented(self, row: _Row, url: str, *, is_public: bool) -> CommentedPage:
        section = self._sections[_above(row.path)]
        language = row.language or known_language(section.language)
        return CommentedPage(
            locator=story_key(row.pk),
            url=f"{url}{quote(row.slug)}/",
            title=row.title,
            section=section.slug,
            language=language,
            is_open=row.comments_open and is_public,
            closed_reason=row.closed_reason if is_public else not_published(language),
        )


@cache
def not_published(language: str) -> str:
    """Why nobody may comment on a story that readers may not see, in words for them."""
    with override(language):
        return _("This story is no longer published.")


def _above(path: str) -> str:
    return path[: -StoryPage.steplen]
