"""Moderators at the desk, over HTTP as their browsers do it: read the list, open a card, press the button.

pile = Pile(port)
moderator = Moderator.signed_in(port, "peak-1")
moderator.approve(pile.take(moderator))
"""

import re
import threading
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from bench.kept_connection import KeptConnection
from bench.refusals import Refused

PASSWORD = "a long password of the benchmark"
_FORM = "application/x-www-form-urlencoded"
_CARD = re.compile(r'href="[^"]*/desk/card/([A-Za-z0-9_-]+)/[^"]*"')
_APPROVE = re.compile(r'<form[^>]*\saction="([^"]*/card/[^"]*/approve)[^"]*"[^>]*>(.*?)</form>', re.S)
_HIDDEN = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'(type|name|value)="([^"]*)"')


@dataclass
class Moderator:
    """One signed-in person on one connection that is kept."""

    connection: KeptConnection
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def signed_in(cls, port: int, name: str, *, number: int) -> "Moderator":
        """Raises Refused when the desk does not let them in."""
        moderator = cls(KeptConnection(port), f"198.51.100.{number}")
        moderator.ask("/desk/sign-in/")
        status, _ = moderator.post("/desk/sign-in/", {"login": name, "password": PASSWORD})
        if status != 302 or "kawaraban_staff" not in moderator.cookies:
            raise Refused(f"{name} could not sign in: {status}")
        return moderator

    def waiting(self) -> list[str]:
        """The comments on the first page of the queue, oldest first."""
        status, page = self.ask("/desk/")
        if status != 200:
            raise Refused(f"the queue answered {status}")
        return list(dict.fromkeys(_CARD.findall(page)))

    def approve(self, public_id: str) -> None:
        """Read the card and press the button. Raises Refused."""
        status, card = self.ask(f"/desk/card/{public_id}/")
        found = _APPROVE.search(card) if status == 200 else None
        if found is None:
            raise Refused(f"the card answered {status} without its button")
        status, _ = self.post(unescape(found[1]), _hidden(found[2]))
        if status not in {200, 302, 303}:
            raise Refused(f"the decision at {unescape(found[1])} answered {status}")

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """A form, with the token of the cookie."""
        fields = fields | {"csrfmiddlewaretoken": self.cookies["csrftoken"]}
        return self.ask(path, method="POST", body=urlencode(fields).encode())

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None) -> tuple[int, str]:
        """Status and text."""
        headers = {"X-Forwarded-For": self.address}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            origin = f"http://127.0.0.1:{self.connection.port}"
            headers |= {"Content-Type": _FORM, "Origin": origin, "Sec-Fetch-Site": "same-origin"}
        answer = self.connection.answer(method, path, body, headers)
        for name, text in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = text.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode(errors="replace")


class Pile:
    """What waits, shared among moderators: each takes another comment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[str] = deque()
        self._taken: set[str] = set()

    def take(self, moderator: Moderator) -> str | None:
        """The next one; None where nothing waits."""
        with self._lock:
            if not self._waiting:
                self._waiting.extend(each for each in moderator.waiting() if each not in self._taken)
            if not self._waiting:
                return None
            public_id = self._waiting.popleft()
            self._taken.add(public_id)
            return public_id


def _hidden(form: str) -> dict[str, str]:
    fields = {}
    for tag in _HIDDEN.findall(form):
        told = dict(_ATTRIBUTE.findall(tag))
        if told.get("type") == "hidden":
            fields[told["name"]] = unescape(told.get("value", ""))
    return fields
