"""Registers people with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kawaraban.people"
    label = "people"
    verbose_name = "People"
