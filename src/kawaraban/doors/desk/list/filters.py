"""How a list can be narrowed, and how it is narrowed now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.comments.keys import PAPER_KEY
from kawaraban.comments.models import Thread
from kawaraban.doors.desk.lane.walk import Walk
from kawaraban.doors.desk.list.queue import lane_url
from kawaraban.doors.desk.search.index import HITS_AT_MOST
from kawaraban.look.words import number
from kawaraban.press.printing.pieces import KEPT

_STORIES_AT_MOST = 5
_THREADS_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One option of a filter."""

    value: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NarrowedView:
    """One filter that holds, with the address that lifts it."""

    label: str
    without_url: str


@dataclass(frozen=True, slots=True)
class FilterView:
    """`hidden` are the fields that the filters' form must carry along,
    `hidden_all` those that name the whole list; `stories` are those whose title holds the words."""

    action: str
    hidden: tuple[tuple[str, str], ...]
    hidden_all: tuple[tuple[str, str], ...]
    sections: tuple[ChoiceView, ...]
    languages: tuple[ChoiceView, ...]
    narrowed: tuple[NarrowedView, ...]
    words: str
    stories: tuple[tuple[str, str], ...]
    limit_words: str


def filter_view(walk: Walk) -> FilterView:
    """Three queries, four where words are looked for."""
    kept = {name: value for name, value in walk.query.items() if name in {"order", "story", "q", "lane"}}
    return FilterView(
        action=reverse(f"desk:{walk.lane.code}"),
        hidden=tuple(kept.items()),
        hidden_all=tuple(walk.query.items()),
        sections=_choices(_sections(walk), walk),
        languages=tuple(
            ChoiceView(code, str(label), is_current=code == walk.language)
            for code, label in settings.LANGUAGES
        ),
        narrowed=_narrowed(walk),
        words=walk.words,
        stories=_stories(walk),
        limit_words=_limit_words(walk),
    )


def _sections(walk: Walk) -> set[str]:
    """Those of the newest stories; where there are more stories than that, those that the paper has names for, too."""
    newest, is_whole = KEPT.of("sections of the newest stories", _newest_sections, keys=[PAPER_KEY])
    return {*newest, *(() if is_whole else walk.section_names.titles)} - {""}


def _newest_sections() -> tuple[frozenset[str], bool]:
    """Their sections, and whether there are no other stories."""
    newest = list(Thread.objects.order_by("-pk").values_list("section", flat=True)[:_THREADS_LOOKED_AT])
    return frozenset(newest), len(newest) < _THREADS_LOOKED_AT


def _choices(sections: Iterable[str], walk: Walk) -> tuple[ChoiceView, ...]:
    titles = {slug: walk.section_names.title(slug) for slug in sections}
    return tuple(
        ChoiceView(slug, title, is_current=slug == walk.section)
        for slug, title in sorted(titles.items(), key=lambda item: (item[1].casefold(), item[0]))
    )


def _narrowed(walk: Walk) -> tuple[NarrowedView, ...]:
    languages = {code: str(label) for code, label in settings.LANGUAGES}
    story = walk.thread.title if walk.thread else _("an unknown story")
    words = _("“%(words)s”") % {"words": walk.words}
    holding = [
        (walk.section, walk.section_names.title(walk.section), replace(walk, section="")),
        (walk.language, languages.get(walk.language, walk.language), replace(walk, language="")),
        (walk.story, story, replace(walk, story="")),
        (walk.words, words, replace(walk, words="")),
    ]
    return tuple(NarrowedView(label, lane_url(without)) for is_set, label, without in holding if is_set)


def _stories(walk: Walk) -> tuple[tuple[str, str], ...]:
    """(title, address) of stories whose title holds the words, the newest first."""
    if not walk.words:
        return ()
    threads = Thread.objects.filter(title__icontains=walk.words).order_by("-pk")[:_STORIES_AT_MOST]
    return tuple(
        (thread.title, lane_url(replace(walk, story=str(thread.pk), words=""))) for thread in threads
    )


def _limit_words(walk: Walk) -> str:
    """What a search must admit: that it did not show, or did not look at, everything."""
    if walk.found is None or walk.found.is_whole:
        return ""
    return ngettext(
        "At most the newest %(number)s is shown; more words find less.",
        "At most the newest %(number)s are shown; more words find less.",
        HITS_AT_MOST,
    ) % {"number": number(HITS_AT_MOST)}
