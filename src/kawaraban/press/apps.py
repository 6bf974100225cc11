"""Registers press with Django."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "kawaraban.press"
    label = "press"
    verbose_name = "Press"
