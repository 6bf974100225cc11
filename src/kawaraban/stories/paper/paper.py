"""The paper as every page knows it: name, sections, ways to reach it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kawaraban.look.paper_view import Link, PaperView
from kawaraban.press.printing.pieces import KEPT
from kawaraban.stories.addresses import address_of
from kawaraban.stories.keys import PAPER
from kawaraban.stories.models import PaperSettings
from kawaraban.stories.paper.section_pages import top_pages
from kawaraban.stories.pictures import logo_url

Made = TypeVar("Made")


def settings_of(request: HttpRequest) -> PaperSettings:
    """The settings, read once for a request. What is printed takes them from another page: a change prints all."""
    return _once(request, "_paper_settings", _settings)


def paper_of(request: HttpRequest) -> PaperView:
    """What templates call `paper`, made once for a request in at most two queries."""
    return _once(request, "_paper_view", partial(_paper_view, request))


def _settings() -> PaperSettings:
    return KEPT.of("settings", PaperSettings.objects.current, keys=[PAPER])


def _once(request: HttpRequest, name: str, make: Callable[[], Made]) -> Made:
    kept: dict[str, Made] = vars(request)
    if name not in kept:
        kept[name] = make()
    return kept[name]


def _paper_view(request: HttpRequest) -> PaperView:
    """As it is on every page, with a mark at the links above this one."""
    everywhere = KEPT.of("paper", partial(_paper_everywhere, settings_of(request)), keys=[PAPER])
    return replace(
        everywhere,
        sections=_marked(everywhere.sections, request.path),
        footer_pages=_marked(everywhere.footer_pages, request.path),
    )


def _marked(links: tuple[Link, ...], path: str) -> tuple[Link, ...]:
    return tuple(replace(link, is_current=True) if path.startswith(link.url) else link for link in links)


def _paper_everywhere(own: PaperSettings) -> PaperView:
    links: dict[bool, list[Link]] = {True: [], False: []}
    for entry in top_pages().menu:
        link = Link(entry.title, address_of(entry.url_path), entry.language)
        links[entry.is_section].append(link)
    return PaperView(
        name=own.name,
        motto=own.motto,
        origin=settings.SITE_URL,
        logo_url=logo_url(own.logo),
        default_language=own.default_language,
        sections=tuple(links[True]),
        footer_pages=tuple(links[False]),
        feed_url=reverse("stories:feed"),
        policy_url=reverse("public:policy"),
        reads_rule_url=reverse("public:reads_rule"),
        notice_url=reverse("public:notice"),
        contact_points_url=reverse("public:contact_points"),
        moderation_url=reverse("public:moderation"),
        transparency_url=reverse("public:transparency"),
        contact_email=own.contact_email,
        imprint=own.imprint,
    )
