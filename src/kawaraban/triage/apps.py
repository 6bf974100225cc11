"""Registers triage with Django."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "kawaraban.triage"
    label = "triage"
    verbose_name = "Triage"
