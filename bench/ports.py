"""Ports for servers that must be told one: such as the system gives to nobody by itself."""

import contextlib
import random
import socket
from pathlib import Path
from typing import Final

_GIVEN_OUT: Final = Path("/proc/sys/net/ipv4/ip_local_port_range")
# Below it stand services that somebody may have installed.
_LOWEST: Final = 10_000
# Where the system does not say from where on it gives out ports: what the registry of ports says.
_USUAL: Final = 49_152
_TRIES: Final = 50


def free_port() -> int:
    """A port of loopback on which nothing listens, and which stays free until the server has it.

    Of the ports that the system gives out, every connection takes one: between this answer and the server's start
    it would soon be another's.
    """
    chance = random.SystemRandom()
    below = _first_given_out()
    for _ in range(_TRIES if below > _LOWEST else 0):
        port = chance.randrange(_LOWEST, below)
        with contextlib.suppress(OSError), socket.socket() as taken:
            taken.bind(("127.0.0.1", port))
            return port
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _first_given_out() -> int:
    try:
        return int(_GIVEN_OUT.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return _USUAL
