"""A request as the front reads it from the wire: who asks, for which host, for what."""

import ipaddress
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Self

from kawaraban.kit.signing import unsign

STAFF_COOKIE = "kawaraban_staff"

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

    @classmethod
    def from_scope(cls, scope: dict[str, Any], *, trusted: Collection[Network]) -> Self:
        """Read an ASGI scope. Forwarded-for, -proto and -host count only when a trusted proxy says them."""
        headers: dict[str, str] = {}
        for raw_name, raw_value in scope["headers"]:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        peer = scope["client"][0] if scope.get("client") else ""
        client, scheme, host = peer, scope["scheme"], headers.get("host", "")
        if _is_in(peer, trusted):
            client = _client_behind(headers.get("x-forwarded-for", ""), peer=peer, trusted=trusted)
            scheme = _last(headers.get("x-forwarded-proto", "")) or scheme
            host = _last(headers.get("x-forwarded-host", "")) or host
        return cls(
            method=scope["method"],
            path=scope["path"],
            raw_path=scope["raw_path"].decode("latin-1"),
            query=scope["query_string"].decode("latin-1"),
            headers=headers,
            raw_headers=tuple(scope["headers"]),
            client=client,
            scheme=scheme if scheme in {"http", "https"} else "http",
            host=host,
        )

    @property
    def host_name(self) -> str:
        """The host without its port, in lower case, as Django's ALLOWED_HOSTS has it."""
        host = self.host.lower()
        if host.startswith("["):
            return host.partition("]")[0] + "]"
        return host.partition(":")[0].removesuffix(".")

    def is_for(self, hosts: Collection[str]) -> bool:
        """Whether the host is one of these, read as Django reads ALLOWED_HOSTS: ".example.org" is all of it."""
        name = self.host_name
        if name in hosts or "*" in hosts:
            return bool(name)
        return any(host.startswith(".") and (name.endswith(host) or name == host[1:]) for host in hosts)

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


def _is_in(address: str, trusted: Collection[Network]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return any(parsed in network for network in trusted)


def _client_behind(forwarded_for: str, *, peer: str, trusted: Collection[Network]) -> str:
    """The last address in the chain that is not one of our proxies: what stands before it anybody can write."""
    client = peer
    for hop in reversed([part.strip().strip('"[]') for part in forwarded_for.split(",") if part.strip()]):
        try:
            ipaddress.ip_address(hop)
        except ValueError:
            return client
        client = hop
        if not _is_in(hop, trusted):
            return client
    return client


def _last(values: str) -> str:
    return values.rpartition(",")[2].strip().lower()
