"""The paper as a feed: RSS 2.0, with the same headline and lead as everywhere (P1)."""

from collections.abc import Iterable
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from kawaraban.kit.fit import fit_in
from kawaraban.stories.addresses import absolute
from kawaraban.stories.values import Teaser

FEED_COUNT = 30


class PaperRss(Rss201rev2Feed):
    """Adds what a newspaper has: several names over a story, and a language for each."""

    def write(self, outfile: IO[str], encoding: str) -> None:
        """Whatever an old row holds, the feed is well-formed: one story must not stop it for all its readers."""
        self.feed, self.items = fit_in(self.feed), fit_in(self.items)
        super().write(outfile, encoding)

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("dc:language", item["language"])


def feed_bytes(
    stories: Iterable[Teaser], *, title: str, description: str, language: str, urls: tuple[str, str]
) -> bytes:
    """The feed as UTF-8. `urls` are the paths of what it is the feed of, and of the feed itself."""
    page_url, feed_url = urls
    feed = PaperRss(
        title=title,
        link=absolute(page_url),
        description=description or title,
        language=language,
        feed_url=absolute(feed_url),
    )
    for story in stories:
        feed.add_item(
            title=story.headline,
            link=absolute(story.url),
            description=story.lead,
            unique_id=_lasting_name(story),
            unique_id_is_permalink=False,
            pubdate=story.published_at,
            categories=[story.section.label],
            creators=[byline.label for byline in story.bylines],
            language=story.language,
        )
    return feed.writeString("utf-8").encode()


def _lasting_name(story: Teaser) -> str:
    """A name that stays when the address changes (RFC 4151): a reader sees a story once."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{story.published_at:%Y-%m-%d}:{story.key}"
