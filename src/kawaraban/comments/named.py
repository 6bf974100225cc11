"""The comment that somebody means by an id, by an address of it, or by the page on which its author follows it."""

import re

from kawaraban.comments.models import Comment

_PUBLIC_ID = re.compile(r"(?:/c/|#comment-|^comment:|^)([0-9a-z]{10})(?=[/?#]|$)")
_TRACKING = re.compile(r"/track/([A-Za-z0-9_-]{22})(?=[/?#]|$)")


def comment_named(text: str) -> Comment | None:
    """By "k7fq2m9xwd", "comment:k7fq2m9xwd", ".../c/k7fq2m9xwd/", ".../#comment-k7fq2m9xwd", or a tracking link.

    The link is a secret: whoever answers that there is no such comment does not repeat it (`kit/secret_paths.py`).
    """
    text = text.strip()
    comments = Comment.objects.select_related("thread")
    tracking = _TRACKING.search(text)
    if tracking:
        return comments.filter(tracking_token=tracking.group(1)).first()
    # The last one: the address of a page may hold the id of another comment before the sign of its place.
    found = _PUBLIC_ID.findall(text)
    return comments.filter(public_id=found[-1]).first() if found else None
