"""Panels of the editor that say by which clock they are meant."""

from typing import Any

from wagtail.admin.panels import FieldPanel, PublishingPanel

from kawaraban.look.clock_words import clock_words


class SchedulePanel(PublishingPanel):
    """When a page appears and when it goes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for panel in self.children:
            panel.help_text = clock_words()


def time_panel(name: str) -> FieldPanel:
    """A field of date and time."""
    return FieldPanel(name, help_text=clock_words())
