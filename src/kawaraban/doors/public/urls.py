from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "public"


def todo(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("policy/", todo, name="policy"), path("how-we-count-reads/", todo, name="reads_rule")]
