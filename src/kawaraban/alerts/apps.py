"""Registers alerts with Django."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "kawaraban.alerts"
    label = "alerts"
    verbose_name = "Alerts"
