"""Stories as lists show them: a fixed number of queries for any number of stories."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.db.models import Prefetch

from kawaraban.comments.keys import numbered_count_key
from kawaraban.comments.numbers import CountedThread, counted_threads
from kawaraban.look.paper_view import Link
from kawaraban.look.words import direction_of
from kawaraban.press.printing.pieces import KEPT
from kawaraban.reads.counts import reads_of
from kawaraban.stories.addresses import address_of
from kawaraban.stories.keys import FEED_KEY, PAPER
from kawaraban.stories.models import Byline, PaperImage, PaperRendition, StoryPage
from kawaraban.stories.models.story_page import StoryQuerySet
from kawaraban.stories.paper.section_pages import section_pages
from kawaraban.stories.pictures import LEAD_PLACE, TEASER_PLACE, PictureFrame, placed
from kawaraban.stories.values import Picture, Teaser


class PlacedSection(NamedTuple):
    """A section, its place in the tree, and the link to it."""

    pk: int
    path: str
    link: Link


def sections_in_order() -> list[PlacedSection]:
    """Every section, in the order of the tree. One query, where no page has asked since one changed.

    A section that is not published orders nothing, but the stories in it do.
    """
    return KEPT.of("sections", _sections_in_order, keys=[FEED_KEY, PAPER])


def _sections_in_order() -> list[PlacedSection]:
    found = [
        PlacedSection(page.pk, page.path, Link(page.title, address_of(page.url_path), page.language))
        for page in section_pages()
    ]
    return sorted(found, key=lambda section: section.path)


def section_links() -> dict[str, Link]:
    """Every section by its place in the tree. One query."""
    return {section.path: section.link for section in sections_in_order()}


def teasers(
    pks: Iterable[int],
    *,
    sections: Mapping[str, Link] | None = None,
    lead: int | None = None,
    reads: Mapping[str, int] | None = None,
) -> dict[int, Teaser]:
    """The printed ones of these stories by number, in the order asked for, in at most eight queries.

    `lead` is the one that is shown large. What was made for another page is taken from there, but for the reads,
    which go on without any order. `reads` are those of all of them, where they are known.
    """
    wanted = list(dict.fromkeys(pks))
    places = {pk: LEAD_PLACE if pk == lead else TEASER_PLACE for pk in wanted}
    kept: dict[int, Teaser | None] = {pk: KEPT.find(("teaser", pk, places[pk])) for pk in wanted}
    missing = [pk for pk in wanted if kept[pk] is None]
    made, counted = _made(missing, sections=sections, places=places) if missing else ({}, {})
    for pk, teaser in made.items():
        KEPT.keep(("teaser", pk, places[pk]), teaser, keys=[teaser.key, PAPER])
    shown = {pk: found for pk in wanted if (found := kept[pk] or made.get(pk)) is not None}
    if reads is None:
        reads = reads_of(teaser.key for teaser in shown.values())
    comments = _comments_counts(shown.values(), counted)
    return {
        pk: replace(teaser, reads_count=reads[teaser.key], comments_count=comments[teaser.key])
        for pk, teaser in shown.items()
    }


def _comments_counts(shown: Iterable[Teaser], counted: Mapping[str, CountedThread]) -> dict[str, int]:
    """Apart from the rest: a decision changes nothing else of a teaser. One query for those that nobody has counted."""
    shown = list(shown)
    numbers: dict[str, int | None] = {
        teaser.locator: KEPT.find(("comments", teaser.locator)) for teaser in shown
    }
    missing = {teaser.locator: teaser.count_key for teaser in shown if numbers[teaser.locator] is None}
    others = [locator for locator in missing if locator not in counted]
    made = {**counted, **(counted_threads(others) if others else {})}
    for locator, key in missing.items():
        thread = made.get(locator)
        numbers[locator] = thread.approved_count if thread else 0
        if key:
            KEPT.keep(("comments", locator), numbers[locator], keys=[key])
    return {teaser.key: numbers[teaser.locator] or 0 for teaser in shown}


def _made(
    wanted: Sequence[int], *, sections: Mapping[str, Link] | None, places: Mapping[int, PictureFrame]
) -> tuple[dict[int, Teaser], dict[str, CountedThread]]:
    """Without the numbers of their reads and comments; and the threads below them, which were counted besides."""
    sections = section_links() if sections is None else sections
    stories = {story.pk: story for story in _stories(wanted)}
    counted = counted_threads(story.locator for story in stories.values())
    bylines = byline_links(stories)
    made = {
        pk: _teaser(
            stories[pk],
            section=sections.get(stories[pk].section_path, Link("", "")),
            bylines=bylines[pk],
            thread=counted.get(stories[pk].locator),
            place=places[pk],
        )
        for pk in wanted
        if pk in stories
    }
    return made, counted


def byline_links(pks: Iterable[int]) -> dict[int, tuple[Link, ...]]:
    """The names over each story, in their order. One query."""
    found: dict[int, list[Link]] = defaultdict(list)
    rows = Byline.objects.filter(story_id__in=list(pks)).select_related("author").order_by("sort_order")
    for byline in rows:
        found[byline.story_id].append(Link(byline.author.name, byline.author.get_absolute_url()))
    return defaultdict(tuple, {pk: tuple(links) for pk, links in found.items()})


def keys_of(shown: Iterable[Teaser]) -> set[str]:
    """The keys under which a page with these teasers is printed again: a new headline, another number of comments."""
    return headline_keys(shown) | {teaser.count_key for teaser in shown if teaser.count_key}


def headline_keys(shown: Iterable[Teaser]) -> set[str]:
    """The keys for those that are shown without the number of their comments: in feeds, among the most read."""
    return {teaser.key for teaser in shown}


def _stories(pks: Sequence[int]) -> StoryQuerySet:
    specs = (*TEASER_PLACE.specs, *LEAD_PLACE.specs)
    renditions = PaperRendition.objects.filter(filter_spec__in=set(specs))
    stories: StoryQuerySet = (
        StoryPage.objects.printed()
        .filter(pk__in=pks)
        .order_by()
        .defer("body")
        .select_related("picture")
        # Under the name where Wagtail looks for them.
        .prefetch_related(
            Prefetch("picture__renditions", queryset=renditions, to_attr="prefetched_renditions")
        )
    )
    return stories


def _teaser(
    story: StoryPage,
    *,
    section: Link,
    bylines: tuple[Link, ...],
    thread: CountedThread | None,
    place: PictureFrame,
) -> Teaser:
    return Teaser(
        url=address_of(story.url_path),
        headline=story.title,
        lead=story.shown_lead,
        language=story.language,
        direction=direction_of(story.language),
        section=section,
        bylines=bylines,
        published_at=story.published_at,
        picture=_picture(story.picture, place),
        comments_count=0,
        reads_count=0,
        reading_minutes=story.reading_minutes,
        key=story.key,
        locator=story.locator,
        count_key=numbered_count_key(thread.pk) if thread else "",
    )


def _picture(image: PaperImage | None, place: PictureFrame) -> Picture | None:
    if image is None:
        return None
    return placed(image, place, alt=image.alt, credit=image.credit, caption="")
