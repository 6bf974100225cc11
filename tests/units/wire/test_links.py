"""Addresses of strangers, made whole or dropped."""

import pytest

from kawaraban.wire.links import joined, known_key, resolved

BASE = "https://agency.example/news/a.html?x=1"


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("/policy/terms.html", "https://agency.example/policy/terms.html"),
        ("b.html", "https://agency.example/news/b.html"),
        ("../b.html", "https://agency.example/b.html"),
        ("?page=2", "https://agency.example/news/a.html?page=2"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("\\\\cdn.example\\x", "https://cdn.example/x"),
        ("/\\evil.example", "https://evil.example"),
        ("HTTPS://Other.example/", "HTTPS://Other.example/"),
        (" /a\n b ", "https://agency.example/a%20b"),
        ("mailto:desk@agency.example", "mailto:desk@agency.example"),
        ('/a"b', "https://agency.example/a%22b"),
        ("#note", ""), ("", ""), ("  ", ""), ("javascript:x()", ""), ("java\tscript:x()", ""), ("data:text/html,x", ""),
        ("tag:agency.example,2026:1", ""), ("urn:x:1", ""), ("https:///x", ""), ("http://[::1", ""), ("mailto:", ""),
        ("/" + "a" * 3000, ""),
    ],
)  # fmt: skip
def test_an_address_is_whole_or_none(address: str, whole: str) -> None:
    assert resolved(address, BASE) == whole


@pytest.mark.parametrize("base", ["", "/here/", "tag:x,2026:1", "urn:x", "here"])
def test_without_a_whole_base_what_is_relative_is_no_link(base: str) -> None:
    assert [resolved(address, base) for address in ("/desk/", "times", "?a", "../x", "./")] == [""] * 5
    assert resolved("//cdn.example/x", base) == "https://cdn.example/x"


def test_bases_are_joined_from_the_outside_to_the_inside() -> None:
    assert (
        joined(joined("https://wire.example/", "2026/11/"), "desk/") == "https://wire.example/2026/11/desk/"
    )
    assert joined("https://wire.example/", "https://other.example/x/") == "https://other.example/x/"
    assert joined("https://wire.example/", "urn:x") == "https://wire.example/"


def test_http_and_https_of_one_name_have_one_key_and_other_names_have_others() -> None:
    same = ["http://A.example/1?x=Y#z", "https://a.example/1?x=Y#z", "HTTP://a.example:80/1?x=Y#z"]
    other = ["https://a.example/1?x=y#z", "https://a.example:81/1?x=Y#z", "https://a.example/1/?x=Y#z"]

    assert len({known_key(name) for name in same}) == 1
    assert len({known_key(name) for name in [*other, same[0]]}) == 4
    assert known_key("https://a.example") == known_key("http://a.example/")
    assert known_key("tag:A,1") == "tag:A,1"
    assert known_key("http://a.example:99999/") == "http://a.example:99999/"
