"""Registers stories with Django."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "kawaraban.stories"
    label = "stories"
    verbose_name = "Stories"
