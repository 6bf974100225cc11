"""The names under which the pages of the paper are printed again: one table.

A page carries the keys of all that it shows. Whoever changes one of these things orders the reprint of its key.
"""

from urllib.parse import quote

from kawaraban.comments.keys import PAPER_KEY

FRONT_KEY = "front"  # the front page: a story was printed or taken back
FEED_KEY = "feed"  # feeds and the index of site maps: the same
MOST_READ_KEY = "most-read"  # wherever the stories read most are shown
PAPER = PAPER_KEY  # every page: the name of the paper, its sections, its rules


def story_key(pk: int) -> str:
    """A story, and every page that shows its headline. Also what readers' beacons and the thread call it."""
    return f"story-{pk}"


def section_key(pk: int) -> str:
    """The list of a section's stories."""
    return f"section-{pk}"


def topic_key(slug: str) -> str:
    """The list of a topic's stories. In ASCII: keys travel in a header."""
    return f"topic-{quote(slug, safe='')}"


def author_key(pk: int) -> str:
    """The list of an author's stories."""
    return f"author-{pk}"


def map_key(kind: str, number: int) -> str:
    """A file of the site map."""
    return f"map-{kind}-{number}"


def page_key(pk: int) -> str:
    """An ordinary page: about, contact, privacy."""
    return f"page-{pk}"


def story_pk(key: str) -> int:
    """The story that a key names; 0 when it names none."""
    kind, _dash, number = key.partition("-")
    return int(number) if kind == "story" and number.isdigit() else 0
