"""How a view says that its page may be printed: the same bytes for everybody, under these keys.

return printable(render(request, "stories/story.html", context), keys=["story-42", "thread-17", "paper"])
"""

from collections.abc import Iterable
from typing import TypeVar

from django.http import HttpResponse

R = TypeVar("R", bound=HttpResponse)

SURROGATE_KEY = "Surrogate-Key"


def printable(response: R, *, keys: Iterable[str]) -> R:
    """Mark the response as the same for everybody. The press stores it when its address is canonical."""
    response.headers[SURROGATE_KEY] = " ".join(sorted(set(keys)))
    return response
