"""A moderator and a reader of a served paper, who do what they do in the browser: over HTTP.

prepare(data)                                  # policy, story, moderator, before the paper is served
moderator = Moderator.signed_in(served)
moderator.approve(comment(served, "Who pays?"))
"""

import http.client
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from tests.page import Page
from tests.rigs.serve_factory import ROOT, Got, Served, UnderWay, environment

PREPARES = """
import django
django.setup()
from datetime import timedelta
from tests.makers import stories as made
from tests.makers.comments import NOON
from kawaraban.comments.models import Thread
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.people.models import User
version = PolicyVersion.objects.create(number=1, effective_at=NOON - timedelta(days=9))
PolicyText.objects.create(version=version, language="en", introduction="Be kind.", responsibility="You answer.")
User.objects.create_user("mika", password="a long password", role="publisher")
made.publish(made.make_story(made.make_section(made.make_paper())))
print(Thread.objects.get().locator)
"""
_FORM = "application/x-www-form-urlencoded"
_NUMBERS = count(1)


def prepare(data: Path) -> str:
    """A story that takes comments, and somebody who decides on them. Returns the name of its thread."""
    done = subprocess.run(
        [sys.executable, "-c", PREPARES],
        env=environment(data),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=300,
    )
    return done.stdout.split()[-1]


def comment(served: Served, thread: str, text: str, *, address: str = "") -> Got:
    """A reader's comment, from an address of its own, sent as a script does: the answer is JSON."""
    return begin_comment(served, thread, text, address=address).answer()


def begin_comment(served: Served, thread: str, text: str, *, address: str = "") -> UnderWay:
    """The same, whose answer is asked for later."""
    number = next(_NUMBERS)
    return served.begin(
        "/comments/",
        method="POST",
        body=urlencode({"thread": thread, "name": "Ada", "text": text, "language": "en"}).encode(),
        content_type=_FORM,
        accept="application/json",
        sec_fetch_site="same-origin",
        x_forwarded_for=address or f"10.9.{number >> 8}.{number & 255}",
    )


@dataclass
class Moderator:
    """Somebody with the cookies of one who has signed in."""

    connect: Callable[[], http.client.HTTPConnection]
    headers: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def signed_in(
        cls,
        served: Served,
        connect: Callable[[], http.client.HTTPConnection] | None = None,
        headers: dict[str, str] | None = None,
        *,
        name: str = "mika",
        password: str = "a long password",
    ) -> "Moderator":
        """Straight to the front, or over another connection and with other headers."""

        def straight() -> http.client.HTTPConnection:
            return http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)

        moderator = cls(connect or straight, headers or {"X-Forwarded-For": "198.51.100.77"})
        moderator.ask("/desk/sign-in/")
        answer = moderator.post("/desk/sign-in/", login=name, password=password)
        assert answer.status == 302, answer.body
        assert "kawaraban_staff" in moderator.cookies
        return moderator

    @property
    def cookie(self) -> str:
        """The header that the browser sends."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def approve(self, public_id: str) -> Got:
        """Read the card and press the button."""
        return self.pressing(self.ask(f"/desk/card/{public_id}/"), "/approve")()

    def pressing(self, card: Got, act: str) -> Callable[[], Got]:
        """The button of a card that was read: call it to press it."""
        form = Page(card.body).form(act)
        return lambda: self.post(form.action, **form.hidden)

    def post(self, path: str, **fields: str) -> Got:
        fields["csrfmiddlewaretoken"] = self.cookies["csrftoken"]
        return self.ask(path, method="POST", body=urlencode(fields).encode(), content_type=_FORM)

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
        """One request on a connection of its own, with the cookies."""
        connection = self.connect()
        given = self.headers | {name.replace("_", "-"): text for name, text in headers.items()}
        if self.cookies:
            given["Cookie"] = self.cookie
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return Got(answer.status, {n.lower(): text for n, text in answer.getheaders()}, answer.read())
        finally:
            connection.close()


def id_of(answer: Got) -> str:
    """The comment that an answer to a script names."""
    return str(json.loads(answer.body)["public_id"])
