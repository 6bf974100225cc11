"""A story: headline, lead, body, and who wrote it. Everything else of the paper is there for this page."""

from datetime import datetime
from math import ceil
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from kawaraban.kit.text import lead, words_count
from kawaraban.stories.blocks import StoryBody, first_paragraph, plain_body
from kawaraban.stories.keys import story_key
from kawaraban.stories.languages import language_choices
from kawaraban.stories.models.page_form import PaperPageForm
from kawaraban.stories.models.panels import SchedulePanel
from kawaraban.stories.models.pictures import PaperImage
from kawaraban.stories.models.printed_page import PrintedPage, has_restrictions
from kawaraban.stories.models.topics import TopicsManager

LEAD_LIMIT = 280
WORDS_PER_MINUTE = 220
CHARACTERS_PER_MINUTE = 500  # of Chinese and Japanese


class StoryQuerySet(PageQuerySet):
    def printed(self) -> Self:
        """What every reader may see, newest first: live, and not kept for some readers."""
        shown: Self = self.live().public() if has_restrictions() else self.live()
        stories: Self = shown.order_by("-first_published_at", "-pk")
        return stories

    def below(self, section: Page) -> Self:
        """What stands right below the page, by its place: no list of pages is walked."""
        ends = (section.alphabet[0], section.alphabet[-1])
        first, last = (section.path + letter * section.steplen for letter in ends)
        stories: Self = self.filter(depth=section.depth + 1, path__range=(first, last)).order_by()
        return stories

    def under(self, page: Page) -> Self:
        """The page itself, when it is a story, and those below it, as a range of places: LIKE walks through all."""
        stories: Self = self.filter(path__range=self.places_under(page))
        return stories

    def places_under(self, page: Page) -> tuple[str, str]:
        """The first place of the tree that is under the page, its own, and the last."""
        return page.path, page.path + page.alphabet[-1] * page.steplen


class StoryPage(PrintedPage, Page):
    """Lives under a section. Its title is the headline."""

    lead = models.TextField(
        _("lead"),
        blank=True,
        max_length=600,
        help_text=_(
            "Shown under the headline, in lists, in feeds and when the story is shared. "
            "Empty: the first sentences of the text are taken."
        ),
    )
    picture = models.ForeignKey(
        PaperImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Stands over the text, in lists and when the story is shared."),
    )
    picture_caption = models.CharField(_("caption"), max_length=300, blank=True)
    body = StreamField(StoryBody(), verbose_name=_("text"), blank=True)
    dateline = models.CharField(
        _("dateline"), max_length=80, blank=True, help_text=_("Where it was written: “Istanbul”.")
    )
    language = models.CharField(
        _("language"),
        max_length=16,
        choices=language_choices,
        blank=True,
        help_text=_("Empty: the language of the section."),
    )
    topics = TopicsManager(
        through="stories.StoryTopic",
        blank=True,
        verbose_name=_("topics"),
        help_text=_("Words under which readers find related stories, with commas between them."),
    )
    comments_open = models.BooleanField(_("comments are open"), default=True)
    comments_closed_reason = models.CharField(
        _("why they are closed"), max_length=300, blank=True, help_text=_("Readers see it under the story.")
    )
    # Worked out when the story is checked: a list of thirty stories must not open thirty bodies.
    automatic_lead = models.TextField(editable=False, blank=True)
    reading_minutes = models.PositiveSmallIntegerField(editable=False, default=1)

    objects = PageManager.from_queryset(StoryQuerySet)()

    base_form_class = PaperPageForm
    slug_instead = "story"
    template = "stories/story.html"
    parent_page_types = ["stories.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [
        TitleFieldPanel(
            "title",
            heading=_("Headline"),
            help_text=_("The same words over the story, in lists and in feeds."),
        ),
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_caption")], heading=_("Picture")),
        FieldPanel("body"),
        MultiFieldPanel(
            [InlinePanel("bylines", label=_("Byline")), FieldPanel("dateline")], heading=_("Who and where")
        ),
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("language")], heading=_("Topics and language")),
        InlinePanel(
            "corrections",
            heading=_("Corrections"),
            label=_("Correction"),
            help_text=_("For seven days a correction stands under the lead, then at the foot of the story."),
        ),
        MultiFieldPanel(
            [FieldPanel("comments_open"), FieldPanel("comments_closed_reason")], heading=_("Comments")
        ),
    ]
    promote_panels = [
        FieldPanel("slug", help_text=_("The story's address. A changed address leaves a redirect behind."))
    ]
    settings_panels = [SchedulePanel()]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("language"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def clean(self) -> None:
        """Takes over the section's language, and works out what lists show of the body."""
        super().clean()
        if self.path:  # a form's page has no place yet, and so no section
            self.language = self.spoken_language
        self.automatic_lead = lead(first_paragraph(self.body), LEAD_LIMIT, self.language or "en")
        words, characters = words_count(plain_body(self.body))
        self.reading_minutes = max(1, ceil(words / WORDS_PER_MINUTE + characters / CHARACTERS_PER_MINUTE))

    @property
    def key(self) -> str:
        """What the press, the beacons and the thread call this story: "story-42"."""
        return story_key(self.pk)

    @property
    def locator(self) -> str:
        """What its thread of comments is called. A story that stands in two sections is talked about in one place."""
        return story_key(self.alias_of_id or self.pk)

    @property
    def section_path(self) -> str:
        """The place of its section in the tree: known without a query."""
        return str(self.path)[: -self.steplen]

    @property
    def shown_lead(self) -> str:
        """The editor's lead, else the first sentences. The same words everywhere (P1)."""
        return self.lead.strip() or self.automatic_lead

    @property
    def published_at(self) -> datetime:
        """When readers saw it first; in a preview, when it was last saved."""
        moment: datetime = self.first_published_at or self.latest_revision_created_at
        return moment

    @property
    def updated_at(self) -> datetime | None:
        """When it was last published again; None when it has not changed since a minute after its publication."""
        first, last = self.first_published_at, self.last_published_at
        if not first or not last or (last - first).total_seconds() < 60:
            return None
        moment: datetime = last
        return moment
