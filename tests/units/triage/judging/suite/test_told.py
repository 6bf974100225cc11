"""6.12: the table in words, as an object, and in the documents."""

from pathlib import Path

import pytest

from kawaraban.triage.judging.ranking import Interval
from kawaraban.triage.judging.suite.row import FigureRow, missing
from kawaraban.triage.judging.suite.suite import Suite
from kawaraban.triage.judging.suite.told import (
    BEGIN,
    END,
    NoPlaceForTheTableError,
    as_lines,
    as_markdown,
    as_object,
    write_into,
)
from kawaraban.triage.model.scorer import base_model

PAGE = Path(__file__).parents[5] / "docs" / "triage.md"
FOUND = Suite(
    rows=(
        FigureRow("Order", "news", 0.8123, 1200, interval=Interval(0.79, 0.83), floor=0.80, goal=0.82),
        FigureRow("Order", "talk", 0.75, 1200, floor=0.80, goal=0.82),
        missing("Order", "radio", "the corpus is not in the folder"),
        FigureRow("Cost", "one comment (ms)", 0.25, 3000, floor=1.0, goal=0.3, is_cost=True),
        FigureRow("Cost", "memory (MB)", 44.2, floor=45, goal=36, is_cost=True, note="Python alone 9 MB"),
    ),
    version="0123456789ab",
)


def test_6_12_a_figure_below_its_floor_is_told_as_loudly_as_one_above() -> None:
    lines = as_lines(FOUND)

    assert "  news: 0.812 [0.790, 0.830], floor 0.800: floor reached" in lines
    assert "  talk: 0.750, floor 0.800: **below its floor**" in lines
    assert "  radio: not measured (the corpus is not in the folder)" in lines
    assert "  one comment (ms): 0.250, floor 1.000: goal reached" in lines


def test_6_12_programs_are_told_whether_each_floor_holds() -> None:
    told = as_object(FOUND)

    assert [row["holds"] for row in told["rows"]] == [True, False, None, True, True]
    assert (told["model"], told["seed"], told["draws"]) == ("0123456789ab", 0, 400)


def test_6_12_the_documents_have_a_table_for_each_part() -> None:
    page = as_markdown(FOUND)

    assert "### Order\n" in page
    assert "| news | 0.812 | 0.790 to 0.830 | 1,200 | 0.800 | 0.820 | floor reached |" in page
    assert "| memory (MB) | 44.2 |  |  | 45.0 | 36.0 | floor reached; Python alone 9 MB |" in page


def test_6_12_only_what_is_between_the_marks_is_written(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(f"before\n{BEGIN}\nyesterday\n{END}\nafter\n", encoding="utf-8")

    write_into(file, FOUND)

    page = file.read_text(encoding="utf-8")
    assert page.startswith(f"before\n{BEGIN}\nModel `0123456789ab`.")
    assert page.endswith(f"{END}\nafter\n")
    assert "yesterday" not in page


@pytest.mark.parametrize("content", ["", f"{BEGIN}\n", f"{END}\n{BEGIN}\n"])
def test_6_12_a_page_without_both_marks_stays_as_it_is(tmp_path: Path, content: str) -> None:
    file = tmp_path / "page.md"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(NoPlaceForTheTableError):
        write_into(file, FOUND)

    assert file.read_text(encoding="utf-8") == content


def test_6_12_the_table_in_the_documents_is_of_the_model_in_the_package() -> None:
    """Where it fails: `kawaraban triage evaluate --suite FOLDER --into docs/triage.md`."""
    table = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert f"Model `{base_model().version}`." in table
