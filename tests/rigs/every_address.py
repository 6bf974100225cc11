"""One address of every route of a profile: for what must hold at each of them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

# What a route may take, filled in.
FILLED = {"int": "1", "slug": "a-1", "str": "a-1", "uuid": "00000000-0000-4000-8000-000000000000"}


def addresses(profile: str, filled: Mapping[str, str] = FILLED) -> Iterator[str]:
    """One address of every pattern of a profile, with what stands in it by the kind of its part."""

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for pattern in patterns:
            place = before + str(pattern.pattern).lstrip("^")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, place)
            elif isinstance(pattern, URLPattern):
                yield place

    for place in walk(get_resolver(profile).url_patterns, "/"):
        plain = re.sub(r"<(\w+):\w+>", lambda found: filled[found[1]], place)
        plain = re.sub(r"\((?:\?P<\w+>|\?:)?(?:[^()]|\([^()]*\))*\)", "1", plain).replace("\\d+", "1")
        yield plain.replace("\\", "").rstrip("$").replace(".*", "a")


def has_view(address: str, profile: str) -> bool:
    try:
        resolve(address, profile)
    except Resolver404:
        return False
    return True
