"""Whether every section and page can be reached under its own name."""

from collections.abc import Iterator

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir


def addresses(_data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for each page under the front that is called what an address of the paper is called."""
    from django.apps import apps
    from django.conf import settings
    from django.db import DatabaseError

    if not apps.is_installed("kawaraban.stories"):
        return
    from wagtail.models import Page

    from kawaraban.stories.models import FrontPage
    from kawaraban.stories.reserved import is_taken

    try:
        pages = [page for front in FrontPage.objects.all() for page in Page.objects.child_of(front)]
    except DatabaseError:
        return  # the look at the database says why
    for page in pages:
        if is_taken(page.slug):
            place = f"{settings.SITE_URL}/editor/pages/{page.pk}/edit/"
            yield HealthFinding(
                "addresses",
                f"Readers cannot reach what is under “{page.title}”: the paper itself answers at /{page.slug}/. "
                f"Give it another address; the old one then leads there: {place}",
            )
