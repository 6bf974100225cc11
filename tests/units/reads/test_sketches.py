import subprocess
import sys

import pytest

from kawaraban.reads.sketches import merged, with_marks


def marks(*numbers: int) -> list[str]:
    return [f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}" for number in numbers]


def test_the_same_reader_counts_once_however_often_they_come() -> None:
    sketch, number = with_marks(b"", marks(1, 2, 3, 2, 1))

    assert number == 3
    assert with_marks(sketch, marks(2, 3, 4))[1] == 4


@pytest.mark.parametrize("readers", [100, 5_000, 60_000])
def test_the_estimate_is_within_five_percent(readers: int) -> None:
    _, number = with_marks(b"", marks(*range(readers)))

    assert number == pytest.approx(readers, rel=0.05)


def test_a_sketch_stays_small_and_names_nobody() -> None:
    sketch, _ = with_marks(b"", marks(*range(60_000)))

    assert len(sketch) < 2_500
    assert marks(7)[0].encode() not in sketch


def test_sketches_of_two_servers_merge_into_the_readers_of_both() -> None:
    one, _ = with_marks(b"", marks(*range(3_000)))
    other, _ = with_marks(b"", marks(*range(2_000, 5_000)))
    both, number = merged([one, b"", other])

    assert number == pytest.approx(5_000, rel=0.05)
    assert with_marks(both, [])[1] == number
    assert merged([])[1] == 0


@pytest.mark.parametrize(
    "module", ["kawaraban.press.front.front", "kawaraban.reads.rule", "kawaraban.reads.sketches"]
)
def test_neither_front_nor_app_loads_the_library_of_sketches(module: str) -> None:
    program = f"import sys, {module}; sys.exit(any(m in sys.modules for m in ('datasketches', 'numpy')))"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
