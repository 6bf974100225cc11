"""Who writes for the paper: a name in bylines, with a page that lists the stories."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


class AuthorQuerySet(models.QuerySet["Author"]):
    def named(self, name: str) -> Self:
        """Whoever has this name, small or capital."""
        return self.filter(name__iexact=name.strip())


class Author(models.Model):
    """A person or an agency whose name stands over stories. Needs no account."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("name in addresses"),
        max_length=120,
        unique=True,
        blank=True,
        allow_unicode=True,
        help_text=_("Made from the name when empty."),
    )
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("One or two sentences, shown on the author's page.")
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="author_has_slug", condition=~models.Q(slug=""))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stories:author", args=[self.slug])

    def clean(self) -> None:
        """Fills the slug from the name; a second author of the same name gets a number."""
        super().clean()
        if self.slug:
            return
        stem = slugify(self.name, allow_unicode=True)[:100] or "author"
        taken = set(
            Author.objects.filter(slug__startswith=stem).exclude(pk=self.pk).values_list("slug", flat=True)
        )
        free = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
        self.slug = stem if stem not in taken else next(slug for slug in free if slug not in taken)
