"""A request as the front reads it from the wire: who asks, for which host, for what."""

import ipaddress
import re
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from kawaraban.kit.seeing.request_id import PROXY_HEADER, is_fit
from kawaraban.kit.signing import unsign

STAFF_COOKIE = "kawaraban_staff"

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:@/?#\s]+)(?::[0-9]*)?")
_FORWARDED_PART = re.compile(r'[ \t]*(for|host|proto)=("[^"\\]*"|[^";,\s]+)[ \t]*(?:;|$)', re.IGNORECASE)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks ("10.0.0.0/8") as networks. Raises ValueError on anything else."""
    return tuple(ipaddress.ip_network(name, strict=False) for name in names)


@dataclass(frozen=True, slots=True)
class WireRequest:
    """`path` is decoded, `raw_path` and `query` are as they came. `headers` has lower-case names."""

    method: str
    path: str
    raw_path: str
    query: str
    headers: dict[str, str]
    raw_headers: tuple[tuple[bytes, bytes], ...]
    client: str
    scheme: str
    host: str
    note: str = ""  # what we tell the app of the request
    request_id: str = ""  # by which logs know it: at first what a trusted proxy calls it

    @classmethod
    def from_scope(cls, scope: dict[str, Any], *, trusted: Collection[Network]) -> Self:
        """Read an ASGI scope. What is said of a request before us counts only when a trusted proxy says it.

        The parser leaves blanks behind a value, and they are no part of it (RFC 9110, 5.5): they end here, for all.
        """
        raw_headers = tuple((name, value.strip(b" \t")) for name, value in scope["headers"])
        headers: dict[str, str] = {}
        for raw_name, raw_value in raw_headers:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        peer = scope["client"][0] if scope.get("client") else ""
        client, scheme, host = peer, scope["scheme"], headers.get("host", "")
        request_id = ""
        if is_trusted(peer, trusted):
            told = forwarded_by_proxy(headers)
            client = client_behind(told["for"], peer=peer, trusted=trusted)
            scheme = _last(told["proto"]) or scheme
            host = _last(told["host"]) or host
            request_id = headers.get(PROXY_HEADER, "")
        return cls(
            method=scope["method"],
            path=scope["path"],
            raw_path=scope["raw_path"].decode("latin-1"),
            query=scope["query_string"].decode("latin-1"),
            headers=headers,
            raw_headers=raw_headers,
            client=client,
            scheme=scheme if scheme in {"http", "https"} else "http",
            host=host,
            request_id=request_id if is_fit(request_id) else "",
        )

    def is_for(self, hosts: Collection[str]) -> bool:
        """Whether the host is one of these, read as Django reads ALLOWED_HOSTS: ".example.org" is all of it."""
        return is_one_of(self.host, hosts)

    @property
    def body_length(self) -> int | None:
        """What the sender says of the length; None when it says nothing, 0 when there is no body."""
        if "transfer-encoding" in self.headers:
            return None
        length = self.headers.get("content-length", "0")
        return int(length) if length.isdecimal() else None

    def is_staff(self, key: bytes) -> bool:
        """Whether the request carries a staff cookie that we signed and that is still valid."""
        for part in self.headers.get("cookie", "").replace(",", ";").split(";"):
            name, _, signed = part.strip().partition("=")
            if name != STAFF_COOKIE:
                continue
            value = unsign(signed.strip('"'), key)
            expiry = value.rpartition(".")[2] if value else ""
            if expiry.isdecimal() and int(expiry) > time.time():
                return True
        return False


def host_name(host: str) -> str:
    """The host without its port, in lower case; empty when it is no host at all."""
    found = _HOST.fullmatch(host.lower())
    return found[1].removesuffix(".") if found is not None else ""


def is_one_of(host: str, hosts: Collection[str]) -> bool:
    """Whether the host, with its port or without, is one of these names; ".example.org" is every name in it."""
    name = host_name(host)
    if name in hosts or "*" in hosts:
        return bool(name)
    return any(other.startswith(".") and (name.endswith(other) or name == other[1:]) for other in hosts)


def is_trusted(address: str, trusted: Collection[Network]) -> bool:
    """Whether the address is one of our proxies."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return any(parsed in network for network in trusted)


def forwarded_by_proxy(headers: Mapping[str, str]) -> dict[str, str]:
    """What a proxy says of the request before it: lists of `for`, `proto` and `host`, the nearest last.

    Most proxies set the X- headers and let a Forwarded (RFC 7239) of the reader's own making pass. So it is read
    only when there is none of them.
    """
    told = {name: headers.get(f"x-forwarded-{name}", "") for name in ("for", "proto", "host")}
    if any(told.values()):
        return told
    lists: dict[str, list[str]] = {name: [] for name in told}
    for hop in headers.get("forwarded", "").split(","):
        place = 0
        while found := _FORWARDED_PART.match(hop, place):
            lists[found[1].lower()].append(found[2].strip('"'))
            place = found.end()
    return {name: ", ".join(values) for name, values in lists.items()}


def client_behind(forwarded_for: str, *, peer: str, trusted: Collection[Network]) -> str:
    """The last address in the chain that is not one of our proxies: what stands before it anybody can write."""
    client = peer
    for part in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        hop = _without_port(part.strip('"'))
        try:
            ipaddress.ip_address(hop)
        except ValueError:
            return client
        client = hop
        if not is_trusted(hop, trusted):
            return client
    return client


def _without_port(node: str) -> str:
    if node.startswith("["):
        return node[1:].partition("]")[0]
    return node.partition(":")[0] if node.count(":") == 1 else node


def _last(values: str) -> str:
    return values.rpartition(",")[2].strip().lower()
