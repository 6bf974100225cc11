import pytest

from kawaraban.press.addresses import (
    address_of_link,
    address_of_target,
    canonical_address,
    meant_address,
    split_address,
    target_of,
    without_needless_codes,
    without_needless_slashes,
    without_tracking,
)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", ""),
        ("utm_source=mail&utm_medium=x", ""),
        ("utm_source=mail&page=3&fbclid=abc", "page=3"),
        ("FBCLID=1", ""),
        ("q=utm_source", "q=utm_source"),
        ("&&", ""),
        ("order=a%26b", "order=a%26b"),
    ],
)
def test_parameters_of_campaigns_are_left_out_and_others_stay_as_they_are(query: str, left: str) -> None:
    assert without_tracking(query) == left


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("/", "", "/"),
        ("/economy/", "page=2", "/economy/?page=2"),
        ("/economy/", "gclid=1&page=20", "/economy/?page=20"),
        ("/港/開港/", "", "/港/開港/"),
        ("/economy/", "order=oldest", "/economy/"),
        ("/economy/", "x&page=3&y=page", "/economy/?page=3"),
        ("/economy/", "subpage=3&pages=1", "/economy/"),
    ],
)
def test_an_address_is_its_path_and_at_most_a_page_number(path: str, query: str, address: str) -> None:
    assert canonical_address(path, query) == address
    assert split_address(address)[0] == path


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/economy/", "page=1"),
        ("/economy/", "page=02"),
        ("/economy/", "page=12345"),
        ("/economy/", "page=2&page=3"),
        ("/economy/", "page=0"),
        ("/economy/", "page"),
        ("/economy/", "page=%32"),
        ("/economy/", "page=٢"),
        ("/economy/", "p%61ge=2"),
        ("/economy/", "page=2&p%61ge=2"),
        ("/a?page=2", ""),
        ("/a\x00b/", ""),
        ("/a\ufffd/", ""),
        ("/a\\b/", ""),
        ("//" + "a" * 1500, ""),
        ("relative", ""),
        ("/desk/queue/", ""),
        ("/static/a.css", ""),
        ("/healthz", ""),
        ("/reads", ""),
    ],
)
def test_what_is_not_canonical_is_never_printed(path: str, query: str) -> None:
    assert canonical_address(path, query) is None


def test_a_story_whose_address_begins_like_one_of_ours_is_printed() -> None:
    assert canonical_address("/reads-of-the-year/", "") == "/reads-of-the-year/"


@pytest.mark.parametrize(
    ("target", "address"),
    [
        (b"/harbour/", "/harbour/"),
        (b"/harbour/?page=2", "/harbour/?page=2"),
        (b"/harbour/?utm_source=a&page=2", "/harbour/?page=2"),
        (b"/%E6%B8%AF/", "/港/"),
        (b"/%68arbour/", None),
        (b"/%7Earbour/", None),
        (b"/harbour%2F", "/harbour/"),
        (b"/a%20b/", "/a b/"),
        (b"/harbour/?page=1", None),
        (b"/harbour/?x=1", "/harbour/"),
        (b"/%3Fpage=2", None),
        (b"/%ff/", None),
        (b"/%00", None),
        (b"/desk/", None),
        (b"//evil.example/", None),
        (b"/harbour/#top", None),
        (b"http://paper.example/harbour/", None),
        (b"*", None),
        ("/港/".encode(), None),
        (b"", None),
    ],
)
def test_a_request_target_means_one_address_or_none(target: bytes, address: str | None) -> None:
    assert address_of_target(target) == address


@pytest.mark.parametrize(
    "address", ["/", "/harbour/", "/harbour/?page=2", "/港/", "/a b/", "/100%/", "/~a/b;c=d,e/"]
)
def test_an_address_has_one_target_which_means_it(address: str) -> None:
    target = target_of(address)

    assert address_of_target(target) == address
    assert target_of(address_of_target(target) or "") == target


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("/economy", "", "/economy/"),
        ("/economy/", "page=1", "/economy/"),
        ("/economy/", "page=0002", "/economy/?page=2"),
        ("/economy/", "page=2&page=3", "/economy/?page=3"),
        ("/economy/", "x=1&p%61ge=2", "/economy/?page=2"),
        ("/e\u0301cole/", "", "/\u00e9cole/"),
        ("/feed.xml", "", "/feed.xml"),
        ("/economy/", "page=0", None),
        ("/economy/", "page=-1", None),
        ("/economy/", "page=٢", None),
        ("/economy/", "page=12345", None),
        ("/desk", "", None),
    ],
)
def test_what_another_spelling_may_have_meant(path: str, query: str, address: str | None) -> None:
    assert meant_address(path, query) == address


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("/h%61rbour/", "/harbour/"),
        ("/%E6%b8%AF/%7e", "/%E6%b8%AF/~"),
        ("/%2561", "/%2561"),
        ("/a%2Fb", "/a%2Fb"),
    ],
)
def test_only_what_nobody_needs_to_encode_is_decoded(raw: str, plain: str) -> None:
    assert without_needless_codes(raw) == plain


def test_a_link_means_the_address_that_its_request_will_have() -> None:
    assert address_of_link("/%E6%B8%AF/?page=2") == "/港/?page=2"


@pytest.mark.parametrize(
    ("target", "plain"),
    [
        ("/harbour/", "/harbour/"),
        ("//harbour/", "/harbour/"),
        ("////", "/"),
        ("//evil.example/%2e/", "/evil.example/%2e/"),
        ("/\\evil.example/", "/evil.example/"),
        ("//\\/evil.example/", "/evil.example/"),
        ("/harbour//a/", "/harbour//a/"),
    ],
)
def test_an_address_begins_with_one_slash(target: str, plain: str) -> None:
    assert without_needless_slashes(target) == plain
