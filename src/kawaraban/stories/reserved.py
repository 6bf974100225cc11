"""Names that no page under the front may have: the first part of every address at which the paper itself answers.

    "topics" in taken_names()      -> True, for /topics/harbour/ lists the stories of a topic

A section of that name would be shown, and all its stories would be unknown. Read from the addresses themselves, so
that a new one is taken as soon as it is there.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import LocalePrefixPattern, get_resolver
from django.urls.resolvers import RegexPattern

from kawaraban.press.addresses import BEACON_PATH, HEALTH_PATH, METRICS_PATH, SENDING_PATH

# The words a regular expression begins with, where they are a whole part of an address.
_FIRST_PART = re.compile(r"\^?((?:[\w-]|\\[-.])+)(?:/|\$|\\Z|\Z)")
# What the front and the web server answer before Django is asked.
_BEFORE_DJANGO = (BEACON_PATH, HEALTH_PATH, METRICS_PATH, SENDING_PATH)


@cache
def taken_names() -> frozenset[str]:
    """In small letters: there are file systems to which /Topics/ and /topics/ are one folder."""
    files = (settings.STATIC_URL, settings.MEDIA_URL)
    outside = (path.strip("/").partition("/")[0] for path in (*_BEFORE_DJANGO, *files))
    return frozenset(
        name.casefold() for name in (*_first_parts(get_resolver().url_patterns), *outside) if name
    )


def is_taken(slug: str) -> bool:
    """Whether a page of this name under the front, or something under it, could not be reached."""
    return slug.casefold() in taken_names()


def _first_parts(patterns: Iterable[Any]) -> Iterator[str]:
    for each in patterns:
        if getattr(each, "name", "") == "wagtail_serve":  # the pages themselves
            continue
        if isinstance(each.pattern, LocalePrefixPattern):
            yield from (code for code, _name in settings.LANGUAGES)
        written = str(each.pattern)
        if written in {"", "^"} or isinstance(each.pattern, LocalePrefixPattern):
            yield from _first_parts(getattr(each, "url_patterns", ()))
        elif isinstance(each.pattern, RegexPattern):
            yield from (found[1].replace("\\", "") for found in [_FIRST_PART.match(written)] if found)
        else:
            yield written.partition("/")[0]
