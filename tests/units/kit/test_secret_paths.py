"""Where a secret stands in an address, and what is left of it."""

import pytest

from kawaraban.kit.secret_paths import masked, masked_text

TOKEN = "Xq3_kd93jf-Ks02ldQ9aZw"


@pytest.mark.parametrize(
    ("path", "left"),
    [
        (f"/track/{TOKEN}/", "/track/[token]/"),
        (f"/track/{TOKEN}/revise/", "/track/[token]/revise/"),
        (f"/track/{TOKEN}/suspension/abcdefgh23/appeal/", "/track/[token]/suspension/abcdefgh23/appeal/"),
        (f"/track/{TOKEN}/revise/{TOKEN}/", "/track/[token]"),
        (f"/track%2f{TOKEN}", "/track/[token]"),
        (f"/track;x/{TOKEN}", "/track;x/[token]"),
        (f"/desk/decide/7/{TOKEN}/", "/desk/decide/7/[token]/"),
        (f"/desk/decide/{TOKEN}/", "/desk/decide/[token]/"),
        (f"/desk/join/7-1764300000/{TOKEN}/", "/desk/join/7-1764300000/[token]/"),
        ("/track/", "/track/"),
        ("/sport/track/", "/sport/track/"),
        ("/sport/racetrack/a/", "/sport/racetrack/a/"),
        ("/a%20b/", "/a%20b/"),
        ("", ""),
    ],
)
def test_what_stands_behind_the_place_of_a_secret_is_taken_away(path: str, left: str) -> None:
    assert masked(path) == left


def test_in_a_text_the_words_around_an_address_stay() -> None:
    line = f"Not Found: /track/{TOKEN}/ for the third time, see https://x.example/city/a/"

    assert masked_text(line) == "Not Found: /track/[token]/ for the third time, see https://x.example/city/a/"
