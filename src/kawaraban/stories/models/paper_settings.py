"""What the paper is called and how it is reached. One row, made when the paper is founded."""

from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kawaraban.stories.languages import language_choices
from kawaraban.stories.models.fitted import FittedTexts
from kawaraban.stories.models.pictures import PaperImage


class PaperSettingsManager(models.Manager["PaperSettings"]):
    def current(self) -> "PaperSettings":
        """The row with its logo; before the paper is founded, what the knobs say, unsaved. One query."""
        row = self.select_related("logo").first()
        return row or self.model(default_language=settings.LANGUAGE_CODE, time_zone=settings.TIME_ZONE)


class PaperSettings(FittedTexts, models.Model):
    """The settings of the paper that belong to its publisher, not to its server."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name"), max_length=120, default="Kawaraban")
    motto = models.CharField(
        _("motto"), max_length=200, blank=True, help_text=_("A line under the name. May be empty.")
    )
    logo = models.ForeignKey(
        PaperImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Stands in place of the drawn seal, and beside stories in search engines."),
    )
    contact_email = models.EmailField(
        _("contact address"), blank=True, help_text=_("Shown to readers, and in every statement of reasons.")
    )
    imprint = models.TextField(
        _("publisher"),
        blank=True,
        help_text=_("Who publishes the paper and answers for it: name, address, how to reach them."),
    )
    default_language = models.CharField(
        _("language"),
        max_length=16,
        choices=language_choices,
        help_text=_("Of the front page and of the feed. Sections and stories have their own."),
    )
    languages = models.JSONField(
        _("languages"),
        default=list,
        blank=True,
        help_text=_("In which the paper writes: editors are offered these. None marked: all that there are."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        help_text=_("For example Europe/Istanbul or Asia/Tokyo."),
    )

    objects = PaperSettingsManager()

    class Meta:
        verbose_name = _("name and contact")
        verbose_name_plural = _("name and contact")
        constraints = [models.CheckConstraint(name="one_paper", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.time_zone not in available_timezones():
            raise ValidationError(
                {"time_zone": _("This time zone is not known. Write it like Europe/Istanbul.")},
                code="unknown_time_zone",
            )
        if self.languages and self.default_language not in self.languages:
            raise ValidationError(
                {"languages": _("The paper's own language is one of those in which it writes.")},
                code="own_language_missing",
            )

    @property
    def zone(self) -> ZoneInfo:
        """The paper's time zone, for dates on its pages."""
        return ZoneInfo(self.time_zone)
