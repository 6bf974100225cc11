"""How a view says that its page may be printed: the same bytes for everybody, under these keys.

return printable(render(request, "stories/story.html", context), keys=["story-42", "thread-17", "paper"])

Such a page chooses its language itself (`translation.override`), asks for no cookie and writes addresses
without the host of the request: it is rendered for one reader and read by all.
"""

from collections.abc import Iterable
from typing import Final, TypeVar

from django.http import HttpResponse

R = TypeVar("R", bound=HttpResponse)

SURROGATE_KEY: Final = "Surrogate-Key"
LANGUAGE_CHOSEN: Final = "language_chosen"


def printable(response: R, *, keys: Iterable[str], language: str = "") -> R:
    """Mark the response as the same for everybody. The press stores it when its address is canonical.

    `language` goes out as Content-Language; without it a printed page has none.
    """
    response.headers[SURROGATE_KEY] = " ".join(sorted(set(keys)))
    if language:
        response.headers["Content-Language"] = language
        setattr(response, LANGUAGE_CHOSEN, True)
    return response
