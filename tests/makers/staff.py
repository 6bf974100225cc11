"""Staff with a second factor, and the codes of an app, computed as the app does (RFC 6238)."""

import base64
import hmac
import struct
import time
from hashlib import sha1

from django.test import Client
from tests.answer import Answer
from tests.page import Page

PASSWORD = "a long password"


def code_of(secret: str, *, seconds: float) -> str:
    """The six digits that an app shows at this second of Unix time."""
    mark = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(seconds) // 30), sha1).digest()
    start = mark[-1] & 0x0F
    return f"{(struct.unpack('>I', mark[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def shown_secret(html: str) -> str:
    """The secret on the page that sets up an app."""
    return Page(html).one("code.secret").text


def set_up_app(client: Client) -> str:
    """Set up an app for whoever is signed in and has just said the password again. The secret.

    With the code of the half minute before, so that the present one has not been used yet. When the half minute ends
    between here and there that code is too old, and it is said once more.
    """
    key = shown_secret(client.get("/desk/account/app/").content.decode())
    for _ in range(2):
        answer = client.post("/desk/account/app/", {"code": code_of(key, seconds=time.time() - 30)})
        if answer.status_code == 302:
            assert answer["Location"] == "/desk/account/recovery-codes/"
            return key
    raise AssertionError(answer.content.decode())


def recovery_codes(html: str) -> list[str]:
    """The recovery codes on their page."""
    return [text for text in Page(html).texts("li > code:only-child") if text.isdigit()]


def sign_in(client: Client, name: str = "mika", password: str = PASSWORD, **more: str) -> Answer:
    """Name and password into the form of the desk."""
    return client.post("/desk/sign-in/", {"login": name, "password": password, **more})


def again(client: Client, password: str = PASSWORD, *, path: str) -> Answer:
    """Show once more that it is you, and come back to `path`."""
    return client.post(f"/desk/account/again/?next={path}", {"password": password})
