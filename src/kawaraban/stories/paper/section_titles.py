"""What the sections are called, for rooms that know their slugs alone (SECTION_TITLES in the settings)."""

from kawaraban.press.printing.pieces import KEPT
from kawaraban.stories.keys import PAPER
from kawaraban.stories.models import SectionPage


def section_titles() -> dict[str, str]:
    """{slug: title}. One query. Also of sections that are not published: their comments are still at the desk."""
    return KEPT.of("titles of sections", _read_titles, keys=[PAPER])


def _read_titles() -> dict[str, str]:
    return dict(SectionPage.objects.order_by().values_list("slug", "title"))
