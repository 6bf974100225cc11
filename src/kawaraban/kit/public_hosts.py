"""A connection to a host that somebody named, without becoming their way into the network behind the paper.

    connection = connected("example.org", 443, is_tls=True, timeout=10, allow_private=False)

Every address that the name stands for must be public, and the connection goes to the very address that was
looked at, so that a name cannot change its meaning in between.
"""

import http.client
import ipaddress
import socket
import ssl


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
    inner = [getattr(number, name, None) for name in ("ipv4_mapped", "sixtofour")]
    inner += list(getattr(number, "teredo", None) or ())
    if number.version == 6 and number in ipaddress.ip_network("64:ff9b::/96"):
        inner.append(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
    return all(one.is_global and not one.is_multicast for one in (number, *inner) if one is not None)


def _first_that_answers(addresses: list[str], port: int, timeout: float) -> socket.socket:
    fault: OSError = NoAddress()
    for address in dict.fromkeys(addresses):
        try:
            return socket.create_connection((address, port), timeout=timeout)
        except OSError as broken:
            fault = broken
    raise fault
