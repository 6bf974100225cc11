import pytest

from kawaraban.press.addresses import canonical_address, split_address, without_tracking


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
    ],
)
def test_an_address_is_its_path_and_at_most_a_page_number(path: str, query: str, address: str) -> None:
    assert canonical_address(path, query) == address
    assert split_address(address) == (path, without_tracking(query))


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/economy/", "page=1"),
        ("/economy/", "page=02"),
        ("/economy/", "page=12345"),
        ("/economy/", "page=2&page=3"),
        ("/economy/", "order=oldest"),
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
