"""What the sections are called, for rooms that know their slugs alone (SECTION_TITLES in the settings)."""

from kawaraban.stories.paper.section_pages import section_pages


def section_titles() -> dict[str, str]:
    """{slug: title}. One query. Also of sections that are not published: their comments are still at the desk."""
    return {page.slug: page.title for page in section_pages()}
