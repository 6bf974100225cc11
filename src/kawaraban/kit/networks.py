"""Network addresses as people have them: one household or telephone, one network; and the wider ones around it.

    networks("2001:db8:1:2::7")   # ("2001:db8:1:2::/64", "2001:db8:1::/56", "2001:db8:1::/48")
    networks("203.0.113.7")       # ("203.0.113.7",)

A provider gives a customer a /64, a /56 or a /48 of IPv6, and nobody outside can tell which. So whatever is limited
is limited for each of them, the wider with a larger limit: whoever has a /48 to themselves gains nothing by it, and
strangers who share one are not shut out by one of them.
"""

import ipaddress
import socket

# Of the /56 and of the /48 around a household: how much of a household's limit they have, in halves.
_WIDER = ((56, 3), (48, 4))


def household(address: str) -> str:
    """The address; of IPv6 the first half, for devices change the second by themselves. Text that is none stays."""
    return networks(address)[0]


def networks(address: str) -> tuple[str, ...]:
    """The household, and of IPv6 the /56 and the /48 around it. Text that is no address is a household of its own."""
    try:
        # Most are of this kind, and the system reads them in a tenth of the time.
        socket.inet_pton(socket.AF_INET, address)
        return (address,)
    except (OSError, ValueError):
        pass
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return (address.strip(),)
    if isinstance(parsed, ipaddress.IPv4Address):
        return (str(parsed),)
    if parsed.ipv4_mapped:
        return (str(parsed.ipv4_mapped),)
    return tuple(_around(parsed, length) for length in (64, *(length for length, _halves in _WIDER)))


def limits(limit: int) -> tuple[int, ...]:
    """Of a household's limit, those of `networks`, in their order. 0 is no limit, for any of them."""
    return (limit, *(-(-limit * halves // 2) for _length, halves in _WIDER))


def _around(address: ipaddress.IPv6Address, length: int) -> str:
    # A zone ("%eth0") names a wire of this machine, and no network.
    return str(ipaddress.ip_network((int(address), length), strict=False))
