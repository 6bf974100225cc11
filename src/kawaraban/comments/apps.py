"""Registers comments with Django."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "kawaraban.comments"
    label = "comments"
    verbose_name = "Comments"
