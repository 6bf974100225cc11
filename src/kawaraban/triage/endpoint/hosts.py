"""Which addresses are this machine itself."""

from ipaddress import ip_address


def is_loopback(address: str) -> bool:
    """Whether nobody outside this machine is meant by it. An address, no name: a name leads where somebody says."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback
