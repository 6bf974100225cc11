"""What the sections of threads are called: people read a title, programs and addresses a slug.

    names = section_names()             # one query
    names.title("nihongo")              # "日本語"; the slug itself where nobody has named it

The rooms above know the titles: SECTION_TITLES in the settings names a function without arguments that returns
{slug: title}. Where there is no such function, as in the comments-only profile, slugs stand for themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class SectionNames:
    """Titles by slug."""

    titles: Mapping[str, str] = field(default_factory=dict)

    def title(self, slug: str) -> str:
        """The title of this section; the slug where there is none any more."""
        return self.titles.get(slug) or slug


def section_names() -> SectionNames:
    """As they are now."""
    if not settings.SECTION_TITLES:
        return SectionNames()
    titles = cast(Callable[[], Mapping[str, str]], import_string(settings.SECTION_TITLES))
    return SectionNames(titles())
