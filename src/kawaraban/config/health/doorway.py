"""Whether the knobs that say whom to believe, and under which names, let in more than they should."""

import ipaddress
import os
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir, read_knobs

# A network with a shorter prefix than this is no set of servers that anybody keeps.
_SHORTEST_PREFIX: Final = {4: 8, 6: 16}
_LOCAL: Final = {"localhost", "127.0.0.1", "::1"}


def doorway(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for each."""
    knobs = read_knobs(data, os.environ)
    for name in knobs["trusted_proxies"]:
        yield from _proxy(name)
    if any(host.strip() == "*" for host in knobs["hosts"]):
        yield HealthFinding(
            "hosts",
            "hosts holds *: links in mails can be made to lead to another server. Name each host of the paper.",
        )
    address = urlsplit(knobs["site_url"])
    if address.scheme != "https" and address.hostname not in _LOCAL:
        yield HealthFinding(
            "no_tls",
            f"site_url is {knobs['site_url']}: passwords and sessions travel unencrypted. Put a web server with TLS "
            "in front, and let site_url begin with https://.",
            is_advice=True,
        )


def is_local(site_url: str) -> bool:
    """Whether the paper is served to its own machine alone, and nothing stands in front of it."""
    return urlsplit(site_url).hostname in _LOCAL


def _proxy(name: str) -> Iterator[HealthFinding]:
    try:
        network = ipaddress.ip_network(name, strict=False)
    except ValueError:
        yield HealthFinding("proxies", f"trusted_proxies: {name} is neither an address nor a network.")
        return
    if network.prefixlen < _SHORTEST_PREFIX[network.version]:
        yield HealthFinding(
            "proxies",
            f"trusted_proxies holds {name}: anybody can claim any address, and no limit holds. Name only the addresses "
            "of the servers in front of the paper.",
        )
