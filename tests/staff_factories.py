"""Staff with a second factor, and the codes of an app, computed as the app does (RFC 6238)."""

import base64
import hmac
import re
import struct
from hashlib import sha1

from django.test import Client

PASSWORD = "a long password"


def code_of(secret: str, *, seconds: float) -> str:
    """The six digits that an app shows at this second of Unix time."""
    mark = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(seconds) // 30), sha1).digest()
    start = mark[-1] & 0x0F
    return f"{(struct.unpack('>I', mark[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def shown_secret(html: str) -> str:
    """The secret on the page that sets up an app."""
    found = re.search(r'<code class="secret">([A-Z2-7]+)</code>', html)
    assert found, "no secret on the page"
    return found[1]


def recovery_codes(html: str) -> list[str]:
    """The recovery codes on their page."""
    return re.findall(r"<li><code>(\d+)</code></li>", html)


def sign_in(client: Client, name: str = "mika", password: str = PASSWORD, **more: str) -> object:
    """Name and password into the form of the desk."""
    return client.post("/desk/sign-in/", {"login": name, "password": password, **more})


def again(client: Client, password: str = PASSWORD, *, path: str) -> object:
    """Show once more that it is you, and come back to `path`."""
    return client.post(f"/desk/account/again/?next={path}", {"password": password})
