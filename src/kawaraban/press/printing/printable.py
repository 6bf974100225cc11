"""How a view says that its page may be printed: the same bytes for everybody, under these keys.

return printable(
    render(request, "stories/story.html", context),
    keys=["story-42", "thread-17", "paper"],
    address=page_url(story.url, number),
    has_numbers=True,
)

Such a page chooses its language itself (`translation.override`), asks for no cookie, reads nothing of the query but
`page`, and writes addresses without the host of the request: it is rendered for one reader and read by all.

`address` is the one link under which we ourselves would send a reader to this page: by it the view says that there is
such a page. A request that is written in another way is sent there, and nothing is stored under its own spelling.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from django.http import HttpResponse

R = TypeVar("R", bound=HttpResponse)

SURROGATE_KEY: Final = "Surrogate-Key"
LANGUAGE_CHOSEN: Final = "language_chosen"
OWN_ADDRESS: Final = "own_address"


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """Where a page is. `link` is as `reverse` writes it; `has_numbers` says that it may have later pages."""

    link: str
    has_numbers: bool


def printable(
    response: R, *, keys: Iterable[str], address: str, has_numbers: bool = False, language: str = ""
) -> R:
    """Mark the response as the same for everybody. The press stores it under `address`, as `reverse` writes it.

    `has_numbers`: there may be a `?page=2` of it. `language` goes out as Content-Language; without it a printed page
    has none.
    """
    setattr(response, OWN_ADDRESS, OwnAddress(address, has_numbers))
    response.headers[SURROGATE_KEY] = " ".join(sorted(set(keys)))
    if language:
        response.headers["Content-Language"] = language
        setattr(response, LANGUAGE_CHOSEN, True)
    return response
