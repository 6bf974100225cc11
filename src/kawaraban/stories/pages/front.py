"""The front page: one lead story, the newest, then each section."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Window
from django.db.models.functions import Length, RowNumber, Substr

from kawaraban.look.paper_view import Link, PaperView
from kawaraban.look.words import direction_of
from kawaraban.stories.addresses import path_of
from kawaraban.stories.keys import FRONT_KEY, MOST_READ_KEY, PAPER, story_pk
from kawaraban.stories.models import FrontPage, StoryPage
from kawaraban.stories.pages.most_read import most_read_box, popular_stories
from kawaraban.stories.pages.sheet import PageSheet
from kawaraban.stories.pages.teasers import headline_keys, keys_of, section_links, teasers
from kawaraban.stories.pictures import share_picture_url
from kawaraban.stories.values import FrontView, SectionBlock, Teaser

NEWEST_COUNT = 4
SECTION_COUNT = 4
# With the lead story and the newest, no section can need more than its newest six.
_ASKED_COUNT = max(NEWEST_COUNT, SECTION_COUNT) + 2


class Candidate(NamedTuple):
    """What the choice of the front page's stories needs to know of one."""

    pk: int
    section_path: str
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
    candidates, popular, sections = _candidates(), popular_stories(now), section_links()
    lead = _lead_pk(page, candidates)
    found = teasers(
        [*([lead] if lead else []), *(candidate.pk for candidate in candidates), *popular.pks],
        sections=sections,
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


def _candidates() -> list[Candidate]:
    """The newest stories of each section, newest of all first. One query beside that for kept-back pages."""
    rows = (
        StoryPage.objects.printed()
        .order_by()
        .annotate(
            section_place=Substr("path", 1, Length("path") - StoryPage.steplen),
            rank=Window(
                RowNumber(),
                partition_by=[F("section_place")],
                order_by=[F("first_published_at").desc(), F("pk").desc()],
            ),
        )
        .filter(rank__lte=_ASKED_COUNT)
        .order_by("-first_published_at", "-pk")
        .values_list("pk", "section_place", "picture_id")
    )
    return [Candidate(pk, section_path, picture_id is not None) for pk, section_path, picture_id in rows]


def _lead_pk(page: FrontPage, candidates: list[Candidate]) -> int | None:
    chosen = page.lead_story_id
    if chosen and StoryPage.objects.printed().filter(pk=chosen).exists():
        return int(chosen)
    with_picture = (candidate.pk for candidate in candidates if candidate.has_picture)
    newest = candidates[0].pk if candidates else None
    return next(with_picture, newest)


def _blocks(
    others: list[Candidate], found: dict[int, Teaser], sections: dict[str, Link]
) -> tuple[SectionBlock, ...]:
    """Each section that has stories, in the order of the tree."""
    by_section: dict[str, list[Teaser]] = defaultdict(list)
    for candidate in others:
        by_section[candidate.section_path].append(found[candidate.pk])
    return tuple(
        SectionBlock(
            section=link,
            direction=direction_of(link.language),
            teasers=tuple(by_section[path][:SECTION_COUNT]),
        )
        for path, link in sections.items()
        if by_section[path]
    )
