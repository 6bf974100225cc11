"""Whether the paper can be reached by its own address, and what a server in front makes of a request.

It asks over the network. The worker does so once an hour and keeps the answer; no page waits for it.
"""

import http.client
import json
import os
import secrets
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any, Final
from urllib.parse import urlsplit

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir, read_knobs
from kawaraban.config.health.doorway import is_local
from kawaraban.config.health.worker import is_served
from kawaraban.kit.seen_from_outside import ASK_LENGTH, FORGED_ADDRESS, PATH, Arrived, proof
from kawaraban.press.wire_request import is_trusted, networks

_SECONDS: Final = 5.0
_MOST_BYTES: Final = 10_000
_REFUSES_HOST: Final = (400, 421)


def from_outside(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for each. Nothing is asked of a paper that is not served, or that nothing stands in front of."""
    from django.conf import settings

    site_url = settings.SITE_URL
    if is_local(site_url) or not is_served(data):
        return
    ask = secrets.token_hex(ASK_LENGTH // 2)
    try:
        status, body, own_address = _asked(site_url, ask)
    except ssl.SSLCertVerificationError as refused:
        yield HealthFinding(
            "certificate", f"{site_url} shows a certificate that is not valid: {_why(refused)}."
        )
    except (OSError, http.client.HTTPException, ValueError) as refused:
        yield HealthFinding(
            "unreachable",
            f"{site_url} cannot be reached from this machine ({_why(refused)}). If readers reach it, nothing is "
            "wrong. If they do not, look at the web server in front, the firewall and the name.",
            is_advice=True,
        )
    else:
        proxies = read_knobs(data, os.environ)["trusted_proxies"]
        may_say = _is_trusted(own_address, proxies)
        yield from _judged(site_url, ask=ask, status=status, body=body, may_say=may_say)


def _asked(site_url: str, ask: str) -> tuple[int, bytes, str]:
    """Status, body, and the address that this machine asked from."""
    parts = urlsplit(site_url)
    made: type[http.client.HTTPConnection] = (
        http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    )
    with closing(made(parts.hostname or "", parts.port, timeout=_SECONDS)) as connection:
        connection.connect()
        own_address = str(connection.sock.getsockname()[0])
        headers = {
            "User-Agent": "Kawaraban check",
            "X-Forwarded-For": FORGED_ADDRESS,
            "Forwarded": f"for={FORGED_ADDRESS}",
        }
        connection.request("GET", f"{PATH}?ask={ask}", headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(_MOST_BYTES), own_address


def _judged(site_url: str, *, ask: str, status: int, body: bytes, may_say: bool) -> Iterator[HealthFinding]:
    """`may_say`: this machine is one whose word for others counts."""
    if status in _REFUSES_HOST:
        yield HealthFinding(
            "host_rewritten",
            f"Asked for {site_url}, the paper refuses the name under which it is asked ({status}): the server in front "
            "passes on another Host. Let it pass on the one it was asked for, or name that one in hosts.",
        )
        return
    seen = _seen(body, ask)
    if status != http.HTTPStatus.OK or seen is None:
        yield HealthFinding(
            "another_answers",
            f"At {site_url} something other than this paper answers (status {status}): look at the name, at the server "
            "in front, and at site_url.",
        )
        return
    parts = urlsplit(site_url)
    if seen.host != parts.netloc:
        yield HealthFinding(
            "host_rewritten",
            f"Asked for {parts.netloc}, the paper is told {seen.host}: the server in front rewrites Host, and links "
            "may lead there. nginx: proxy_set_header Host $host; HAProxy and Caddy pass it on by themselves.",
        )
    if seen.scheme != parts.scheme:
        yield HealthFinding(
            "scheme_hidden",
            f"The paper is told {seen.scheme} where readers use {parts.scheme}: let the server in front set "
            "X-Forwarded-Proto, and name its address in trusted_proxies.",
        )
    if seen.believes and not may_say:
        yield HealthFinding(
            "address_forged",
            "Anybody can claim any address and is believed: no limit on senders holds. Let the server in "
            "front replace X-Forwarded-For or append to it, and name its address alone in trusted_proxies.",
        )


def _seen(body: bytes, ask: str) -> Arrived | None:
    """What the paper was told; None where it is not this paper that says so."""
    from django.conf import settings

    try:
        told: Any = json.loads(body)
        seen = Arrived(str(told["host"]), str(told["scheme"]), told["believes"] is True)
        is_ours = secrets.compare_digest(
            str(told["proof"]).encode(), proof(seen, ask=ask, secret=settings.SECRET_KEY).encode()
        )
    except (ValueError, TypeError, KeyError):
        return None
    return seen if is_ours else None


def _is_trusted(address: str, proxies: Iterable[str]) -> bool:
    """Whether this very machine is a trusted proxy: then what it says of others is believed, and rightly."""
    try:
        return is_trusted(address, networks(proxies))
    except ValueError:
        return True  # the look at the knobs says why


def _why(refused: BaseException) -> str:
    if isinstance(refused, ssl.SSLCertVerificationError):
        return refused.verify_message
    if isinstance(refused, socket.gaierror):
        return "its name is not known"
    if isinstance(refused, TimeoutError):
        return "no answer in time"
    return getattr(refused, "strerror", None) or type(refused).__name__
