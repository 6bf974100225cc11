"""Where a secret stands in an address, and what is left of it."""

import time

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
        (f"/track;x/{TOKEN}", "/track;[token]"),
        (f"/track.{TOKEN}/revise/", "/track[token]/revise/"),
        (f"/desk/decide/7-{TOKEN}/", "/desk/decide/7[token]/"),
        (f"/desk/decide/7/{TOKEN}/", "/desk/decide/7/[token]/"),
        (f"/desk/decide/{TOKEN}/", "/desk/decide/[token]/"),
        (f"/desk/join/7-1764300000/{TOKEN}/", "/desk/join/7-1764300000/[token]/"),
        ("/track/", "/track/"),
        ("/sport/track/", "/sport/track/"),
        ("/sport/track.html", "/sport/track.html"),
        ("/sport/track-and-field/", "/sport/track-and-field/"),
        ("/sport/track-and-field/4th-of-10000m.html", "/sport/track-and-field/4th-of-10000m.html"),
        ("/join-us/", "/join-us/"),
        ("/tracks/", "/tracks/"),
        ("/decided-at-last/", "/decided-at-last/"),
        ("/sport/racetrack/a/", "/sport/racetrack/a/"),
        ("/a%20b/", "/a%20b/"),
        ("", ""),
    ],
)
def test_what_stands_behind_the_place_of_a_secret_is_taken_away(path: str, left: str) -> None:
    assert masked(path) == left


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (
            f"Not Found: /track/{TOKEN}/ for the third time, see https://x.example/city/a/",
            "Not Found: /track/[token]/ for the third time, see https://x.example/city/a/",
        ),
        (f"('/track/{TOKEN}/revise/', '/city/a/')", "('/track/[token]/revise/', '/city/a/')"),
        ('"GET /track/" 404 120', '"GET /track/" 404 120'),
        ("<a href='/sport/track/'>", "<a href='/sport/track/'>"),
        ('"GET /sport/track HTTP/1.1" 200', '"GET /sport/track HTTP/1.1" 200'),
        ("(see /join-us, /sport/track.)", "(see /join-us, /sport/track.)"),
    ],
)
def test_in_a_text_the_words_around_an_address_stay(line: str, left: str) -> None:
    assert masked_text(line) == left


@pytest.mark.parametrize(
    "part",
    [
        "/",
        ";",
        "/track;",
        "/track/;",
        "/.",
        "/notice/./",
        "%2ftrack;",
        "%25",
        " ",
        '/track/"',
        "track: ",
        "-",
        "/track-a",
        "/track ",
        ";/",
    ],
)
@pytest.mark.parametrize("start", ["", "/track", "/notice", "/track/"])
def test_no_address_takes_longer_than_its_length(start: str, part: str) -> None:
    path = start + part * (8_000 // len(part))

    began = time.process_time()
    masked(path)
    masked_text(path)

    assert time.process_time() - began < 0.3
