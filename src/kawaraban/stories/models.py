"""(Filled by stories.)"""

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class PaperImage(AbstractImage):
    """A picture of the paper: who made it is never left out."""

    credit = models.CharField(max_length=200, blank=True)
    alt = models.CharField(max_length=300, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit", "alt")


class PaperRendition(AbstractRendition):
    image = models.ForeignKey(PaperImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            )
        ]
