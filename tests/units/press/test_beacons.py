import os
from pathlib import Path

import pytest
from tests.press_factories import count_all, make_page

from kawaraban.press.beacons import (
    Beacon,
    BeaconDesk,
    BeaconFile,
    Verdict,
    is_from_our_page,
    story_of,
)
from kawaraban.press.store import Store


@pytest.mark.parametrize(
    "body", [b'{"story": "story-42"}', b"story=story-42", b' {"story":"story-42","more":1}']
)
def test_a_body_names_its_story_as_json_or_as_a_form(body: bytes) -> None:
    assert story_of(body) == "story-42"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"story": 42}',
        b'{"story": "story-"}',
        b'{"story": "story-42\\n"}',
        b'{"story": "story-1234567890123"}',
        b'{"story": "thread-42"}',
        "story=story-４２".encode(),
        b"\xff\xfe",
        b"story=story-42" + b"&" * 600,
        b"{" * 400,
        b'{"a":' * 90,
    ],
)
def test_a_body_that_names_no_story_is_none(body: bytes) -> None:
    assert story_of(body) is None


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "https://paper.example"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "https://paper.example"}, True),
        ({"origin": "https://paper.example.evil.test"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_only_our_own_pages_may_count(headers: dict[str, str], ours: bool) -> None:
    assert is_from_our_page(headers, "paper.example") is ours


def beacon(story: str = "story-1") -> Beacon:
    return Beacon(story=story, address="192.0.2.7", user_agent="Mozilla/5.0", purpose="", is_staff=False)


@pytest.fixture
def desk(tmp_path: Path) -> BeaconDesk:
    return BeaconDesk(Store(tmp_path / "store"), count_all, BeaconFile(tmp_path / "beacons"))


def test_a_story_that_was_never_printed_and_never_read_is_refused_and_leaves_no_line(
    desk: BeaconDesk, tmp_path: Path
) -> None:
    assert desk.take(beacon("story-999"), at=0.0) is None

    assert not (tmp_path / "beacons").exists()


def test_the_answer_is_the_figure_and_what_is_not_folded_yet(desk: BeaconDesk) -> None:
    desk.store.set_figures({"story-1": 5})

    assert desk.take(beacon(), at=0.0) == 6
    assert desk.take(beacon(), at=0.0) == 7

    desk.store.set_figures({"story-1": 6}, folded={desk.file.name: desk.file.size // 2})
    assert desk.take(beacon(), at=0.0) == 8

    desk.store.set_figures({"story-1": 8}, folded={desk.file.name: desk.file.size})
    assert desk.take(beacon(), at=0.0) == 9


def test_what_was_folded_from_a_file_that_is_gone_is_not_counted_again(desk: BeaconDesk) -> None:
    desk.store.put(make_page(keys=("story-1",)))
    assert desk.take(beacon(), at=0.0) == 1
    desk.file.close()
    assert desk.take(beacon(), at=0.0) == 2

    desk.store.set_figures({"story-1": 1}, folded={desk.file.name: 0})

    assert desk.take(beacon(), at=0.0) == 3


def test_a_line_holds_the_story_the_verdict_and_the_minute_and_nothing_of_the_reader(
    desk: BeaconDesk, tmp_path: Path
) -> None:
    desk.store.set_figures({"story-1": 0})

    desk.take(beacon(), at=120.5)

    (file,) = (tmp_path / "beacons").iterdir()
    assert file.read_text() == "story-1 read 2\n"
    assert os.stat(file).st_mode & 0o077 == 0


def test_a_verdict_that_does_not_count_changes_no_figure(tmp_path: Path) -> None:
    desk = BeaconDesk(
        Store(tmp_path / "store"), lambda beacon, *, at: Verdict.ROBOT, BeaconFile(tmp_path / "beacons")
    )
    desk.store.set_figures({"story-1": 5})

    assert desk.take(beacon(), at=0.0) == 5
