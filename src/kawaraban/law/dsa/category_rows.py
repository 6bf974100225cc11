"""Rows of the report's template that go by category: one of all, one a category, one a keyword, one each "other"."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kawaraban.law.dsa.terms import Category

Rows = list[list[str]]
Filled = dict[int, str]
_CODE, _OTHER_WORDS = 3, 4
_OTHER = "KEYWORD_OTHER"


def categorised(
    rows: Rows, known: Iterable[Category], fill: Callable[[Sequence[Category]], Filled]
) -> Iterator[list[str]]:
    """Each row with its figures. `fill` gives the cells, by column, of what some categories have together."""
    categories, current = list(known), ""
    for row in rows:
        code = row[_CODE]
        if code.startswith("STATEMENT_CATEGORY_"):
            current = code
        mine = [each for each in categories if code == "TOTAL" or each.category == current]
        if code == _OTHER:
            yield from _others(row, [each for each in mine if each.keyword == _OTHER], fill)
            continue
        if code.startswith("KEYWORD_"):
            mine = [each for each in mine if each.keyword == code]
        yield filled(row, fill(mine))


def filled(row: list[str], values: Filled) -> list[str]:
    """The row with these cells instead of the template's."""
    return [values.get(column, cell) for column, cell in enumerate(row)]


def hours(value: float | None) -> str:
    """As a cell has it; blank of none."""
    return "" if value is None else f"{value:g}"


def _others(
    row: list[str], others: Sequence[Category], fill: Callable[[Sequence[Category]], Filled]
) -> Iterator[list[str]]:
    """The template's row for "other" takes the first description, in their order; each further one has its own."""
    for description in sorted({each.keyword_other for each in others}) or [""]:
        alike = [each for each in others if each.keyword_other == description]
        yield filled(row, {_OTHER_WORDS: description, **fill(alike)})
