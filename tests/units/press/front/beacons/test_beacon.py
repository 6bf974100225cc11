import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.makers.press import count_all, make_page

from kawaraban.press.front.beacons import file as beacon_file
from kawaraban.press.front.beacons.beacon import Beacon, BeaconVerdict, Ruling
from kawaraban.press.front.beacons.body import BeaconBody, is_from_our_page, read_body
from kawaraban.press.front.beacons.desk import BeaconAnswer, BeaconDesk
from kawaraban.press.front.beacons.file import BeaconFile
from kawaraban.press.store.store import Store


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"story": "story-42"}', BeaconBody("story-42", 0.0, False)),
        (b'{"story": "story-42", "seen": 10, "scrolled": false}', BeaconBody("story-42", 10.0, False)),
        (b' {"story":"story-42","seen":9.5,"scrolled":true,"more":1}', BeaconBody("story-42", 9.5, True)),
        (b"story=story-42", BeaconBody("story-42", 0.0, False)),
        (b"story=story-42&seen=12&scrolled=1", BeaconBody("story-42", 12.0, True)),
    ],
)
def test_a_body_names_its_story_and_what_was_seen_of_it_as_json_or_as_a_form(
    body: bytes, said: BeaconBody
) -> None:
    assert read_body(body) == said


@pytest.mark.parametrize("seen", ["-1", "NaN", "Infinity", "1e999", "true", "[10]", '"ten"', "null", "{}"])
def test_seconds_that_are_none_count_as_none(seen: str) -> None:
    assert read_body(b'{"story": "story-1", "seen": %s}' % seen.encode()) == BeaconBody("story-1", 0.0, False)


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
        b'{"story": "paper"}',
        "story=story-４２".encode(),
        b"\xff\xfe",
        b"story=story-42" + b"&" * 600,
        b"{" * 400,
        b'{"a":' * 90,
    ],
)
def test_a_body_that_names_no_story_is_none(body: bytes) -> None:
    assert read_body(body) is None


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
def desk(tmp_path: Path) -> Iterator[BeaconDesk]:
    desk = BeaconDesk(Store(tmp_path / "store"), count_all, BeaconFile(tmp_path / "beacons"))
    yield desk
    desk.close()


def written(desk: BeaconDesk) -> list[str]:
    desk.write()
    return [line for path in sorted(desk.file.folder.iterdir()) for line in path.read_text().splitlines()]


def receive(desk: BeaconDesk, body: bytes, **headers: str) -> BeaconAnswer:
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    return desk.receive(body, given, host="paper.example", address="192.0.2.7", is_staff=False, at=120.5)


def test_a_story_that_was_never_printed_and_never_read_is_tallied_under_the_paper(desk: BeaconDesk) -> None:
    answer = receive(desk, b'{"story": "story-999"}', sec_fetch_site="same-origin")

    assert answer.status == 404
    assert written(desk) == ["paper unknown 2 1 - -"]


def test_what_cannot_be_read_is_tallied_under_the_paper_in_one_line(desk: BeaconDesk) -> None:
    for _ in range(3):
        assert receive(desk, b"what?", sec_fetch_site="same-origin").status == 400

    assert written(desk) == ["paper malformed 2 3 - -"]


def test_a_beacon_of_another_site_is_tallied_under_the_paper_when_it_makes_a_story_up(
    desk: BeaconDesk,
) -> None:
    assert receive(desk, b'{"story": "story-999"}', sec_fetch_site="cross-site").status == 403

    assert written(desk) == ["paper foreign 2 1 - -"]


def test_the_rule_is_told_all_that_it_asks_for(tmp_path: Path) -> None:
    told: list[Beacon] = []

    def rule(beacon: Beacon, *, at: float) -> Ruling:
        told.append(beacon)
        return Ruling(BeaconVerdict.PREFETCH)

    desk = BeaconDesk(Store(tmp_path / "store"), rule, BeaconFile(tmp_path / "beacons"))
    desk.store.set_figures({"story-1": 5})

    answer = receive(
        desk,
        b'{"story": "story-1", "seen": 3, "scrolled": true}',
        sec_fetch_site="same-origin",
        user_agent="Mozilla/5.0",
        sec_purpose="Prefetch;prerender",
        x_moz="prefetch",
    )

    assert (answer.status, answer.body) == (200, b'{"reads": 5}')
    assert told == [
        Beacon("story-1", "192.0.2.7", "Mozilla/5.0", "prefetch;prerender prefetch", False, 3.0, True, True)
    ]
    desk.close()


def test_the_answer_is_the_figure_and_what_is_not_folded_yet(desk: BeaconDesk) -> None:
    desk.store.set_figures({"story-1": 5})

    assert desk.take(beacon(), at=0.0) == 6
    assert desk.take(beacon(), at=0.0) == 7
    desk.write()
    assert desk.take(beacon(), at=0.0) == 8
    half = desk.file.size
    desk.write()

    desk.store.set_figures({"story-1": 7}, folded={desk.file.name: half})
    assert desk.take(beacon(), at=0.0) == 9

    desk.store.set_figures({"story-1": 8}, folded={desk.file.name: desk.file.size})
    assert desk.take(beacon(), at=0.0) == 10


def test_what_was_folded_from_a_file_that_is_gone_is_not_counted_again(desk: BeaconDesk) -> None:
    desk.store.put(make_page(keys=("story-1",)))
    assert desk.take(beacon(), at=0.0) == 1
    desk.write()
    gone, size = desk.file.name, desk.file.size
    desk.file.close()

    desk.store.set_figures({"story-1": 1}, folded={gone: size})

    assert desk.take(beacon(), at=0.0) == 2
    desk.write()
    desk.store.set_figures({"story-1": 1}, folded={gone + "-a-later-one": 9, desk.file.name: 0})
    assert desk.take(beacon(), at=0.0) == 3


def test_a_line_belongs_to_the_minute_in_which_it_was_counted(desk: BeaconDesk) -> None:
    desk.store.set_figures({"story-1": 0})

    desk.take(beacon(), at=119.9)
    desk.take(beacon(), at=120.1)

    assert written(desk) == ["story-1 read 1 1 - -", "story-1 read 2 1 - -"]


def test_marks_are_sorted_so_that_none_tells_of_another(tmp_path: Path) -> None:
    rulings = iter(
        [Ruling(BeaconVerdict.READ, 0xA, 0x11), Ruling(BeaconVerdict.READ, -1, 0x22)],
    )
    desk = BeaconDesk(
        Store(tmp_path / "store"), lambda beacon, *, at: next(rulings), BeaconFile(tmp_path / "beacons")
    )
    desk.store.set_figures({"story-1": 0})

    desk.take(beacon(), at=0.0)
    desk.take(beacon(), at=0.0)

    assert written(desk) == [f"story-1 read 0 2 {'f' * 16},{0xA:016x} {0x11:016x},{0x22:016x}"]
    desk.close()


def test_a_line_holds_the_story_the_verdict_and_the_minute_and_nothing_of_the_reader(
    desk: BeaconDesk, tmp_path: Path
) -> None:
    desk.store.set_figures({"story-1": 0})

    desk.take(beacon(), at=120.5)

    assert written(desk) == ["story-1 read 2 1 - -"]
    (file,) = (tmp_path / "beacons").iterdir()
    assert os.stat(file).st_mode & 0o077 == 0


def test_what_does_not_count_changes_no_figure_and_takes_one_line_for_all_of_a_second(tmp_path: Path) -> None:
    desk = BeaconDesk(
        Store(tmp_path / "store"),
        lambda beacon, *, at: Ruling(BeaconVerdict.ROBOT),
        BeaconFile(tmp_path / "beacons"),
    )
    desk.store.set_figures({"story-1": 5})

    for _ in range(1000):
        assert desk.take(beacon(), at=0.0) == 5

    assert written(desk) == ["story-1 robot 0 1000 - -"]
    desk.close()


def test_a_repeat_that_is_new_to_the_day_keeps_its_mark(tmp_path: Path) -> None:
    desk = BeaconDesk(
        Store(tmp_path / "store"),
        lambda beacon, *, at: Ruling(BeaconVerdict.REPEAT, 0x00112233445566AA, -1),
        BeaconFile(tmp_path / "beacons"),
    )
    desk.store.set_figures({"story-1": 5})

    assert desk.take(beacon(), at=0.0) == 5

    assert written(desk) == ["story-1 repeat 0 1 00112233445566aa ffffffffffffffff"]
    desk.close()


def test_what_was_written_is_synced_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    file = BeaconFile(tmp_path / "beacons")

    file.append(b"one\n")
    file.sync()
    assert synced == []  # not handed over yet

    file.write()
    file.sync()
    file.sync()
    assert len(synced) == 1
    file.close()


def test_what_a_full_disk_refuses_is_kept_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = BeaconFile(tmp_path / "beacons")
    file.append(b"story-1 read 1\n")
    file.append(b"story-2 read 1\n")
    whole_write = os.write

    def full_after_a_few(descriptor: int, data: Any) -> int:
        monkeypatch.setattr(os, "write", full)
        return whole_write(descriptor, data[:5])

    def full(descriptor: int, data: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full_after_a_few)
    with pytest.raises(OSError, match="space"):
        file.write()
    monkeypatch.setattr(os, "write", whole_write)
    _, end = file.append(b"story-3 read 1\n")
    file.close()

    whole = (file.folder / file.name).read_bytes()
    assert whole == b"story-1 read 1\nstory-2 read 1\nstory-3 read 1\n"
    assert end == len(whole)


def test_a_file_is_finished_when_it_is_long_or_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = BeaconFile(tmp_path / "beacons")
    file.append(b"a\n")
    first = file.name
    file.retire()
    assert file.append(b"b\n")[0] == first

    file.append(b"c" * beacon_file._ROTATE_BYTES)
    file.retire()
    second = file.append(b"d\n")[0]
    assert second != first

    monkeypatch.setattr(beacon_file, "_ROTATE_SECONDS", 0.0)
    file.retire()
    assert file.append(b"e\n")[0] != second
    file.close()
