"""What a beacon says, in its body and in its headers. Nothing of it is believed yet."""

import json
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import parse_qs

from kawaraban.press.front.beacons.beacon import STORY_KEY

LONGEST_BODY: Final = 512


class BeaconBody(NamedTuple):
    """What the body of a beacon says."""

    story: str
    seen_seconds: float
    is_scrolled: bool


def read_body(body: bytes) -> BeaconBody | None:
    """What the body says, as JSON or as a form; None when it names no story."""
    if len(body) > LONGEST_BODY:
        return None
    try:
        text = body.decode("ascii")
        said = json.loads(text) if text.lstrip().startswith("{") else _form(text)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    story = said.get("story")
    if not (isinstance(story, str) and STORY_KEY.fullmatch(story)):
        return None
    return BeaconBody(story, _seconds(said.get("seen")), said.get("scrolled") in (True, "1", "true"))


def _form(text: str) -> dict[str, object]:
    return {name: values[0] for name, values in parse_qs(text).items()}


def _seconds(said: object) -> float:
    """A number of seconds, 0 for anything that is none."""
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        return 0.0
    try:
        seconds = float(said)
    except (ValueError, OverflowError):
        return 0.0
    return seconds if 0.0 <= seconds < float("inf") else 0.0


def is_from_our_page(headers: Mapping[str, str], host: str) -> bool:
    """Whether one of our own pages sent it: browsers say so, and pages cannot lie about it."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "")
    return origin in {f"https://{host}", f"http://{host}"}


def purpose_of(headers: Mapping[str, str]) -> str:
    """What the headers say of a page that was fetched for later, in lower case; empty when they say nothing."""
    names = ("sec-purpose", "purpose", "x-purpose", "x-moz")
    return " ".join(headers[name] for name in names if name in headers).lower()
