"""The page of reads as files for a spreadsheet.

UTF-8 with a byte order mark: without it the most used spreadsheet reads Turkish and Japanese headlines as
something else; programs that read CSV skip it with `utf-8-sig`. Heads are English and fixed: files of two
editors, or of two years, can be joined. A cell that a spreadsheet would take for a formula gets an
apostrophe before it (OWASP, CSV injection): a headline may come over a wire and must not run anything.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.http import HttpResponse

from kawaraban.stories.editor.reads.period import Period
from kawaraban.stories.editor.reads.sheet import REASONS, StoryRow

# The wide ones are the same to a spreadsheet that speaks Japanese.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BYTE_ORDER_MARK = "\ufeff"


def stories_file(rows: Iterable[StoryRow], period: Period) -> HttpResponse:
    """One line for each story that was read or not counted in the period."""
    reasons = [f"not_counted_{verdict.value}" for verdict, _label, _words in REASONS]
    head = ["story", "headline", "address", "published_at", "reads", "daily_readers", "comments", *reasons]
    lines = (
        [
            row.key,
            row.headline,
            row.url,
            row.published_at.astimezone(period.zone).isoformat(timespec="minutes")
            if row.published_at
            else "",
            row.reads,
            row.daily_readers,
            row.comments,
            *row.filtered,
        ]
        for row in rows
    )
    return _file("stories", period, head, lines)


def curve_file(points: Iterable[tuple[datetime | date, int]], period: Period, *, name: str) -> HttpResponse:
    """One line for each hour or day, with its offset from UTC."""
    return _file(name, period, ["from", "reads"], ([at.isoformat(), reads] for at, reads in points))


def _file(name: str, period: Period, head: Sequence[str], lines: Iterable[Sequence[object]]) -> HttpResponse:
    answer = HttpResponse(_BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    file_name = f"reads-{name}-{period.first_on}-{period.last_on}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    writer = csv.writer(answer)
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return answer


def harmless(cell: object) -> object:
    """The cell, as text that no spreadsheet computes. Numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" \u00a0\u3000").startswith(_FORMULA):
        return f"'{cell}"
    return cell
