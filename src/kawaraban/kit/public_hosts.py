"""A connection to a host that somebody named, without becoming their way into the network behind the paper.

    connection = connected("example.org", 443, is_tls=True, timeout=10, allow_private=False)

Every address that the name stands for must be public, and the connection goes to the very address that was
looked at, so that a name cannot change its meaning in between.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Iterator


class PrivateHost(Exception):
    """The name stands for an address on this machine or in a private network."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} is at {address}")
        self.host = host
        self.address = address


class NoAddress(OSError):
    """The name stands for no address."""


def connected(
    host: str, port: int, *, is_tls: bool, timeout: float, allow_private: bool
) -> http.client.HTTPConnection:
    """An open connection; `timeout` is the longest silence in seconds. Raises PrivateHost, OSError, UnicodeError."""
    found = socket.getaddrinfo(host.encode("idna").decode("ascii"), port, type=socket.SOCK_STREAM)
    addresses = [str(place[4][0]) for place in found]
    private = [address for address in addresses if not is_public(address)]
    if private and not allow_private:
        raise PrivateHost(host, private[0])
    plain = _first_that_answers(addresses, port, timeout)
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    connection.sock = plain
    if is_tls:
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
    return connection


def is_public(address: str) -> bool:
    """Whether anybody in the world is meant by it, also where it wraps an older kind of address."""
    number = ipaddress.ip_address(address.split("%")[0])
    if isinstance(number, ipaddress.IPv4Address):
        return _is_public_4(number)
    if any(number in network for network in _WRAPPING):
        return all(_is_public_4(inner) for inner in _wrapped(number))
    is_ordinary = number in _GLOBAL_6 and not any(number in network for network in _SPECIAL_6)
    return is_ordinary and all(_is_public_4(inner) for inner in _wrapped(number))


# A table of our own, from IANA's registries of special-purpose addresses (IPv4, IPv6) and of multicast, as of 2026: the
# one in Python says other things in each of its versions. Whole networks, also where a registry takes single addresses
# out: what is meant for everybody's networks at once is nobody's web server.
_SPECIAL_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network (RFC 791)
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # shared by a provider's customers (RFC 6598)
        "127.0.0.0/8",  # this machine (RFC 1122)
        "169.254.0.0/16",  # this wire; clouds tell their machines secrets there (RFC 3927)
        "172.16.0.0/12",  # private (RFC 1918)
        "192.0.0.0/24",  # protocols (RFC 6890)
        "192.0.2.0/24",  # documents (RFC 5737)
        "192.31.196.0/24",  # AS112 (RFC 7535)
        "192.52.193.0/24",  # AMT (RFC 7450)
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "192.168.0.0/16",  # private (RFC 1918)
        "192.175.48.0/24",  # AS112 (RFC 7534)
        "198.18.0.0/15",  # measuring (RFC 2544)
        "198.51.100.0/24",  # documents (RFC 5737)
        "203.0.113.0/24",  # documents (RFC 5737)
        "224.0.0.0/4",  # multicast (RFC 5771)
        "240.0.0.0/4",  # reserved, and broadcast (RFC 1112, RFC 8190)
    )
)
# What is given out to be reached from everywhere (RFC 4291). Everything else is this machine (::1, ::/96), a wire
# (fe80::/10), a site (fec0::/10, fc00::/7), multicast (ff00::/8), segments (5f00::/16), the void (100::/64), a
# translator's own (64:ff9b:1::/48), or nothing yet.
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocols: Teredo, AMT, ORCHID, measuring and others (RFC 2928)
        "2001:db8::/32",  # documents (RFC 3849)
        "2620:4f:8000::/48",  # AS112 (RFC 7534)
        "3ffe::/16",  # the 6bone, given back (RFC 3701)
        "3fff::/20",  # documents (RFC 9637)
    )
)
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")  # RFC 4291
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052)
_WRAPPING = (_MAPPED, _TRANSLATED)
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")  # RFC 3056
# The third quarter of an address of ISATAP (RFC 5214), whose last quarter is one of IPv4.
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


def _is_public_4(address: ipaddress.IPv4Address) -> bool:
    return not any(address in network for network in _SPECIAL_4)


def _wrapped(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The addresses of IPv4 to which what is sent here goes on."""
    number = int(address)
    if address in _MAPPED or address in _TRANSLATED or (number >> 32) & 0xFFFFFFFF in _ISATAP:
        yield ipaddress.IPv4Address(number & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        yield ipaddress.IPv4Address((number >> 80) & 0xFFFFFFFF)


def _first_that_answers(addresses: list[str], port: int, timeout: float) -> socket.socket:
    fault: OSError = NoAddress()
    for address in dict.fromkeys(addresses):
        try:
            return socket.create_connection((address, port), timeout=timeout)
        except OSError as broken:
            fault = broken
    raise fault
