"""The figures of the desk, as a page and as a file."""

import csv
import io
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.figures.day_counts import MOST_DAYS
from kawaraban.doors.desk.figures.figures import figures
from kawaraban.doors.desk.figures.page import figures_page
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb

_DEFAULT_DAYS = 30
# The names stand in spreadsheets that people keep: they are frozen.
_COLUMNS = (
    "day",
    "approved",
    "not_published",
    "sent_back",
    "withheld",
    "shown_again",
    "answered_again",
    "taken_back",
    "median_seconds",
    "p90_seconds",
)


@desk_view("GET", Verb.SEE_FIGURES)
def page(request: HttpRequest, moderator: User) -> HttpResponse:
    """Today and the days before it."""
    shown = figures_page(days=_days(request), today=timezone.localdate(utc_now()))
    return render(request, "desk/figures/figures.html", {"page": shown})


@desk_view("GET", Verb.SEE_FIGURES)
def as_csv(request: HttpRequest, moderator: User) -> HttpResponse:
    """The same days, one in a line, the first first."""
    today = timezone.localdate(utc_now())
    first_on = today - timedelta(days=_days(request) - 1)
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(_COLUMNS)
    for day in figures(first_on=first_on, last_on=today).days:
        seconds = ["" if value is None else value for value in (day.median_seconds, day.p90_seconds)]
        decided = (day.approved, day.rejected, day.returned, day.withheld, day.reopened, day.answered)
        writer.writerow([day.day.isoformat(), *decided, day.taken_back, *seconds])
    response = HttpResponse(lines.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="desk-{first_on}-{today}.csv"'
    return response


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return min(MOST_DAYS, max(1, int(asked))) if asked.isdecimal() and len(asked) < 5 else _DEFAULT_DAYS
