"""Registers stories with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class StoriesConfig(AppConfig):
    name = "kawaraban.stories"
    label = "stories"
    verbose_name = "Stories"

    def ready(self) -> None:
        """Listens to Wagtail also where no page is served: an import and the scheduled publishing publish too."""
        autodiscover_modules("wagtail_signals")
