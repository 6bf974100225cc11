"""Registers the door for other comment systems with Django."""

from django.apps import AppConfig


class AnalysesConfig(AppConfig):
    name = "kawaraban.doors.analyses"
    label = "analyses"
    verbose_name = "Analyses"
