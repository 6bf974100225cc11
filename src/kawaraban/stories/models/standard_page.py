"""An ordinary page: about, contact, privacy."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from kawaraban.stories.blocks import PageBody
from kawaraban.stories.languages import language_choices
from kawaraban.stories.models.page_form import PaperPageForm
from kawaraban.stories.models.panels import SchedulePanel
from kawaraban.stories.models.printed_page import TopPage


class StandardPage(TopPage, Page):
    """A title, an introduction and text. It has neither byline nor comments and is not counted."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("One sentence under the title.")
    )
    body = StreamField(PageBody(), verbose_name=_("text"), blank=True)
    language = models.CharField(_("language"), max_length=16, choices=language_choices)

    base_form_class = PaperPageForm
    template = "stories/standard.html"
    show_in_menus_default = True
    parent_page_types = ["stories.FrontPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("language"),
    ]
    promote_panels = [
        FieldPanel("slug"),
        FieldPanel("show_in_menus", help_text=_("Among the links at the foot of every page.")),
    ]
    settings_panels = [SchedulePanel()]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
