import pytest

from kawaraban.triage.endpoint.hosts import is_loopback

pytestmark = pytest.mark.once("the endpoint has no Django")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_6_10_this_machine_is_known_by_its_address(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "192.168.1.1", "127.evil.example", "localhost", "", "fe80::1%eth0"]
)
def test_6_10_another_machine_or_a_name_is_not(address: str) -> None:
    assert not is_loopback(address)
