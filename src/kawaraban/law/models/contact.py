"""Where readers and authors reach the paper (DSA Art. 12). One row; the publisher changes it in the editor."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactPoint(models.Model):
    """The address that statements of reasons, policy pages and the footer name."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    email = models.EmailField(_("contact address"), blank=True)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")

    def __str__(self) -> str:
        return self.email
