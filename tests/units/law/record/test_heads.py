"""The file of signed heads, read from its end."""

from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest

from kawaraban.law.record import heads
from kawaraban.law.record.heads import Head, append_head, each_line, newest_heads


def written(noon: datetime, count: int) -> list[Head]:
    """A file of so many heads."""
    made = [Head(number, f"{number:064x}", noon) for number in range(1, count + 1)]
    for head in made:
        append_head(head)
    return made


@pytest.mark.parametrize("block", [64, 205, 206, 207, 1_000, 1_000_000])
def test_every_head_is_read_once_whatever_the_size_of_a_block(
    noon: datetime, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    made = written(noon, 25)
    monkeypatch.setattr(heads, "_BLOCK_BYTES", block)

    blocks = list(newest_heads())

    assert [head for block in reversed(blocks) for head in block] == made
    assert [line.head for line in each_line()] == made


def test_no_file_has_no_heads(heads_file: Path) -> None:
    assert not heads_file.exists()

    assert list(newest_heads()) == []


def test_a_torn_line_and_one_of_another_key_are_passed_over(noon: datetime, heads_file: Path) -> None:
    made = written(noon, 3)
    with heads_file.open("a") as file:
        file.write("4 00ff")
    append_head(Head(5, "5" * 64, noon))
    with heads_file.open("a") as file:
        file.write(f"6 {'6' * 64} 2026-01-01T00:00:00.000000+00:00.{'0' * 64}\n")

    found = [head.number for block in newest_heads() for head in block]

    assert found == [*(head.number for head in made), 5]


def test_whoever_wants_the_newest_reads_one_block(noon: datetime) -> None:
    written(noon, 2_500)

    [block] = islice(newest_heads(), 1)

    assert block[-1].number == 2_500
    assert len(block) < 2_000
