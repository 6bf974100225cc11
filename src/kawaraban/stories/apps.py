"""Registers stories with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class StoriesConfig(AppConfig):
    name = "kawaraban.stories"
    label = "stories"
    verbose_name = "Stories"

    def ready(self) -> None:
        """Tells the comments what the paper is called.

        Listens to Wagtail also where no page is served: an import and the scheduled publishing publish too.
        """
        from kawaraban.comments.protected_names import protect_names_of
        from kawaraban.stories.names import paper_names

        protect_names_of(paper_names)
        autodiscover_modules("wagtail_signals")
