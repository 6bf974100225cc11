"""What the pages of the paper show: frozen values, and nothing that a template could ask a database for.

Made by `pages/story.py`, `pages/front.py` and `pages/list.py`, the only places that join stories with comments
and reads. Templates find them as `story`, `front` and `list`; an ordinary page is `page`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kawaraban.comments.thread.page import ThreadView
from kawaraban.look.paper_view import Link


@dataclass(frozen=True, slots=True)
class Picture:
    """A ready rendition set. Credit and alt are never guessed."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    alt: str
    credit: str
    caption: str


@dataclass(frozen=True, slots=True)
class Teaser:
    """A story in a list, a feed or a share card: the same headline and lead everywhere (P1)."""

    url: str
    headline: str
    lead: str
    language: str
    direction: str  # "ltr" | "rtl"
    section: Link
    bylines: tuple[Link, ...]
    published_at: datetime
    picture: Picture | None
    comments_count: int
    reads_count: int
    reading_minutes: int
    key: str = ""  # "story-42"
    locator: str = ""  # of its comments: its own key, or that of the story whose alias it is
    count_key: str = (
        ""  # under which another number of comments prints the page again; "" before there is a thread
    )


@dataclass(frozen=True, slots=True)
class MostRead:
    """The stories read most, most first, in the last `hours`: 24, or 168 where a day is too quiet."""

    teasers: tuple[Teaser, ...] = ()
    hours: int = 24

    @property
    def days(self) -> int:
        return self.hours // 24


@dataclass(frozen=True, slots=True)
class CorrectionView:
    corrected_at: datetime
    text: str
    is_fresh: bool  # newer than seven days: shown under the lead too


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A plain link to a service's own share page: nothing of theirs runs here (P5)."""

    service: str  # facebook, x, whatsapp, linkedin, telegram, bluesky, email
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story page, whole."""

    key: str  # "story-42": what the beacon sends
    url: str
    canonical_url: str
    headline: str
    lead: str
    language: str
    direction: str
    dateline: str
    section: Link
    bylines: tuple[Link, ...]
    published_at: datetime
    updated_at: datetime | None  # None when not changed since publication
    reads_count: int
    reading_minutes: int
    picture: Picture | None
    body: Any  # Wagtail's StreamValue: rendered by `{% include_block %}`
    topics: tuple[Link, ...]
    corrections: tuple[CorrectionView, ...]  # newest first
    shares: tuple[ShareLink, ...]
    thread: ThreadView | None
    related: tuple[Teaser, ...]
    most_read: MostRead
    json_ld: str
    share_picture_url: str
    reads_seconds: int = 10  # how long the story must be visible to count as read


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """One section on the front page."""

    section: Link
    direction: str
    teasers: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True)
class FrontView:
    """The front page: one lead story, the newest, then each section."""

    title: str
    lead_story: Teaser | None
    newest: tuple[Teaser, ...]
    sections: tuple[SectionBlock, ...]
    most_read: MostRead
    share_picture_url: str = ""  # the lead story's; "" when it has none


@dataclass(frozen=True, slots=True)
class ListView:
    """A section, a topic or an author: a title and a page of stories, newest first."""

    kind: str  # "section" | "topic" | "author"
    title: str
    introduction: str
    language: str
    direction: str
    teasers: tuple[Teaser, ...]
    most_read: MostRead
    newer_url: str  # "" on the first page
    older_url: str  # "" on the last
    feed_url: str
    url: str = ""  # of its first page
