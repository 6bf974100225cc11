"""The table in words: lines for a terminal, an object for programs, Markdown for the documents.

write_into(Path("docs/triage.md"), found)     # between the two marks of that file
"""

from pathlib import Path
from typing import Any, Final

from kawaraban.triage.judging.ranking import DRAWS, SEED
from kawaraban.triage.judging.suite.row import FigureRow
from kawaraban.triage.judging.suite.suite import Suite

BEGIN: Final = "<!-- the table begins: made by `kawaraban triage evaluate --suite`, not by hand -->"
END: Final = "<!-- the table ends -->"
HEADS: Final = "| what | figure | 95 % interval | n | floor | goal | |\n|---|---|---|---|---|---|---|"


class NoPlaceForTheTableError(Exception):
    """The file has not both marks."""


def as_object(found: Suite) -> dict[str, Any]:
    """For programs: each row with what was asked of it."""
    return {
        "model": found.version,
        "seed": SEED,
        "draws": DRAWS,
        "rows": [
            {
                "part": row.part,
                "what": row.what,
                "figure": row.figure,
                "low": row.interval.low if row.interval else None,
                "high": row.interval.high if row.interval else None,
                "n": row.n,
                "floor": row.floor,
                "goal": row.goal,
                "less_is_better": row.is_cost,
                "holds": row.holds,
                "note": row.note,
            }
            for row in found.rows
        ],
    }


def as_lines(found: Suite) -> list[str]:
    """For a terminal, part by part."""
    lines = [f"Model {found.version}. Intervals: {DRAWS} draws, seed {SEED}."]
    part = ""
    for row in found.rows:
        if row.part != part:
            part = row.part
            lines += ["", part]
        asked = f", floor {number(row.floor)}: {verdict(row)}" if row.floor is not None else ""
        within = f" [{number(row.interval.low)}, {number(row.interval.high)}]" if row.interval else ""
        note = f" ({row.note})" if row.note else ""
        lines.append(f"  {row.what}: {number(row.figure)}{within}{asked}{note}")
    return lines


def as_markdown(found: Suite) -> str:
    """For the documents: a table for each part."""
    pieces = [f"Model `{found.version}`. Intervals from {DRAWS} draws, seed {SEED}."]
    for part in dict.fromkeys(row.part for row in found.rows):
        rows = "\n".join(cells(row) for row in found.rows if row.part == part)
        pieces.append(f"### {part}\n{HEADS}\n{rows}")
    return "\n\n".join(pieces)


def cells(row: FigureRow) -> str:
    within = f"{number(row.interval.low)} to {number(row.interval.high)}" if row.interval else ""
    said = "; ".join(filter(None, (verdict(row), row.note)))
    columns = (
        row.what,
        number(row.figure),
        within,
        f"{row.n:,}" if row.n else "",
        number(row.floor) if row.floor is not None else "",
        number(row.goal) if row.goal is not None else "",
        said,
    )
    return f"| {' | '.join(columns)} |"


def verdict(row: FigureRow) -> str:
    """Whether floor or goal are reached; nothing where neither was asked for or nothing was measured."""
    if row.holds is None or row.figure is None:
        return ""
    if not row.holds:
        return "**below its floor**"
    if row.goal is None:
        return "reached"
    has_goal = row.figure <= row.goal if row.is_cost else row.figure >= row.goal
    return "goal reached" if has_goal else "floor reached"


def number(figure: float | None) -> str:
    """Three decimals where it is small, none where it is large."""
    if figure is None:
        return "not measured"
    if abs(figure) >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if abs(figure) >= 10 else f"{figure:.3f}"


def write_into(file: Path, found: Suite) -> None:
    """Put the table between the marks. Raises NoPlaceForTheTableError where the file has not both."""
    before, begins, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _old, ends, after = rest.partition(END)
    if not begins or not ends:
        raise NoPlaceForTheTableError(f"{file} has not both lines: {BEGIN} and {END}")
    file.write_text(f"{before}{BEGIN}\n{as_markdown(found)}\n{END}{after}", encoding="utf-8")
