"""Registers doors.desk with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kawaraban.doors.desk"
    label = "desk"
    verbose_name = "Desk"
