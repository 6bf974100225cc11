"""The addresses of Perspective's methods, and that of Coral's external moderation phase.

A client of the first is given the part before the methods: https://paper.example/v1alpha1. Coral is given the whole
address, with its key: https://paper.example/coral/moderation-phase?key=...
"""

from django.urls import path

from kawaraban.doors.analyses import views
from kawaraban.triage.formats.coral import CORAL_PATH

app_name = "analyses"
urlpatterns = [
    path("v1alpha1/comments:analyze", views.analyze, name="analyze"),
    path("v1alpha1/comments:suggestscore", views.suggest_score, name="suggest_score"),
    path(CORAL_PATH.removeprefix("/"), views.moderate, name="coral"),
]
