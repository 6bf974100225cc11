"""By which one request is found again in every log: the front gives it a number, app and clerk work under it.

    with working_on("5f0c3a9d1e77b204"):
        current()                                  -> "5f0c3a9d1e77b204"

It says nothing of who asks: it is drawn by chance, or comes from a proxy that is trusted.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

# What our own front tells the app, and what a proxy may tell our front.
REQUEST_HEADER: Final = "X-Kawaraban-Request"
PROXY_HEADER: Final = "x-request-id"
# It stands in logs and in statements: nothing in it may end a comment of SQL, or a line.
_FIT: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_CURRENT: ContextVar[str] = ContextVar("request", default="")


def new_request_id() -> str:
    """Sixteen hexadecimal digits."""
    return secrets.token_hex(8)


def is_fit(given: str) -> bool:
    """Whether somebody's number can be ours: 8 to 64 letters, digits, lines."""
    return _FIT.fullmatch(given) is not None


def current() -> str:
    """That of the request that this thread works on; empty where it works on none."""
    return _CURRENT.get()


@contextmanager
def working_on(*request_ids: str) -> Iterator[None]:
    """Inside, this thread works on these. Of several (a batch of the clerk) the first stands for all."""
    mark = _CURRENT.set(_said(request_ids))
    try:
        yield
    finally:
        _CURRENT.reset(mark)


def _said(request_ids: Sequence[str]) -> str:
    known = [each for each in request_ids if is_fit(each)]
    return f"{known[0]}+{len(known) - 1}" if len(known) > 1 else "".join(known)
