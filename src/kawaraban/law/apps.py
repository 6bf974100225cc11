"""Registers law with Django."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "kawaraban.law"
    label = "law"
    verbose_name = "Law"
