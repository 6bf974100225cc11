"""Registers wire with Django."""

from django.apps import AppConfig


class WireConfig(AppConfig):
    name = "kawaraban.wire"
    label = "wire"
    verbose_name = "Wire"
