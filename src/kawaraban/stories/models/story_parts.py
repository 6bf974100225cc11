"""What belongs to one story and comes in order: its bylines, its corrections, its topics."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from kawaraban.stories.models.authors import Author
from kawaraban.stories.models.fitted import FittedTexts
from kawaraban.stories.models.panels import time_panel

# How long a correction stands under the lead; afterwards at the foot of the story.
FRESH_FOR = timedelta(days=7)


class Byline(Orderable):
    """One name over the story. The order is the newsroom's."""

    story = ParentalKey("stories.StoryPage", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self) -> str:
        return str(self.author)


class Correction(FittedTexts, Orderable):
    """What was wrong and is right now. It stays with the story for good."""

    story = ParentalKey("stories.StoryPage", on_delete=models.CASCADE, related_name="corrections")
    corrected_at = models.DateTimeField(_("corrected"))
    text = models.TextField(_("correction"), help_text=_("What was wrong, and what is right."))

    panels = [time_panel("corrected_at"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return str(self.text)[:60]

    def is_fresh(self, now: datetime) -> bool:
        age: timedelta = now - self.corrected_at
        return age < FRESH_FOR


class StoryTopic(TaggedItemBase):
    """A topic of a story: a tag, with a list at /topics/."""

    content_object = ParentalKey("stories.StoryPage", on_delete=models.CASCADE, related_name="topic_items")

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
