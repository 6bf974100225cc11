"""The addresses of Perspective's methods. A client is given the part before them: https://paper.example/v1alpha1."""

from django.urls import path

from kawaraban.doors.analyses import views

app_name = "analyses"
urlpatterns = [
    path("v1alpha1/comments:analyze", views.analyze, name="analyze"),
    path("v1alpha1/comments:suggestscore", views.suggest_score, name="suggest_score"),
]
