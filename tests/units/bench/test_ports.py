"""A port for a server that must be told one is nobody else's by the time it starts."""

import socket
import sys
from pathlib import Path

import pytest

from bench.ports import free_port


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_port_is_none_of_those_that_the_system_gives_to_every_connection() -> None:
    first, last = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    if first <= 10_000:
        pytest.skip("here the system gives out nearly all of them")

    ports = {free_port() for _ in range(200)}

    assert not any(first <= port <= last for port in ports)
    assert len(ports) > 150


def test_a_port_can_be_listened_on() -> None:
    port = free_port()

    with socket.create_server(("127.0.0.1", port)) as server:
        assert server.getsockname() == ("127.0.0.1", port)
