"""Answers for the pages of the paper: each type has its sheet; all are rendered and marked in one way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation

from kawaraban.comments.thread.slices import PageIsGone
from kawaraban.kit.clock import utc_now
from kawaraban.press.printing.printable import printable
from kawaraban.stories.addresses import absolute, path_of
from kawaraban.stories.keys import PAPER, page_key, section_key
from kawaraban.stories.models import FrontPage, PrintedPage, SectionPage, StandardPage, StoryPage
from kawaraban.stories.models.listed_story import section_list
from kawaraban.stories.pages.front import front_sheet
from kawaraban.stories.pages.list import Heading, list_sheet, page_number
from kawaraban.stories.pages.old_addresses import led_on
from kawaraban.stories.pages.sheet import PageSheet
from kawaraban.stories.pages.story import story_sheet
from kawaraban.stories.paper.paper import paper_of, settings_of


def answer(page: Any, request: HttpRequest) -> HttpResponse:
    """A page of the tree, live or in a preview. Only what every reader may see is marked for printing."""
    is_preview: bool = request.is_preview  # type: ignore[attr-defined]
    if not page.live and not is_preview:
        return _gone(page, request)
    with in_words_of(request, page.spoken_language):
        try:
            sheet = SHEETS[type(page)](page, request, utc_now())
        except PageIsGone:
            # What is left of it stands on newer pages. Without a fragment: the browser keeps the one that it has.
            return HttpResponsePermanentRedirect(path_of(page))
        response = _rendered(request, sheet)
    if is_preview or not page.may_be_printed():
        return response
    return _printable(response, sheet)


def answer_list(sheet: PageSheet, request: HttpRequest) -> HttpResponse:
    """A list that is no page of the tree."""
    with in_words_of(request, sheet.language):
        return _printable(_rendered(request, sheet), sheet)


@contextmanager
def in_words_of(request: HttpRequest, language: str) -> Iterator[None]:
    """The language of the page and the paper's own time, for all that is made inside."""
    with translation.override(language), timezone.override(settings_of(request).zone):
        yield


def _printable(response: HttpResponse, sheet: PageSheet) -> HttpResponse:
    return printable(
        response,
        keys=sheet.keys,
        address=sheet.link,
        has_numbers=sheet.has_numbers,
        language=sheet.language,
    )


def _rendered(request: HttpRequest, sheet: PageSheet) -> HttpResponse:
    """Rendered at once: a lazy response would be rendered outside, in the language of the reader's browser."""
    context = {**sheet.context, "page_language": sheet.language}
    return TemplateResponse(request, sheet.template, context).render()


def _gone(page: Any, request: HttpRequest) -> HttpResponse:
    """410 for what was public once; 404 where its address leads on, as `OldAddressesMiddleware` then does.

    Not to what is gone as well: of two that have changed their addresses, each would lead to the other.
    """
    led = led_on(request)
    if led and not led.is_gone:
        raise Http404
    with in_words_of(request, page.spoken_language):
        context = {"page_language": page.spoken_language}
        return TemplateResponse(request, "stories/gone.html", context, status=410).render()


def _front(page: FrontPage, request: HttpRequest, now: datetime) -> PageSheet:
    return front_sheet(page, paper=paper_of(request), now=now)


def _section(page: SectionPage, request: HttpRequest, now: datetime) -> PageSheet:
    heading = Heading(
        kind="section",
        title=page.title,
        introduction=page.introduction,
        language=page.spoken_language,
        url=path_of(page),
        feed_url=reverse("stories:section_feed", args=[page.slug]),
    )
    return list_sheet(
        heading,
        stories=section_list(page.pk),
        number=page_number(request.GET.get("page")),
        key=section_key(page.pk),
        now=now,
    )


def _story(page: StoryPage, request: HttpRequest, now: datetime) -> PageSheet:
    return story_sheet(page, paper=paper_of(request), now=now, number=page_number(request.GET.get("page")))


def _standard(page: StandardPage, request: HttpRequest, now: datetime) -> PageSheet:
    context = {"page": page, "canonical_url": absolute(path_of(page))}
    keys = frozenset({page_key(page.pk), PAPER})
    return PageSheet("stories/standard.html", context, keys, page.spoken_language, path_of(page))


SHEETS: dict[type[PrintedPage], Callable[[Any, HttpRequest, datetime], PageSheet]] = {
    FrontPage: _front,
    SectionPage: _section,
    StoryPage: _story,
    StandardPage: _standard,
}
