"""The pages that stand above all stories, read once for the many that ask for a few words of each."""

from typing import NamedTuple

from django.db.models import Exists, Q
from wagtail.models import Page, PageViewRestriction

from kawaraban.press.printing.pieces import KEPT
from kawaraban.stories.keys import FEED_KEY, PAPER
from kawaraban.stories.models import FrontPage, SectionPage, StandardPage
from kawaraban.stories.models.printed_page import keep_restrictions


class MenuEntry(NamedTuple):
    """A section or an ordinary page that readers see in the menus."""

    path: str
    title: str
    url_path: str
    language: str
    is_section: bool


class TopPages(NamedTuple):
    """Places of the fronts, of which a paper mostly has one; sections in no order; entries in the tree's order."""

    fronts: tuple[str, ...]
    sections: tuple[SectionPage, ...]
    menu: tuple[MenuEntry, ...]


def top_pages() -> TopPages:
    """All that stands above stories. They are shared: nobody changes them. One query.

    A section that is not published orders nothing, but the stories in it do.
    """
    return KEPT.of("top pages", _read, keys=[FEED_KEY, PAPER])


def section_pages() -> tuple[SectionPage, ...]:
    """Every section, also those that are not published, in no order."""
    return top_pages().sections


def _read() -> TopPages:
    kinds = (FrontPage, SectionPage, StandardPage)
    # By their numbers, of which there are few: along the order of the tree every story would be passed.
    few = [Q(pk__in=kind.objects.order_by().values("pk")) for kind in kinds]
    above = Page.objects.filter(few[0] | few[1] | few[2]).order_by().defer("standardpage__body")
    pages = list(
        above.select_related("frontpage", "sectionpage", "standardpage").annotate(
            has_any_restriction=Exists(PageViewRestriction.objects.all())
        )
    )
    has_any = any(page.has_any_restriction for page in pages)
    if pages:
        keep_restrictions(has_any=has_any)
    sections = tuple(page.sectionpage for page in pages if hasattr(page, "sectionpage"))
    return TopPages(
        fronts=tuple(page.path for page in pages if hasattr(page, "frontpage")),
        sections=sections,
        menu=tuple(sorted(_menu(pages, has_restrictions=has_any))),
    )


def _menu(pages: list[Page], *, has_restrictions: bool) -> list[MenuEntry]:
    shown = [page for page in pages if page.live and page.show_in_menus and not hasattr(page, "frontpage")]
    if has_restrictions:
        # Wagtail asks for every restriction there is; mostly there is none.
        numbers = [page.pk for page in shown]
        public = set(Page.objects.public().filter(pk__in=numbers).values_list("pk", flat=True))
        shown = [page for page in shown if page.pk in public]
    return [
        MenuEntry(
            page.path,
            page.title,
            page.url_path,
            (page.sectionpage if hasattr(page, "sectionpage") else page.standardpage).language,
            is_section=hasattr(page, "sectionpage"),
        )
        for page in shown
    ]
