"""A paper, its sections and its stories, for tests of every room."""

from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Page, Site

from kawaraban.stories.models import (
    Author,
    Byline,
    Correction,
    FrontPage,
    PaperImage,
    PaperSettings,
    SectionPage,
    StandardPage,
    StoryPage,
)

P = TypeVar("P", bound=Page)

PARAGRAPH = "<p>The harbour opened again on Monday. Ships had waited for nine days.</p>"


def make_paper(name: str = "The Harbour Sheet", language: str = "en") -> FrontPage:
    """The front page of a paper at the site's root. One for each test."""
    front: FrontPage = Page.get_first_root_node().add_child(
        instance=FrontPage(title=name, slug="paper", language=language)
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="127.0.0.1", port=8000, root_page=front, is_default_site=True)
    PaperSettings.objects.create(name=name, default_language=language)
    return publish(front)


def make_section(front: FrontPage, title: str = "City", **fields: Any) -> SectionPage:
    """A live section."""
    fields.setdefault("language", "en")
    section: SectionPage = front.add_child(instance=SectionPage(title=title, **fields))
    return publish(section)


def make_story(
    section: SectionPage,
    headline: str = "Port reopens",
    *,
    published_at: datetime | None = None,
    authors: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    corrections: tuple[tuple[datetime, str], ...] = (),
    live: bool = True,
    **fields: Any,
) -> StoryPage:
    """A story with a paragraph, live unless told. `body` is a list of {"type", "value"} or ready HTML."""
    body = fields.pop("body", PARAGRAPH)
    story = StoryPage(
        title=headline,
        body=[{"type": "paragraph", "value": body}] if isinstance(body, str) else body,
        live=False,
        **fields,
    )
    for order, name in enumerate(authors):
        story.bylines.add(Byline(author=make_author(name), sort_order=order))
    for order, (corrected_at, text) in enumerate(corrections):
        story.corrections.add(Correction(corrected_at=corrected_at, text=text, sort_order=order))
    section.add_child(instance=story)
    story.topics.add(*topics)
    story.first_published_at = published_at
    story.save()
    return publish(story, at=published_at) if live else story


def make_page(front: FrontPage, title: str = "About", **fields: Any) -> StandardPage:
    """A live page of the about kind."""
    fields.setdefault("language", "en")
    page: StandardPage = front.add_child(instance=StandardPage(title=title, **fields))
    return publish(page)


def make_author(name: str) -> Author:
    """The author with this name, made when there is none."""
    author: Author | None = Author.objects.named(name).first()
    if author is None:
        author = Author(name=name)
        author.full_clean()
        author.save()
    return author


def make_picture(title: str = "harbour", size: tuple[int, int] = (1600, 1000), **fields: Any) -> PaperImage:
    """A picture of one colour."""
    file = BytesIO()
    Image.new("RGB", size, (40, 90, 120)).save(file, "PNG")
    file.seek(0)
    fields = {"credit": "Photo: Ayşe Kaya", "alt": "Cranes over the water", **fields}
    picture: PaperImage = PaperImage.objects.create(
        title=title, file=ImageFile(file, name=f"{title}.png"), **fields
    )
    return picture


def publish(page: P, at: datetime | None = None) -> P:
    """Publish what the page says, as the editor does; `at` sets the time readers see."""
    page.save_revision().publish()
    if at is not None:
        type(page).objects.filter(pk=page.pk).update(last_published_at=at)
    live: P = type(page).objects.get(pk=page.pk)
    return live
