"""The pages on which the paper says what its rules are: printed, and named in the map of the site."""

from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.urls import reverse

_RULES: Final = ("policy", "reads_rule", "contact_points", "moderation", "transparency")


def rule_addresses() -> Iterator[str]:
    """In each language in which they are shown; the paper's own first."""
    yield from (reverse(f"public:{name}") for name in _RULES)
    languages = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    yield from (reverse(f"public:{name}_in", args=[code]) for name in _RULES for code in languages)
