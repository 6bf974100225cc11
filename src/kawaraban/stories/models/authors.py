"""Who writes for the paper: a name in bylines, with a page that lists the stories."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kawaraban.kit.slugs import folded, numbered, slug_of
from kawaraban.stories.models.fitted import FittedTexts


class AuthorQuerySet(models.QuerySet["Author"]):
    def named(self, name: str) -> Self:
        """Whoever has this name, in small or capital letters of any language. Two queries."""
        wanted = folded(name)
        same = [pk for pk, known in self.values_list("pk", "name") if folded(known) == wanted]
        return self.filter(pk__in=same)


class Author(FittedTexts, models.Model):
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
        stem = slug_of(self.name, language=settings.LANGUAGE_CODE, instead="author")
        others = Author.objects.filter(slug__startswith=stem).exclude(pk=self.pk)
        self.slug = numbered(stem, set(others.values_list("slug", flat=True)))
