"""A wire story's words into a StoryPage, and what a page says, for comparing. Changes objects, not the database,
but for the authors that bylines need."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from wagtail.models import Revision

from kawaraban.stories.models import Byline, StoryPage
from kawaraban.wire.authors import Authors
from kawaraban.wire.cleaning import Block
from kawaraban.wire.items import WireStory


def fill(story: StoryPage, item: WireStory, authors: Authors) -> None:
    """Write the item's words over the story's."""
    story.title = item.headline
    story.lead = item.lead
    story.language = paper_language(item.language) or story.language
    story.dateline = item.dateline
    story.body = StoryPage._meta.get_field("body").to_python(json.dumps([_raw(b) for b in item.blocks]))
    story.bylines = [
        Byline(author=authors.named(name), sort_order=place) for place, name in enumerate(item.bylines)
    ]
    story.topics.set(item.topics)
    story.go_live_at = item.embargoed_until
    if not story.slug and not slugify(item.headline, allow_unicode=True):
        # A headline of signs alone gives no address: the agency's name for the item does, the same for ever.
        story.slug = f"wire-{hashlib.sha256(item.guid.encode()).hexdigest()[:8]}"


def publish_revision(revision: Revision, story: StoryPage, item: WireStory, *, now: datetime) -> None:
    """Let readers see it, or wait for the end of its embargo.

    A story that nobody has seen here yet is as old as the agency says: never in the future, and not under an embargo,
    where its first readers are ours.
    """
    first = item.published_at and max(item.published_at, item.embargoed_until or item.published_at)
    if story.first_published_at is not None or first is None or first >= now:
        revision.publish()
        return
    stored = StoryPage.objects.filter(pk=story.pk)
    stored.update(first_published_at=first)
    # Read anew: the revision keeps the date of the page that it is of.
    Revision.objects.get(pk=revision.pk).publish()
    stored.update(last_published_at=min(max(first, item.version.at), now))


def paper_language(code: str) -> str:
    """The paper's code for a language tag: "tr-TR" is "tr". "" when the paper does not speak it."""
    wanted = code.replace("_", "-").lower()
    known = {spoken.lower(): spoken for spoken, _name in settings.LANGUAGES}
    return known.get(wanted) or known.get(wanted.split("-")[0]) or ""


def words_digest(story: StoryPage) -> str:
    """Of all that `fill` writes, read back: equal digests mean that nobody has changed it."""
    facts = [
        story.title,
        story.lead,
        story.dateline,
        [[block["type"], block["value"]] for block in _without_ids(story.body.get_prep_value())],
        [byline.author_id for byline in story.bylines.all()],
        story.go_live_at.isoformat() if story.go_live_at else "",
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _raw(block: Block) -> dict[str, Any]:
    """The form in which Wagtail stores a block."""
    if block.kind == "list":
        return {"type": "list", "value": [f"<p>{item}</p>" for item in block.items]}
    if block.kind == "quote":
        return {"type": "quote", "value": {"text": block.text, "source": block.source}}
    if block.kind == "subheading":
        return {"type": "subheading", "value": block.text}
    return {"type": "paragraph", "value": f"<p>{block.text}</p>"}


def _without_ids(value: Any) -> Any:
    """Wagtail numbers blocks anew whenever it likes; only their words count."""
    if isinstance(value, dict):
        return {key: _without_ids(part) for key, part in value.items() if key != "id"}
    if isinstance(value, (list, tuple)):
        return [_without_ids(part) for part in value]
    return value
