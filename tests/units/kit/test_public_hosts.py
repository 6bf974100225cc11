"""Which addresses are public, however they are written."""

import pytest

from kawaraban.kit.public_hosts import PrivateHost, connected, is_public


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_what_anybody_may_reach_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_what_lies_behind_the_paper_is_not(address: str) -> None:
    assert not is_public(address)


def test_a_private_host_is_named_before_anything_is_sent() -> None:
    with pytest.raises(PrivateHost) as refused:
        connected("127.0.0.1", 9, is_tls=False, timeout=1, allow_private=False)

    assert refused.value.address == "127.0.0.1"
