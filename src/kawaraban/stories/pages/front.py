"""The front page: one lead story, the newest, then each section."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from kawaraban.look.paper_view import PaperView
from kawaraban.look.words import direction_of
from kawaraban.stories.addresses import path_of
from kawaraban.stories.keys import FRONT_KEY, MOST_READ_KEY, PAPER, story_pk
from kawaraban.stories.models import FrontPage, StoryPage
from kawaraban.stories.models.listed_story import ListedStory, section_list
from kawaraban.stories.pages.most_read import most_read_box, popular_stories
from kawaraban.stories.pages.sheet import PageSheet
from kawaraban.stories.pages.teasers import (
    PlacedSection,
    headline_keys,
    keys_of,
    sections_in_order,
    teasers,
)
from kawaraban.stories.pictures import share_picture_url
from kawaraban.stories.values import FrontView, SectionBlock, Teaser

NEWEST_COUNT = 4
SECTION_COUNT = 4
# With the lead story and the newest, no section can need more than its newest six.
_ASKED_COUNT = max(NEWEST_COUNT, SECTION_COUNT) + 2


class Candidate(NamedTuple):
    """What the choice of the front page's stories needs to know of one."""

    pk: int
    section: int
    has_picture: bool


def front_sheet(page: FrontPage, *, paper: PaperView, now: datetime) -> PageSheet:
    """The front page, in at most 25 queries whatever the number of stories and sections."""
    view = front_view(page, title=paper.name, now=now)
    if view.lead_story and view.lead_story.picture:
        view = replace(view, share_picture_url=_share_picture_url(view.lead_story, paper))
    shown = [
        *view.newest,
        *(teaser for block in view.sections for teaser in block.teasers),
    ]
    shown += [view.lead_story] if view.lead_story else []
    keys = {FRONT_KEY, MOST_READ_KEY, PAPER} | keys_of(shown) | headline_keys(view.most_read.teasers)
    context = {"front": view, "page": page}
    return PageSheet("stories/front.html", context, frozenset(keys), page.spoken_language, path_of(page))


def _share_picture_url(lead: Teaser, paper: PaperView) -> str:
    """What a link to the paper looks like elsewhere. One query, and one for the size of the picture."""
    story = StoryPage.objects.filter(pk=story_pk(lead.key)).select_related("picture").only("picture").first()
    return share_picture_url(story.picture, origin=paper.origin) if story else ""


def front_view(page: FrontPage, *, title: str, now: datetime) -> FrontView:
    """The editor's lead story, else the newest with a picture; no story stands twice in large."""
    sections, popular = sections_in_order(), popular_stories(now)
    candidates = _candidates(sections)
    lead = _lead_pk(page, candidates)
    found = teasers(
        [*([lead] if lead else []), *(candidate.pk for candidate in candidates), *popular.pks],
        sections={section.path: section.link for section in sections},
        lead=lead,
    )
    others = [candidate for candidate in candidates if candidate.pk != lead and candidate.pk in found]
    return FrontView(
        title=title,
        lead_story=found.get(lead) if lead else None,
        newest=tuple(found[candidate.pk] for candidate in others[:NEWEST_COUNT]),
        sections=_blocks(others, found, sections),
        most_read=most_read_box(popular, found),
    )


def _candidates(sections: Iterable[PlacedSection]) -> list[Candidate]:
    """The newest stories of each section, newest of all first. Two queries, each of a few rows for a section."""
    lists = {section_list(section.pk): _ASKED_COUNT for section in sections}
    newest = ListedStory.objects.newest_on(lists)
    pictured = StoryPage.objects.filter(pk__in=[row.pk for row in newest], picture__isnull=False)
    with_picture = set(pictured.values_list("pk", flat=True))
    return [Candidate(row.pk, row.on.number, row.pk in with_picture) for row in newest]


def _lead_pk(page: FrontPage, candidates: list[Candidate]) -> int | None:
    chosen = page.lead_story_id
    if chosen and StoryPage.objects.printed().filter(pk=chosen).exists():
        return int(chosen)
    with_picture = (candidate.pk for candidate in candidates if candidate.has_picture)
    newest = candidates[0].pk if candidates else None
    return next(with_picture, newest)


def _blocks(
    others: list[Candidate], found: dict[int, Teaser], sections: list[PlacedSection]
) -> tuple[SectionBlock, ...]:
    """Each section that has stories, in the order of the tree."""
    by_section: dict[int, list[Teaser]] = defaultdict(list)
    for candidate in others:
        by_section[candidate.section].append(found[candidate.pk])
    return tuple(
        SectionBlock(
            section=section.link,
            direction=direction_of(section.link.language),
            teasers=tuple(by_section[section.pk][:SECTION_COUNT]),
        )
        for section in sections
        if by_section[section.pk]
    )
