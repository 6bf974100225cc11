"""Which pages show something of another row: a picture, or a link to a page. Asked of Wagtail's index of references."""

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex
from wagtail.rich_text.pages import PageLinkHandler

from kawaraban.stories.keys import FRONT_KEY, PAPER, page_key, story_key


def keys_of_showing(row: models.Model) -> set[str]:
    """The keys under which all that shows the row is printed again."""
    return _keys(ReferenceIndex.get_references_to(row))


def keys_of_linking(page: Page) -> set[str]:
    """The keys of the pages that link to this one: their links are alive, dead, or lead elsewhere by now."""
    return _keys(_links().filter(to_object_id=str(page.pk)))


def keys_of_linking_to(pages: models.QuerySet[Any]) -> set[str]:
    """The same of many pages, in one query."""
    numbers = pages.annotate(number=Cast("pk", models.CharField())).values("number")
    return _keys(_links().filter(to_object_id__in=numbers))


def _links() -> models.QuerySet[Any]:
    links: models.QuerySet[Any] = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Page)
    )
    return links


def _keys(references: models.QuerySet[Any]) -> set[str]:
    showing: dict[str, set[int]] = defaultdict(set)
    for model, pk in references.values_list("content_type__model", "object_id"):
        showing[model].add(int(pk))
    keys = {story_key(pk) for pk in showing["storypage"]} | {page_key(pk) for pk in showing["standardpage"]}
    keys |= {FRONT_KEY} if showing["frontpage"] else set()
    return keys | ({PAPER} if showing["papersettings"] else set())


class LivePageLink(PageLinkHandler):
    """A link in a text to a page of the paper: words alone where readers would find nothing."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        pages = super().get_many(attrs_list)
        shown = Page.objects.filter(pk__in=[page.pk for page in pages if page]).live().public()
        known = set(shown.values_list("pk", flat=True))
        return [page if page and page.pk in known else None for page in pages]
