"""An address that somebody pastes into the search: a comment's or a story's, in any of the forms they have.

pasted("https://paper.example/c/k7fq2m…/")         a comment, by its lasting address
pasted("…/economy/port/#comment-k7fq2m…")          the same, copied from the page
pasted("…/track/9f…/")                             the same, from its author's mail
pasted("…/desk/card/k7fq2m…/?order=need")          the same, from a colleague
pasted("https://paper.example/economy/port/")      the story
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from kawaraban.comments.models import Comment, Thread

_COMMENT = re.compile(r"/(?:c|desk/card)/(?P<id>[\w-]{6,16})(?:/|$)")
_ANCHOR = re.compile(r"comment-(?P<id>[\w-]{6,16})$")
_TRACKING = re.compile(r"/track/(?P<token>[\w-]{8,64})(?:/|$)")
_PLAIN_ID = re.compile(r"[a-z0-9]{8,16}")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What an address leads to: a comment, or a thread."""

    comment: Comment | None = None
    thread: Thread | None = None


def pasted(text: str) -> Pasted | None:
    """What this text leads to when it is an address of ours or the id of a comment; None for all else."""
    text = text.strip()
    if _PLAIN_ID.fullmatch(text):
        comment = _by_id(text)
        return Pasted(comment=comment) if comment else None
    if "/" not in text or " " in text:
        return None
    address = urlsplit(text)
    comment = _comment_at(address.path, address.fragment)
    if comment:
        return Pasted(comment=comment)
    thread = _thread_at(text, address.path)
    return Pasted(thread=thread) if thread else None


def _comment_at(path: str, fragment: str) -> Comment | None:
    if token := _TRACKING.search(path):
        return Comment.objects.filter(tracking_token=token["token"]).first()
    if named := _ANCHOR.search(fragment) or _COMMENT.search(path):
        return _by_id(named["id"])
    return None


def _thread_at(text: str, path: str) -> Thread | None:
    """By the whole address, as other sites' threads have it, or by its path, as ours have."""
    candidates = {text.split("#")[0].split("?")[0], path, unquote(path), path.rstrip("/") + "/"}
    return Thread.objects.filter(url__in=candidates - {"", "/"}).order_by("pk").first()


def _by_id(public_id: str) -> Comment | None:
    return Comment.objects.filter(public_id=public_id).first()
