from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "desk"


def todo(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("", todo, name="queue"), path("sign-in/", todo, name="sign_in")]
