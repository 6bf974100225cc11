"""The yearly report as the eleven files of the official template (Implementing Regulation (EU) 2024/2835, Annex I).

    report_files(figures, identity)      # {"Part_1_summary.csv": "Applicability,Service,...", ...}

The rows are those of the template, in its order; `report_template.json` carries them. Part 3 alone has others: those of
the states from which an order came (`orders_part.py`). Rows of very large platforms that say "[...]" stay so:
the Annex asks nobody else to fill them. A cell is blank where a figure cannot apply to a hosting service or is not
known, and 0 where it is known to be none (Annex II, part I, 1). Where a category has several descriptions of "other",
each has a row of its own below the template's (Annex II, part I, 7).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from kawaraban.law.basis import Automation
from kawaraban.law.dsa.category_rows import Filled, Rows, categorised, filled, hours
from kawaraban.law.dsa.orders_part import orders_part
from kawaraban.law.dsa.terms import Category
from kawaraban.law.dsa.year_counts import Appeals, Measures, Notices, YearFigures, median_of
from kawaraban.law.models import Party, Visibility

_TEMPLATE = Path(__file__).with_name("report_template.json")
_SERVICE, _PERIOD = 1, 2
_REMOVAL, _DISABLE = (Visibility.REMOVED,), (Visibility.REFUSED, Visibility.WITHHELD)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports, and when. `words` are those of `report_words`."""

    service: str
    provider: str  # the name in the register; "" leaves the cell blank: the report is not fit to be published
    published_on: date | None
    previous_on: date | None
    words: Sequence[str]
    is_online_platform: bool = False
    had_no_orders: bool = False


@cache
def template() -> dict[str, Rows]:
    """The official rows by the name of their file."""
    parts: dict[str, Rows] = json.loads(_TEMPLATE.read_text(encoding="utf-8"))
    return parts


def report_files(figures: YearFigures, identity: Identity) -> dict[str, str]:
    """All eleven, by name."""
    fill: dict[str, Callable[[Rows], Iterable[list[str]]]] = {
        "Part_1_summary.csv": lambda rows: _summary(rows, figures, identity),
        "Part_2_categories_names.csv": lambda rows: rows,
        "Part_3_member_states_orders.csv": lambda rows: orders_part(
            rows, figures.orders, had_no_orders=identity.had_no_orders
        ),
        "Part_4_notices.csv": lambda rows: categorised(
            rows, figures.notices.by_category, _of(figures.notices)
        ),
        "Part_5_own_initiative_illegal.csv": lambda rows: _measures(rows, figures.illegal),
        "Part_6_own_initiative_TC.csv": lambda rows: _measures(rows, figures.terms),
        "Part_7_appeals_and_recidivism.csv": lambda rows: _valued(rows, _appeals(figures, identity)),
        "Part_8_automated_means.csv": lambda rows: _valued(rows, _automation(figures)),
        "Part_11_qualitative.csv": lambda rows: _qualitative(rows, identity.words),
    }
    period = f"{_day(figures.starts_at)}/{_last_day(figures)}"
    files = {}
    for name, rows in template().items():
        made = [list(row) for row in fill.get(name, list)([list(row) for row in rows[1:]])]
        files[name] = _text(rows[0], made, service=identity.service, period=period)
    return files


def _text(head: list[str], rows: Rows, *, service: str, period: str) -> str:
    """As RFC 4180 says: commas, quotes where they must be, CRLF at each end (Annex II, part I, 4)."""
    for row in rows:
        if _column(head, "Service") is not None:
            row[_SERVICE] = service
        if _column(head, "Reporting period") is not None:
            row[_PERIOD] = period
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([head, *rows])
    return written.getvalue()


def _column(head: list[str], name: str) -> int | None:
    return head.index(name) if name in head else None


def _summary(rows: Rows, figures: YearFigures, identity: Identity) -> Rows:
    values = [
        identity.provider,
        _iso(identity.published_on),
        _iso(identity.previous_on),
        _day(figures.starts_at),
        _last_day(figures),
    ]
    return [[*row[:-1], value] for row, value in zip(rows, values, strict=True)]


def _measures(rows: Rows, measures: Measures) -> Iterator[list[str]]:
    def fill(categories: Sequence[Category]) -> Filled:
        seen: list[Mapping[str, int]] = [measures.by_visibility.get(category, {}) for category in categories]
        return {
            5: str(sum(measures.by_category[category] for category in categories)),
            6: str(sum(measures.machine_detected[category] for category in categories)),
            7: str(sum(each.get(kind.value, 0) for each in seen for kind in _REMOVAL)),
            8: str(sum(each.get(kind.value, 0) for each in seen for kind in _DISABLE)),
            17: str(sum(measures.suspensions[category] for category in categories)),
        }

    return categorised(rows, measures.by_category, fill)


def _of(notices: Notices) -> Callable[[Sequence[Category]], Filled]:
    """Trusted flaggers are not told apart: their columns stay blank."""

    def fill(categories: Sequence[Category]) -> Filled:
        taken = [each for category in categories for each in notices.hours.get(category, ())]
        return {
            5: str(sum(notices.by_category[category] for category in categories)),
            7: str(sum(notices.items_by_category[category] for category in categories)),
            9: hours(median_of(taken)),
            11: str(sum(notices.on_law[category] for category in categories)),
            13: str(sum(notices.on_terms[category] for category in categories)),
        }

    return fill


def _appeals(figures: YearFigures, identity: Identity) -> Filled:
    """By the number of the row. Without an online platform all but the first do not apply (Art. 15(1)(d))."""
    author, notifier = figures.appeals[Party.AUTHOR], figures.appeals[Party.NOTIFIER]
    every = [author, notifier, figures.suspension_appeals]
    filled = {0: str(sum(appeals.total for appeals in every))}
    if identity.is_online_platform:
        taken = [each for appeals in every for each in appeals.hours]
        filled |= {
            1: str(sum(appeals.upheld for appeals in every)),
            2: "0",  # a decision holds or it does not
            3: str(sum(appeals.reversed for appeals in every)),
            4: hours(median_of(taken)),
            5: str(sum(appeals.omitted for appeals in every)),
            6: str(figures.newly_restricted),
        }
        filled |= _outcomes(7, author) | _outcomes(12, figures.suspension_appeals) | _outcomes(27, notifier)
        filled[44] = str(figures.suspended_for_illegal)
    return filled


def _outcomes(first: int, appeals: Appeals) -> Filled:
    values = [
        str(appeals.total),
        str(appeals.upheld),
        "0",
        str(appeals.reversed),
        hours(appeals.median_hours),
    ]
    return dict(enumerate(values, start=first))


def _automation(figures: YearFigures) -> Filled:
    """Accuracy stays blank: where a person takes every decision, there is none to measure."""
    full, none = Automation.FULL.value, Automation.NONE.value
    return {
        0: str(figures.by_automation[full]),
        1: str(figures.by_automation[none]),
        5: str(figures.own_by_automation[full]),
        6: str(figures.own_by_automation[none]),
        10: str(figures.notices.by_program),
        11: str(figures.notices.total - figures.notices.by_program),
    }


def _valued(rows: Rows, values: Filled) -> Rows:
    """Parts whose figures stand in the one column “Value”."""
    return [filled(row, {6: values[number]} if number in values else {}) for number, row in enumerate(rows)]


def _qualitative(rows: Rows, words: Sequence[str]) -> Rows:
    """The first rows bind everybody; the others, very large platforms."""
    return [[*row[:-1], words[number] if number < len(words) else ""] for number, row in enumerate(rows)]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _last_day(figures: YearFigures) -> str:
    return (figures.ends_at.date() - timedelta(days=1)).isoformat()
