"""What programs ask for by themselves: robots.txt, favicon.ico, and whether this process answers."""

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import cache_control

CLOSED_TO_ROBOTS = ("/track/", "/desk/", "/editor/", "/comments/", "/c/*/", "/notice/")
# Their addresses are asked for by name: this door does not know the stories, and may run without them.
SITEMAPS = ("sitemap", "news_sitemap")


@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: everything is open but what is one person's. Sitemaps are named where there are stories."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS)]
    with suppress(NoReverseMatch):
        maps = [reverse(f"stories:{name}") for name in SITEMAPS]
        lines += ["", *(f"Sitemap: {settings.SITE_URL}{path}" for path in maps)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@cache_control(public=True, max_age=86400)
def favicon(request: HttpRequest) -> HttpResponse:
    """Old browsers ask for this address by themselves; the others read it in the page's head."""
    return HttpResponseRedirect(static("kawaraban/favicon.svg"))


def healthz(request: HttpRequest) -> HttpResponse:
    """200 without touching the database."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")
