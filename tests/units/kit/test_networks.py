import pytest

from kawaraban.kit.networks import household, limits, networks


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        (" 203.0.113.7 ", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_one_household_is_one_network(address: str, network: str) -> None:
    assert household(address) == network


def test_around_a_household_are_the_networks_that_may_be_one_customers() -> None:
    assert networks("2001:db8:1:2:3::4") == ("2001:db8:1:2::/64", "2001:db8:1::/56", "2001:db8:1::/48")
    assert networks("203.0.113.7") == networks("::ffff:203.0.113.7") == ("203.0.113.7",)
    assert networks("fe80::1%eth0")[0] == "fe80::/64"
    assert networks("unix\0") == ("unix\0",)


@pytest.mark.parametrize(
    ("limit", "wider"), [(8, (8, 12, 16)), (4, (4, 6, 8)), (1, (1, 2, 2)), (0, (0, 0, 0))]
)
def test_wider_networks_have_larger_limits_and_no_limit_stays_none(
    limit: int, wider: tuple[int, ...]
) -> None:
    assert limits(limit) == wider
