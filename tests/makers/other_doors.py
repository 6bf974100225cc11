"""Doors that sign in beside the paper's own, as a library brings them or somebody adds them without a thought."""

from django.conf import settings as live
from django.contrib.auth import authenticate, login
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from tests.makers.staff import PASSWORD

WITH_PASSWORD = {"username": "leyla", "password": PASSWORD}


def rash(request: HttpRequest) -> HttpResponse:
    """Signs in by name and password, and asks for nothing more."""
    user = authenticate(request, username=request.POST["username"], password=request.POST["password"])
    if user is None:
        return HttpResponse("no")
    login(request, user)
    return HttpResponse("yes")


def urls_with_doors() -> type:
    """The addresses of the paper, and these two before them."""

    class WithDoors:
        urlpatterns = (
            path("another/", LoginView.as_view(template_name="people/sign_out.html")),
            path("rash/", rash),
            path("", include(live.ROOT_URLCONF)),
        )

    return WithDoors
