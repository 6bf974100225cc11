"""Registers doors.staff with Django."""

from django.apps import AppConfig


class StaffDoorConfig(AppConfig):
    name = "kawaraban.doors.staff"
    label = "staff"
    verbose_name = "Staff"
