"""What a machine reads of a story: schema.org's NewsArticle, of nothing that the page does not show as well."""

import json
from datetime import datetime
from typing import Any

from django.utils import timezone

from kawaraban.kit.clock import machine_moment
from kawaraban.look.paper_view import PaperView
from kawaraban.stories.addresses import absolute
from kawaraban.stories.values import CorrectionView, StoryView

# Nothing in it can end the script element it stands in.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def news_article(story: StoryView, paper: PaperView) -> str:
    """JSON-LD of the story, safe in `<script type="application/ld+json">`."""
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": story.canonical_url,
        "url": story.canonical_url,
        "headline": story.headline,
        "description": story.lead,
        "image": [story.share_picture_url] if story.share_picture_url else None,
        "datePublished": _moment(story.published_at),
        "dateModified": _moment(story.updated_at or story.published_at),
        "author": [
            {"@type": "Person", "name": byline.label, "url": absolute(byline.url)} for byline in story.bylines
        ],
        "publisher": _publisher(paper),
        "articleSection": story.section.label,
        "inLanguage": story.language,
        "keywords": [topic.label for topic in story.topics],
        "isAccessibleForFree": True,
        "commentCount": story.thread.comments_count if story.thread else None,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/ReadAction",
            "userInteractionCount": story.reads_count,
        },
        "correction": [_correction(correction) for correction in story.corrections],
    }
    said = {name: value for name, value in article.items() if value not in (None, "", [])}
    return json.dumps(said, ensure_ascii=False).translate(_ESCAPES)


def _moment(value: datetime) -> str:
    """ISO 8601 with the paper's own offset."""
    return machine_moment(timezone.localtime(value))


def _publisher(paper: PaperView) -> dict[str, Any]:
    publisher: dict[str, Any] = {"@type": "NewsMediaOrganization", "name": paper.name, "url": paper.origin}
    if paper.logo_url:
        publisher["logo"] = {"@type": "ImageObject", "url": absolute(paper.logo_url)}
    return publisher


def _correction(correction: CorrectionView) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": _moment(correction.corrected_at),
    }
