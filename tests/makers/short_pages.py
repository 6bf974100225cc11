"""Threads whose pages hold few comments, so that a test has many pages soon."""

import pytest

from kawaraban.comments.actions import thread_pages
from kawaraban.comments.thread import places, shown_comments

PER_PAGE = 8


def shorten_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than `PER_PAGE` on a page; all other sizes as much smaller."""
    monkeypatch.setattr(thread_pages, "PER_PAGE", PER_PAGE)
    monkeypatch.setattr(places, "PER_PAGE", PER_PAGE)
    monkeypatch.setattr(places, "HONOURED", 2)
    monkeypatch.setattr(shown_comments, "HONOURED", 2)
    for name, value in {"_OLDER_FEWEST": 2, "_OLDER": 4, "_OLDER_MOST": 6}.items():
        monkeypatch.setattr(places, name, value)
