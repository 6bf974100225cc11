"""What a browser sends to the public door."""

from django.test import Client
from tests.answer import Answer

from kawaraban.comments.models import Comment, Thread

# A browser of today, on a page of ours.
OUR_PAGE = {"sec-fetch-site": "same-origin", "origin": "http://testserver"}
JSON = {"accept": "application/json"}


def fields(on: Thread | None, /, **changes: str) -> dict[str, str]:
    """The form as a reader fills it in."""
    filled = {
        "thread": on.locator if on else "",
        "parent": "",
        "name": "Ada",
        "text": "The harbour is open.",
        "email": "",
        "language": on.language if on else "en",
        "website": "",
    }
    return {**filled, **changes}


def post(
    client: Client, on: Thread | None, /, *, headers: dict[str, str] | None = None, **changes: str
) -> Answer:
    """Send the form, by default from a page of ours."""
    return client.post("/comments/", fields(on, **changes), headers=OUR_PAGE if headers is None else headers)


def post_bytes(client: Client, body: bytes, *, charset: str = "", **more: str) -> Answer:
    """Send an urlencoded body byte for byte."""
    kind = "application/x-www-form-urlencoded" + (f"; charset={charset}" if charset else "")
    return client.generic("POST", "/comments/", body, content_type=kind, headers={**OUR_PAGE, **more})


def tracking_path(comment: Comment) -> str:
    return f"/track/{comment.tracking_token}/"


def words(response: Answer) -> str:
    """The page as text, entities of apostrophes and quotes resolved."""
    return response.content.decode().replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
