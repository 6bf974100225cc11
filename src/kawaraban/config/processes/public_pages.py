"""What is printed anew into a page store that was lost: the rules, and in a newspaper its pages, most read first."""

from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.conf import settings
from django.urls import reverse

from kawaraban.press.printing.anew import PublicPages

_RULES: Final = ("policy", "reads_rule", "contact_points", "moderation", "transparency")


def public_pages() -> PublicPages:
    """Those of the profile. The comment layer alone prints its rules: all else of it is on another site."""
    return PublicPages(count=_count, addresses=_addresses)


def _count() -> int:
    rules = len(list(_rules()))
    if not apps.is_installed("kawaraban.stories"):
        return rules
    from kawaraban.stories.machines.most_read_first import pages_count

    return rules + pages_count()


def _addresses() -> Iterator[str]:
    if apps.is_installed("kawaraban.stories"):
        from kawaraban.stories.machines.most_read_first import addresses_most_read_first

        yield from addresses_most_read_first()
    yield from _rules()


def _rules() -> Iterator[str]:
    """In each language in which they are shown."""
    for name in _RULES:
        yield reverse(f"public:{name}")
        for code, _language in settings.LANGUAGES:
            if code != settings.LANGUAGE_CODE:
                yield reverse(f"public:{name}_in", args=[code])
