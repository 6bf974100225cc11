"""Network addresses as people have them: one household or telephone, one network."""

import ipaddress
import socket


def household(address: str) -> str:
    """The address; of IPv6 the first half, for devices change the second by themselves. Text that is none stays."""
    try:
        # Most are of this kind, and the system reads them in a tenth of the time.
        socket.inet_pton(socket.AF_INET, address)
        return address
    except OSError:
        pass
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return address.strip()
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
