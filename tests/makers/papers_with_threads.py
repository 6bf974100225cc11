"""A served paper that takes comments: what its senders are told, and what its log says."""

import json
import time
from urllib.parse import urlencode

from tests.rigs.serve_factory import Got, Served, wait_until

from kawaraban.kit.complaints import EVERY_SECONDS


def open_thread(served: Served) -> None:
    served.query(
        "INSERT INTO comments_thread (locator, url, title, section, language, opened_at, closed_reason)"
        " VALUES ('story-1', '/harbour/', 'The harbour', '', 'en', '2026-11-23 12:00:00', '')"
    )


def send(served: Served, text: str, *, accept: str = "application/json") -> Got:
    """The form of a reader, each text from an address of its own."""
    fields = {"thread": "story-1", "parent": "", "name": "Ada", "text": text, "language": "en"}
    return served.ask(
        "/comments/",
        method="POST",
        body=urlencode(fields).encode(),
        content_type="application/x-www-form-urlencoded",
        x_forwarded_for=f"10.1.{len(text) % 250}.{sum(text.encode()) % 250}",
        sec_fetch_site="same-origin",
        accept=accept,
    )


def reason(answer: Got) -> str:
    return str(json.loads(answer.body).get("reason", ""))


def failing(served: Served) -> set[str]:
    named = served.health().get("failing", [])
    assert isinstance(named, list)
    return set(named)


def wait_until_failing(served: Served, what: str) -> None:
    wait_until(lambda: what in failing(served), f"{what} in /healthz")


def has_another(served: Served, role: str, before: int) -> bool:
    """Whether a role runs again, as another process than `before`."""
    return served.pid_of(role) not in {0, before}


def told_no_more_than_once_a_minute(served: Served, words: str, *, since: float) -> list[str]:
    """The lines of the log that say so; at least one. `since`: the monotonic time at which it could begin."""
    lines = [line for line in log(served).splitlines() if words in line]
    assert 1 <= len(lines) <= 1 + (time.monotonic() - since) // EVERY_SECONDS, lines
    return lines


def log(served: Served) -> str:
    return (served.log_file or served.data / "serve.err").read_text()
