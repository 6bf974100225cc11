"""Which addresses are public, however they are written."""

import pytest

from kawaraban.kit.public_hosts import PrivateHost, connected, is_public


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "2606:2800:220:1:248:1893:25c8:1946",
        "::ffff:93.184.216.34",
        "64:ff9b::5db8:d822",
        "2002:5db8:d822::1",
        "172.32.0.1",
        "172.15.255.255",
        "100.128.0.0",
        "192.0.1.1",
        "223.255.255.255",
        "2001:200::1",
        "2a00:1450:4001::1",
    ],
)
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
        "192.0.0.8",
        "192.0.0.9",
        "192.0.0.170",
        "192.0.0.192",
        "192.88.99.1",
        "198.18.0.1",
        "198.19.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "239.255.255.250",
        "172.31.255.255",
        "::",
        "::127.0.0.1",
        "::93.184.216.34",
        "::ffff:0:7f00:1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "64:ff9b:1:ffff::5db8:d822",
        "100::1",
        "100:0:0:1::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:2::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "2002:c0a8:101::",
        "2a00:1450:4001:1:0:5efe:10.0.0.1",
        "2620:4f:8000::1",
        "3ffe::1",
        "3fff::1",
        "3fff:fff:ffff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fec0::1",
        "feff::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_what_lies_behind_the_paper_is_not(address: str) -> None:
    assert not is_public(address)


def test_a_private_host_is_named_before_anything_is_sent() -> None:
    with pytest.raises(PrivateHost) as refused:
        connected("127.0.0.1", 9, is_tls=False, timeout=1, allow_private=False)

    assert refused.value.address == "127.0.0.1"
