import pytest

from kawaraban.press.wire_request import client_behind, forwarded_by_proxy, host_name, is_one_of, networks

TRUSTED = networks(["10.0.0.0/8", "::1"])


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("paper.example", "paper.example"),
        ("PAPER.example:8000", "paper.example"),
        ("paper.example.", "paper.example"),
        ("[::1]:8000", "[::1]"),
        ("[::1]", "[::1]"),
        ("paper.example:80@evil.example", ""),
        ("paper.example:x", ""),
        ("user@paper.example", ""),
        ("paper.example/", ""),
        ("paper.example, paper.example", ""),
        ("[::1", ""),
        ("", ""),
    ],
)
def test_a_host_is_a_name_and_perhaps_a_port_and_nothing_else(host: str, name: str) -> None:
    assert host_name(host) == name


def test_a_star_takes_every_name_but_not_what_is_none() -> None:
    assert is_one_of("a.example", {"*"})
    assert not is_one_of("a@b", {"*"})


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({}, ("", "", "")),
        ({"forwarded": "for=192.0.2.60;proto=https;host=a.example"}, ("192.0.2.60", "https", "a.example")),
        ({"forwarded": 'For="[2001:db8::1]:47", for=10.0.0.2'}, ("[2001:db8::1]:47, 10.0.0.2", "", "")),
        ({"forwarded": "by=1.1.1.1, for=192.0.2.1"}, ("192.0.2.1", "", "")),
        ({"forwarded": "for=192.0.2.1", "x-forwarded-proto": "https"}, ("", "https", "")),
        ({"forwarded": "nonsense;;=,"}, ("", "", "")),
    ],
)
def test_what_a_proxy_says(headers: dict[str, str], told: tuple[str, str, str]) -> None:
    assert tuple(forwarded_by_proxy(headers).values()) == tuple(
        dict(zip(("for", "proto", "host"), told, strict=True)).values()
    )


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        ("", "10.0.0.1"),
        ("203.0.113.5", "203.0.113.5"),
        ("198.51.100.9, 203.0.113.5, 10.0.0.9", "203.0.113.5"),
        ("203.0.113.5:4711", "203.0.113.5"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("1.2.3.4, unknown", "10.0.0.1"),
        ("_hidden", "10.0.0.1"),
    ],
)
def test_the_client_is_the_last_that_is_not_ours(chain: str, client: str) -> None:
    assert client_behind(chain, peer="10.0.0.1", trusted=TRUSTED) == client
