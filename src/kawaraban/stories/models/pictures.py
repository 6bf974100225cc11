"""Pictures: who made one is never left out, and who cannot see it is told what it shows."""

import hashlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from kawaraban.stories.models.fitted import FittedTexts


class PaperImage(FittedTexts, AbstractImage):
    """A picture of the paper. Its words go wherever it is shown; a story may say them in its own language."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made the picture, as it is printed under it: “Photo: Ayşe Kaya”."),
    )
    alt = models.CharField(
        _("description for those who cannot see it"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, in a sentence. Empty for a picture that only decorates."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit", "alt")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> Any:  # noqa: A002  Wagtail's name
        """Under a name that says what is in it: other bytes, another address, and so it can be kept for ever."""
        file = super().generate_rendition_file(filter, source=source)
        seen = hashlib.sha256()
        file.seek(0)
        for piece in file.chunks():
            seen.update(piece)
        file.seek(0)
        stem, _, kind = file.name.rpartition(".")
        file.name = f"{stem}.{seen.hexdigest()[:16]}.{kind}"
        return file

    @property
    def default_alt_text(self) -> str:
        """Never the file's name: a picture without a description has none."""
        return self.alt


class PaperRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(PaperImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            )
        ]
