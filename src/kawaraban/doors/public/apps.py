"""Registers doors.public with Django."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "kawaraban.doors.public"
    label = "public"
    verbose_name = "Public door"
