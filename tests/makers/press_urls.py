"""A site of a few pages for the tests of the press: what they show is in the tallies of reads."""

import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from kawaraban.config.urls.newspaper import handler500
from kawaraban.config.urls.newspaper import urlpatterns as whole_paper
from kawaraban.press.printing.printable import printable
from kawaraban.reads.counts import reads_of

__all__ = ["handler500", "urlpatterns"]


def story(request: HttpRequest, number: int) -> HttpResponse:
    """Shows the story's figure; told by the figure to be gone (404), moved (666) or broken (500)."""
    key = f"story-{number}"
    figure = reads_of([key])[key]
    if "X-Slow" in request.headers:
        # A rendering that takes as long as the test wants: it opens a pipe that the test opens, too.
        (settings.DATA.root / "gate").read_bytes()
    if figure == 404:
        return HttpResponse("gone", status=404)
    if figure == 666:
        return HttpResponse(status=301, headers={"Location": "/elsewhere/"})
    if figure == 500:
        raise RuntimeError("this page is broken")
    return printable(
        HttpResponse(f"<p>story {number}: {figure} reads</p>"),
        keys=[key, "list"],
        address=f"/test/story/{number}/",
    )


def apart(request: HttpRequest) -> HttpResponse:
    """Two lines with nothing between them."""
    return printable(HttpResponse("<p>one</p>\n\n\n<p>two</p>"), keys=["list"], address=request.path)


def echo(request: HttpRequest) -> HttpResponse:
    """Marked, but it repeats what was asked."""
    return printable(HttpResponse(request.get_full_path()), keys=["list"], address=request.path)


def private(request: HttpRequest) -> HttpResponse:
    """Not marked: nobody else may see it."""
    return HttpResponse("for you")


def counting(request: HttpRequest) -> HttpResponse:
    """Marked, but it sets a cookie."""
    response = printable(HttpResponse("cookie"), keys=["list"], address=request.path)
    response.set_cookie("visits", "1")
    return response


def host(request: HttpRequest) -> HttpResponse:
    """Marked, but it repeats the host of the request."""
    return printable(
        HttpResponse(f'<a href="{request.build_absolute_uri("/")}">home</a>'),
        keys=["list"],
        address=request.path,
    )


def who(request: HttpRequest) -> HttpResponse:
    """What the app knows of the one who asks."""
    return JsonResponse(
        {
            "address": request.META["REMOTE_ADDR"],
            "secure": request.is_secure(),
            "host": request.get_host(),
        }
    )


def half(request: HttpRequest) -> StreamingHttpResponse:
    """Half of an answer, and the other half when the test opens the gate."""

    def halves() -> Iterator[bytes]:
        yield b"first half " + b"." * 100_000
        (settings.DATA.root / "gate").read_bytes()
        yield b"second half"

    return StreamingHttpResponse(halves(), headers={"Content-Length": str(100_000 + 11 + 11)})


def long(request: HttpRequest) -> HttpResponse:
    """More than lies in any buffer on its way."""
    return HttpResponse(b"x" * 3_000_000)


@csrf_exempt
def upload(request: HttpRequest) -> JsonResponse:
    """What arrived of a body."""
    seen = hashlib.sha256()
    length = 0
    while piece := request.read(65_536):
        seen.update(piece)
        length += len(piece)
    return JsonResponse({"length": length, "sha256": seen.hexdigest()})


urlpatterns = [
    path("test/half/", half),
    path("test/long/", long),
    path("test/upload/", upload),
    path("test/who/", who),
    path("test/story/<int:number>/", story),
    path("test/apart/", apart),
    path("test/echo/", echo),
    path("test/private/", private),
    path("test/counting/", counting),
    path("test/host/", host),
    path("", include(whole_paper)),
]
