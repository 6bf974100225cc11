"""The limits of a submission as this paper sets them."""

from django.conf import settings

from kawaraban.comments.submission import Limits


def current_limits() -> Limits:
    """From the knobs `comment_characters` and `comment_bytes`."""
    return Limits(text_graphemes=settings.COMMENT_CHARACTERS, text_bytes=settings.COMMENT_BYTES)
