"""Where the old address of a page leads, after the page or its section was renamed or moved.

    lead_on(story, url_path_before="/paper/city/harbour/", parent_before=city)
    led_on(request)             # of "/city/harbour/": Led("/town/harbour/"), where the story stands today

A renamed section leaves one row among Wagtail's redirects, whatever the number of its stories: by it their old
addresses are found, too. A row of a story's own goes before, whether an editor made it or the story was renamed; and a
story that is renamed, or leaves, leaves one under each name that its section ever had.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from kawaraban.stories.addresses import address_of, path_of
from kawaraban.stories.models import FrontPage, SectionPage, StoryPage

# What Wagtail keeps of an address. PostgreSQL refuses more, and SQLite is not asked for it.
_LONGEST: Final = 255


@dataclass(frozen=True, slots=True)
class Led:
    """Another address."""

    link: str
    is_permanent: bool = True
    is_gone: bool = False  # a page of the paper stands there that readers do not see any more


def lead_on(page: Page, *, url_path_before: str, parent_before: Page) -> None:
    """The page stood there before, under this parent. Its readers are led to wherever it stands when they come."""
    was_public = page.live or page.first_published_at
    if not was_public or isinstance(page, FrontPage) or page.url_path == url_path_before:
        return
    before = _normal(address_of(url_path_before))
    made = Redirect.objects.filter(automatically_created=True)
    # What led from there to another page, while no page stood there: who knows the address met this page since.
    made.filter(old_path=before).delete()
    if isinstance(page, SectionPage):
        stood = Concat(Value(f"{before}/"), F("slug"), output_field=CharField())
        slugs = StoryPage.objects.under(page).live().annotate(stood=stood)
        made.filter(old_path__in=slugs.values("stood")).delete()
    names = made.filter(redirect_page=parent_before.pk).values_list("old_path", flat=True)
    slug = before.rpartition("/")[2]
    for site in Site.objects.filter(root_page__in=page.get_ancestors()):
        for old_path in filter(can_be_kept, (before, *(f"{name}/{slug}" for name in names))):
            to = {"redirect_page": page, "automatically_created": True}
            Redirect.objects.get_or_create(old_path=old_path, site=site, defaults=to)


def can_be_kept(*addresses: str) -> bool:
    """Whether none is too long for a row among Wagtail's redirects. Two names of 120 letters are not."""
    return all(len(address) <= _LONGEST for address in addresses)


def led_on(request: HttpRequest) -> Led | None:
    """Where the address that was asked for leads, if anywhere; with its query first, as an editor may have written it.

    One query; some more where there is a row.
    """
    full = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    plain = full.partition("?")[0]
    paths = [way for each in (full, plain) for way in (uri_to_iri(each), each)]
    section, _slash, slug = paths[2].rpartition("/")
    rows = _rows(request, {*paths, section} - {""})
    row = next((rows[path] for path in paths if path in rows), None)
    if row is not None:
        led = _by_row(row)
    else:
        led = _in_section(rows.get(section), slug)
    # A page that stands there and is kept from readers: nobody is led round in a circle.
    is_here = led is not None and urlsplit(led.link).netloc in {"", request.get_host()}
    return None if led is None or (is_here and _normal(led.link) == paths[2]) else led


def _by_row(row: Redirect) -> Led | None:
    is_gone = row.redirect_page is not None and not row.redirect_page.live
    return Led(row.link, row.is_permanent, is_gone) if row.link else None


def _in_section(row: Redirect | None, slug: str) -> Led | None:
    """To the story of this name in the section that the row leads to, where a section was renamed."""
    if row is None or not row.automatically_created:
        return None
    section = SectionPage.objects.filter(pk=row.redirect_page_id).first()
    if section is None:
        return None
    was_public = Q(live=True) | Q(first_published_at__isnull=False)
    story = StoryPage.objects.child_of(section).filter(was_public, slug=slug).first()
    return Led(path_of(story), is_gone=not story.live) if story else None


def _rows(request: HttpRequest, paths: set[str]) -> dict[str, Redirect]:
    """By their old paths. One for this site goes before one for all."""
    asked = {path for path in paths if "\0" not in path}  # PostgreSQL refuses it
    rows = Redirect.get_for_site(Site.find_for_request(request)).filter(old_path__in=asked)
    return {row.old_path: row for row in sorted(rows, key=lambda row: row.site_id is not None)}


def _normal(address: str) -> str:
    path: str = Redirect.normalise_path(address)
    return path


def slug_in(url_path: str) -> str:
    """The last part: of "/paper/city/" it is "city"."""
    return url_path.rstrip("/").rpartition("/")[2]
