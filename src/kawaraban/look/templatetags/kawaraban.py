"""What templates need to dress values: languages, times, numbers, symbols. `{% load kawaraban %}`."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from babel.lists import format_list
from django import template
from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from kawaraban.kit.clock import machine_moment
from kawaraban.look.clock_words import clock_words
from kawaraban.look.words import (
    babel_locale,
    day_words,
    direction_of,
    moment_words,
    number,
    short_words,
    span_words,
)

register = template.Library()
# What Python says by the same names. A comment's time is plain words: a page may hold hundreds, and a `time` element
# of each weighs half a kilobyte.
for words in (moment_words, number, short_words):
    register.filter(words.__name__, words)

_ARROWS: Final = {"before": "M17 10H3.5M8.5 4.5 3 10l5.5 5.5", "next": "M3 10h13.5M11.5 4.5 17 10l-5.5 5.5"}
# Links do not stand in each other, so what is between the tags is all words of this one.
_DEAD_LINK = re.compile(r"<a>((?:(?!</?a\b).)*)</a>", re.DOTALL)
# One number for each plural category of CLDR, in the languages that have it.
PLURAL_SAMPLES = {"one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


class LinkLike(Protocol):
    """What a link is to a template: look.paper_view.Link."""

    @property
    def label(self) -> str: ...
    @property
    def url(self) -> str: ...


class AvatarLike(Protocol):
    """What an avatar is to a template: people.avatars.Avatar, without knowing that room."""

    @property
    def shape(self) -> int: ...
    @property
    def tint(self) -> int: ...


@register.filter
def machine_time(value: datetime) -> str:
    """For `datetime=""`, maps and cards, in the active zone: "2026-11-28T23:58:03+01:00". Never `|date:` for these."""
    return machine_moment(timezone.localtime(value))


def _time_element(moment: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine_time(moment), words)


@register.simple_tag(takes_context=True)
def page_language_attributes(context: dict[str, Any]) -> SafeString:
    """`lang` and `dir` of the whole page: `page_language` of the context, else the active language."""
    language = context.get("page_language") or translation.get_language() or "en"
    return format_html('lang="{}" dir="{}"', language, direction_of(language))


@register.simple_tag(takes_context=True)
def language_attributes(context: dict[str, Any], language: str) -> SafeString:
    """` lang dir` of a part in another language than the page; nothing where it is the same or unknown."""
    page_language = context.get("page_language") or translation.get_language() or "en"
    if not language or language == page_language:
        return SafeString("")
    if direction_of(language) == direction_of(page_language):
        return format_html(' lang="{}"', language)
    return format_html(' lang="{}" dir="{}"', language, direction_of(language))


@register.simple_tag(takes_context=True)
def direction_attribute(context: dict[str, Any], language: str) -> SafeString:
    """` dir` alone, for a box whose own words stay in the page's language; nothing where it is the same."""
    page_language = context.get("page_language") or translation.get_language() or "en"
    if not language or direction_of(language) == direction_of(page_language):
        return SafeString("")
    return format_html(' dir="{}"', direction_of(language))


@register.simple_tag(takes_context=True)
def in_page_language(context: dict[str, Any], url: str) -> str:
    """The address of a rule of the paper, in the page's language: the code at its end, but for the paper's own."""
    language = context.get("page_language") or translation.get_language() or ""
    if language == settings.LANGUAGE_CODE or language not in dict(settings.LANGUAGES):
        return url
    return f"{url}{language}/"


@register.simple_tag(takes_context=True)
def comment_language(context: dict[str, Any], language: str) -> SafeString:
    """The attributes of what a reader wrote: its language where it differs, and a direction from its own letters."""
    page_language = context.get("page_language") or translation.get_language() or "en"
    if not language or language == page_language:
        return SafeString(' dir="auto"')
    return format_html(' lang="{}" dir="auto"', language)


@register.simple_tag
def moment(value: datetime) -> SafeString:
    """Date and time in the paper's time zone: "23 November 2026, 14:05"."""
    return _time_element(value, moment_words(value))


@register.simple_tag
def day(value: date) -> SafeString:
    """The date in full: "23 November 2026". Of a moment it is the date in the paper's time zone."""
    if isinstance(value, datetime):
        return _time_element(value, day_words(value))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_words(value))


@register.simple_tag
def span_of_days(first: datetime, last: datetime) -> str:
    """From one day to another: "23–25 Nov 2026"."""
    return span_words(first, last)


@register.simple_tag
def short_moment(value: datetime) -> SafeString:
    """For lists: "23 Nov 2026 14:05"."""
    local = timezone.localtime(value)
    return format_html('<time datetime="{}">{}</time>', f"{local:%Y-%m-%dT%H:%M%z}", short_words(value))


@register.simple_tag(name="clock_words")
def words_of_the_clock() -> str:
    """By which clock a field of time beside it is meant."""
    return str(clock_words())


@register.simple_tag
def names(links: Iterable[LinkLike]) -> SafeString:
    """ "Mina Sato and Deniz Kaya", each a link where it has an address, joined as the language joins."""
    parts = [
        format_html('<a href="{}">{}</a>', link.url, link.label)
        if link.url
        else format_html("<b>{}</b>", link.label)
        for link in links
    ]
    return mark_safe(format_list(parts, locale=babel_locale()))  # noqa: S308 every part is escaped


@register.filter
def host(url: str) -> str:
    """The host of an address, as it is read aloud: "example.org"."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.simple_tag
def reads(count: int) -> SafeString:
    """ "418 reads" for the script to refresh: the words of each plural category ride along, "#" for the number."""

    def words(n: int, shown: str) -> str:
        return ngettext("%(number)s read", "%(number)s reads", n) % {"number": shown}

    other = words(PLURAL_SAMPLES["other"], "#")
    forms = {name: words(n, "#") for name, n in PLURAL_SAMPLES.items()}
    attributes = format_html_join(
        "",
        ' data-{}="{}"',
        ((name, form) for name, form in forms.items() if name == "other" or form != other),
    )
    return format_html(
        '<span class="num" data-reads="{}"{}>{}</span>', count, attributes, words(count, number(count))
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """A symbol of look/icons.svg. Decorative: the words stand beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def arrow(name: str) -> SafeString:
    """To the page `before` or the `next` one. Drawn where it stands: most pages have none, and each byte travels."""
    return format_html(
        '<svg class="icon turns" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>', _ARROWS[name]
    )


@register.simple_tag
def avatar(value: AvatarLike) -> SafeString:
    """The avatar of a name. The page includes look/avatars.svg once."""
    return format_html(
        '<svg class="av av-t{}" aria-hidden="true"><use href="#av-s{}"/></svg>', value.tint, value.shape
    )


@register.simple_tag
def seal() -> SafeString:
    """The paper's mark, drawn."""
    return SafeString('<svg class="seal" aria-hidden="true"><use href="#seal"/></svg>')


@register.filter
def live_links(value: Any) -> str:
    """A text without the links that lead nowhere any more: their words stay. What is not safe stays so."""
    shown = conditional_escape(value)
    return mark_safe(_DEAD_LINK.sub(r"\1", shown)) if "<a>" in shown else shown  # noqa: S308 less than it was


@register.filter
def as_data(json_text: str) -> SafeString:
    """JSON for a data block: nothing in it can end the script element."""
    escapes = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    for character, escape in escapes.items():
        json_text = json_text.replace(character, escape)
    return mark_safe(json_text)  # noqa: S308
