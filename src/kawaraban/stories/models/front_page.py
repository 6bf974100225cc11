"""The front page: the root of the paper."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from kawaraban.stories.languages import language_choices
from kawaraban.stories.models.page_form import PaperPageForm
from kawaraban.stories.models.panels import SchedulePanel
from kawaraban.stories.models.printed_page import PrintedPage


class FrontPage(PrintedPage, Page):
    """One lead story, the newest, then each section. It fills itself; an editor may choose the lead story."""

    language = models.CharField(
        _("language"), max_length=16, choices=language_choices, help_text=_("Of the front page's own words.")
    )
    lead_story = models.ForeignKey(
        "stories.StoryPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("lead story"),
        help_text=_("Stands on top until you take it away. Empty: the newest story with a picture leads."),
    )

    base_form_class = PaperPageForm
    template = "stories/front.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["stories.SectionPage", "stories.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead_story"), FieldPanel("language")]
    # No panel for the slug: nobody sees the root's, and every address of the paper hangs on it.
    promote_panels: list[Any] = []
    settings_panels = [SchedulePanel()]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")
