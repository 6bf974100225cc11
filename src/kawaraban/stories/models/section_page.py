"""A section of the paper: a title, a language, and its stories under it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from kawaraban.stories.languages import language_choices
from kawaraban.stories.models.page_form import PaperPageForm
from kawaraban.stories.models.panels import SchedulePanel
from kawaraban.stories.models.printed_page import TopPage


class SectionPage(TopPage, Page):
    """The page lists the section's stories, newest first."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("One sentence under the title. May be empty.")
    )
    language = models.CharField(
        _("language"),
        max_length=16,
        choices=language_choices,
        help_text=_("Of the page, and of new stories in this section."),
    )

    base_form_class = PaperPageForm
    slug_instead = "section"
    template = "stories/list.html"
    show_in_menus_default = True
    parent_page_types = ["stories.FrontPage"]
    subpage_types = ["stories.StoryPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("language")]
    promote_panels = [
        FieldPanel("slug"),
        FieldPanel("show_in_menus", help_text=_("Among the sections at the top of every page.")),
    ]
    settings_panels = [SchedulePanel()]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
