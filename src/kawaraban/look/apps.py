"""Registers look with Django."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "kawaraban.look"
    label = "look"
    verbose_name = "Look"
