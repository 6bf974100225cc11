"""Forms as the front hands them to the clerk."""

from typing import Any
from urllib.parse import urlencode

from tests.makers.public import fields

from kawaraban.comments.models import Thread
from kawaraban.press.intake.frames import Letter

URLENCODED = "application/x-www-form-urlencoded"


def letter(on: Thread | None, /, *, json: bool = False, address: str = "127.0.0.1", **changes: Any) -> Letter:
    """What a browser of today sends from a page of ours. `site`, `origin`, `body` and `content_type` can be said."""
    names = ("site", "origin", "body", "content_type")
    wire: dict[str, Any] = {name: changes.pop(name) for name in names if name in changes}
    said: dict[str, Any] = {
        "content_type": URLENCODED,
        "address": address,
        "scheme": "http",
        "host": "testserver",
        "accept": "application/json" if json else "text/html,application/xhtml+xml,*/*;q=0.8",
        "site": "same-origin",
        "origin": "http://testserver",
        "body": urlencode(fields(on, **changes)).encode(),
    }
    return Letter(**{**said, **wire})
