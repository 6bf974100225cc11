"""The names under which pages that show comments are printed again."""

from kawaraban.comments.models import Thread
from kawaraban.press.keys import PAPER_KEY

__all__ = ["PAPER_KEY", "thread_key"]


def thread_key(thread: Thread) -> str:
    """Every page that shows this thread, or its count, carries this key."""
    return f"thread-{thread.pk}"
