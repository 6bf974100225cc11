"""The names under which pages that show comments are printed again."""

from urllib.parse import unquote

from kawaraban.comments.models import Thread
from kawaraban.press.keys import PAPER_KEY

__all__ = ["PAPER_KEY", "thread_addresses", "thread_key"]


def thread_key(thread: Thread) -> str:
    """Every page that shows this thread, or its count, carries this key."""
    return f"thread-{thread.pk}"


def thread_addresses(thread: Thread) -> tuple[str, ...]:
    """The page whose thread it is, which is printed before the lists that count its comments; none elsewhere."""
    return (unquote(thread.url),) if thread.url.startswith("/") and "#" not in thread.url else ()
