"""Whether this process answers. The front asks it; the whole house's health is the front's to tell."""

from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """200 without touching the database."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")
