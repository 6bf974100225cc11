"""What the sections are called, for rooms that know their slugs alone (SECTION_TITLES in the settings)."""

from kawaraban.stories.models import SectionPage


def section_titles() -> dict[str, str]:
    """{slug: title}. One query. Also of sections that are not published: their comments are still at the desk."""
    return dict(SectionPage.objects.order_by().values_list("slug", "title"))
