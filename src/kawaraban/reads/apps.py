"""Registers reads with Django."""

from django.apps import AppConfig


class ReadsConfig(AppConfig):
    name = "kawaraban.reads"
    label = "reads"
    verbose_name = "Reads"
