"""Whether the paper knows its own public address: what leaves the house with a link needs one."""

from urllib.parse import urlsplit

from django.conf import settings

from kawaraban.kit.public_hosts import is_public

# Names that lead nowhere in the public net (RFC 2606, 6761, 6762, 8375), and those of the documentation.
_NOWHERE = frozenset(
    {"localhost", "local", "localdomain", "internal", "lan", "test", "example", "invalid", "onion"}
)
_SAMPLES = frozenset({"example.com", "example.net", "example.org", "home.arpa"})


class LocalAddress(Exception):
    """`site_url` is not set, or leads nowhere outside of this machine or its network."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"The paper’s address is {address or 'not set'}: nobody outside can follow it. Set site_url in "
            "kawaraban.toml, or KAWARABAN_SITE_URL, to the public address, and try again."
        )


def require_public_address() -> None:
    """Raises LocalAddress."""
    if not is_public_site(settings.SITE_URL):
        raise LocalAddress(settings.SITE_URL)


def is_public_site(address: str) -> bool:
    """Whether somebody elsewhere could follow it, as far as the name tells."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or not host:
        return False
    try:
        return is_public(host)
    except ValueError:
        labels = host.split(".")
    return len(labels) > 1 and labels[-1] not in _NOWHERE and ".".join(labels[-2:]) not in _SAMPLES
