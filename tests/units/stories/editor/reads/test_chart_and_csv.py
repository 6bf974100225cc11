import pytest

from kawaraban.stories.editor.reads.chart import HEIGHT, WIDTH, bars_of, marks_of
from kawaraban.stories.editor.reads.csv_files import harmless


def test_bars_fill_the_width_and_the_highest_fills_the_height() -> None:
    bars = bars_of([("a", 5), ("b", 10), ("c", 0)])

    assert [float(bar.height) for bar in bars] == [HEIGHT / 2, HEIGHT, 0.0]
    assert float(bars[1].y) == 0.0
    assert float(bars[-1].x) + float(bars[-1].width) < WIDTH
    assert float(bars[0].x) < float(bars[1].x) < float(bars[2].x)


def test_one_read_among_thousands_can_be_seen() -> None:
    assert float(bars_of([("a", 1), ("b", 100_000)])[0].height) > 1


def test_nothing_read_is_no_bar_and_no_fault() -> None:
    assert [bar.height for bar in bars_of([("a", 0)])] == ["0.00"]
    assert bars_of([]) == ()


def test_the_first_the_middle_and_the_last_are_named() -> None:
    assert marks_of(["a", "b", "c", "d", "e"]) == ("a", "c", "e")
    assert marks_of(["a"]) == ("a",)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+41 79", "-3 degrees", "@home", "\t=1", " =1", "\u3000＝1", "＋1", "\r=1", "\n=1"]
)
def test_a_headline_that_a_spreadsheet_would_compute_is_made_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Port reopens", "1 = 1", "'=1", "", 42, -1])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert harmless(cell) == cell
