"""What an editor's browser sends for the forms of the paper's pages."""

from typing import Any

from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from kawaraban.stories.models import SectionPage, StoryPage

PUBLISH = {"action-publish": "action-publish"}


def story_form(*, words: str = "<p>One sentence. Another one.</p>", **changes: Any) -> dict[str, str]:
    """A story with one paragraph; corrections are pairs of a written time and words."""
    corrections = changes.pop("corrections", ())
    form: dict[str, str] = nested_form_data(
        {
            "title": "Port reopens",
            "slug": "port-reopens",
            "lead": "",
            "picture": "",
            "picture_caption": "",
            "body": streamfield([("paragraph", rich_text(words))]),
            "bylines": inline_formset([]),
            "corrections": inline_formset([{"corrected_at": at, "text": text} for at, text in corrections]),
            "dateline": "",
            "topics": "",
            "language": "",
            "comments_open": "on",
            "comments_closed_reason": "",
            "comments": inline_formset([]),
            "go_live_at": "",
            "expire_at": "",
            **changes,
        }
    )
    return form


def publish_new(client: Client, section: SectionPage, **changes: Any) -> StoryPage:
    """A new story, published as the editor does it."""
    known = set(StoryPage.objects.values_list("pk", flat=True))
    url = f"/editor/pages/add/stories/storypage/{section.pk}/"
    answer = client.post(url, story_form(**changes) | PUBLISH)
    assert answer.status_code == 302, answer.context["form"].errors
    story: StoryPage = StoryPage.objects.exclude(pk__in=known).get()
    return story
