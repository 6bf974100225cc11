"""The rule of a machine that is told what the others count: one reader on two of them is one."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kawaraban.kit.board import MOST_SECRET_BYTES, Board
from kawaraban.press.front.beacons.beacon import Beacon, BeaconVerdict
from kawaraban.reads.marks import MARK, MARKS_SUFFIX, ToldReads, pack_keys, unpack_keys
from kawaraban.reads.rule import DAY_SECONDS, ReadRule

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MIDNIGHT = int(datetime(2026, 11, 23, tzinfo=UTC).timestamp())
YESTERDAY, TODAY = MIDNIGHT, MIDNIGHT + DAY_SECONDS
READ, REPEAT = BeaconVerdict.READ, BeaconVerdict.REPEAT


@dataclass
class Machine:
    """A rule, and what its worker tells it."""

    folder: Path
    keys: dict[int, bytes] = field(default_factory=dict)
    rule: ReadRule = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.starts()

    def starts(self) -> None:
        self.rule = ReadRule(told=ToldReads(lambda: pack_keys(self.keys), self.folder))

    def reads(self, reader: int = 7, *, at: float, story: str = "story-1") -> BeaconVerdict:
        return self.ruled(reader, at=at, story=story)[0]

    def ruled(
        self, reader: int = 7, *, at: float, story: str = "story-1"
    ) -> tuple[BeaconVerdict, int | None, int | None]:
        return self.rule(
            Beacon(
                story,
                f"192.0.2.{reader}",
                FIREFOX,
                purpose="",
                is_staff=False,
                seen_seconds=10,
                is_scrolled=True,
            ),
            at=at,
        )

    def hears(self, mark: int | None, *, at: float, day: int = TODAY) -> None:
        with (self.folder / f"{day}{MARKS_SUFFIX}").open("ab") as file:
            file.write(MARK.pack(mark, int(at) // 60))


@pytest.fixture
def two(tmp_path: Path) -> tuple[Machine, Machine]:
    keys = {YESTERDAY: b"y" * 32, TODAY: b"t" * 32}
    return Machine(tmp_path / "a", dict(keys)), Machine(tmp_path / "b", dict(keys))


def test_who_was_counted_elsewhere_is_not_counted_again(two: tuple[Machine, Machine]) -> None:
    one, other = two
    at = MIDNIGHT + 3600.0
    verdict, mark, of_paper = one.ruled(at=at)

    other.hears(mark, at=at)

    assert verdict is READ
    assert other.reads(at=at + 60) is REPEAT
    assert other.reads(at=at + 60, story="story-2") is READ
    assert other.reads(8, at=at + 60) is READ
    # The sketches of both know the same reader by the same mark.
    assert other.ruled(at=at + 60, story="story-3")[2] in {None, of_paper}


def test_it_holds_over_midnight_and_ends_after_24_hours(two: tuple[Machine, Machine]) -> None:
    one, other = two
    evening = MIDNIGHT - 3600.0
    _verdict, mark, _of_paper = one.ruled(at=evening)

    other.hears(mark, at=evening, day=YESTERDAY)

    assert other.reads(at=MIDNIGHT + 600) is REPEAT
    assert other.reads(at=evening + DAY_SECONDS + 60) is READ


def test_a_machine_that_starts_anew_forgets_nobody(two: tuple[Machine, Machine]) -> None:
    one, _other = two
    at = MIDNIGHT + 3600.0
    _verdict, mark, _of_paper = one.ruled(at=at)
    one.hears(mark, at=at)  # its own reads come back to it, too

    one.starts()

    assert one.reads(at=at + 60) is REPEAT


def test_a_key_that_is_agreed_on_in_the_middle_of_the_day_forgets_nobody(tmp_path: Path) -> None:
    one = Machine(tmp_path / "a")
    at = MIDNIGHT + 3600.0
    assert one.reads(at=at) is READ

    one.keys = {TODAY: b"t" * 32}

    assert one.reads(at=at + 60) is REPEAT
    assert one.reads(8, at=at + 60) is READ
    assert one.reads(8, at=at + 120) is REPEAT


def test_a_file_that_is_begun_anew_is_read_from_its_beginning(two: tuple[Machine, Machine]) -> None:
    one, other = two
    at = MIDNIGHT + 3600.0
    first, second = one.ruled(7, at=at)[1], one.ruled(8, at=at)[1]
    other.hears(first, at=at)
    assert other.reads(7, at=at + 60) is REPEAT

    path = other.folder / f"{TODAY}{MARKS_SUFFIX}"
    os.replace(path, path.with_suffix(".old"))
    other.hears(second, at=at)

    assert other.reads(8, at=at + 120) is REPEAT


def test_half_a_mark_is_read_when_it_is_whole(two: tuple[Machine, Machine]) -> None:
    one, other = two
    at = MIDNIGHT + 3600.0
    whole = MARK.pack(one.ruled(at=at)[1], int(at) // 60)
    path = other.folder / f"{TODAY}{MARKS_SUFFIX}"
    path.write_bytes(whole[:5])
    other.reads(9, at=at)

    with path.open("ab") as file:
        file.write(whole[5:])

    assert other.reads(at=at + 60) is REPEAT


def test_without_a_told_key_machines_have_nothing_in_common(tmp_path: Path) -> None:
    one, other = Machine(tmp_path / "a"), Machine(tmp_path / "b")

    assert one.ruled(at=MIDNIGHT)[1] != other.ruled(at=MIDNIGHT)[1]


def test_what_must_lie_on_no_disk_stands_on_the_board() -> None:
    board = Board.made(["front"])
    keys = {YESTERDAY: b"y" * 32, TODAY: b"t" * 32, TODAY + DAY_SECONDS: b"n" * 32}
    assert board.secret() == b""

    board.put_secret(pack_keys(keys))

    there = Board(board.descriptor, ["front"])
    assert unpack_keys(there.secret()) == keys
    with pytest.raises(ValueError, match="too many"):
        board.put_secret(b"x" * (MOST_SECRET_BYTES + 1))
    there.put_secret(b"")
    assert board.secret() == b""
