"""The report of one year at the desk: what was published, what would change, and publishing it."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.record.report.forms import YearlyReportForm
from kawaraban.doors.desk.record.report.words import OBSTACLES, UNSEEN
from kawaraban.kit.clock import utc_now
from kawaraban.law.dsa.packing import zipped
from kawaraban.law.dsa.publishing import (
    NotPublishable,
    Obstacle,
    ReportDraft,
    draft_report,
    freeze_published,
    publish_report,
)
from kawaraban.law.dsa.versions import versions_of
from kawaraban.law.dsa.year_counts import years_recorded
from kawaraban.law.dsa.yearly_report import Publication, yearly_files
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb

# They are said where they belong: beside the changes, at the field, or nowhere before somebody publishes.
_NOT_AHEAD = frozenset({Obstacle.NOTHING_CHANGED, Obstacle.NOT_KEPT, Obstacle.HAD_ORDERS})
_AT_FIELD = {Obstacle.NO_REASON: "reason", Obstacle.HAD_ORDERS: "had_no_orders"}


@desk_view("GET", Verb.EXPORT_RECORD)
def report(request: HttpRequest, publisher: User, year: int) -> HttpResponse:
    """What was published of this year, and what would change."""
    return _page(request, year)


@desk_view("POST", Verb.EXPORT_RECORD)
def publish(request: HttpRequest, publisher: User) -> HttpResponse:
    """Publish the report of a year that is over; with `look`, show only what would change.

    A new version is published as it was seen: where anything differs by now the page is shown again.
    """
    year = _year_in(request.POST.get("year", ""))
    now = utc_now()
    freeze_published(zone=timezone.get_current_timezone(), now=now)
    draft = _draft(year, had_no_orders="had_no_orders" in request.POST, now=now)
    form = YearlyReportForm(request.POST, is_first=draft.after == 0)
    if "look" in request.POST:
        looked = YearlyReportForm(initial=request.POST.dict(), is_first=draft.after == 0)
        return _page(request, year, form=looked, draft=draft)
    if not form.is_valid():
        return _page(request, year, form=form, draft=draft)
    try:
        if draft.after and not draft.obstacles and form.cleaned_data["seen"] != draft.fingerprint:
            form.add_error(None, UNSEEN)
            return _page(request, year, form=form, draft=draft)
        publish_report(draft, reason=form.cleaned_data["reason"], person=publisher, now=now)
    except NotPublishable as refused:
        form.add_error(_AT_FIELD.get(refused.obstacle), str(OBSTACLES[refused.obstacle]))
        return _page(request, year, form=form, draft=draft)
    messages.success(request, _("The report of %(year)d is published.") % {"year": year})
    return redirect("desk:report", year)


@desk_view("GET", Verb.EXPORT_RECORD)
def files(request: HttpRequest, publisher: User) -> HttpResponse:
    """The files of a year as they are now, published or not: `?year=2026`."""
    asked = _year_in(request.GET.get("year", ""))
    year = asked if 2020 <= asked <= 2100 else timezone.localdate().year
    made = yearly_files(year, zone=timezone.get_current_timezone(), now=utc_now())
    content = zipped(made.files, at=made.published_on or timezone.localdate())
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="transparency-{year}-draft.zip"'
    return response


def _year_in(text: str) -> int:
    """Of four digits; 0 where it is no year."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else 0


def _draft(year: int, *, had_no_orders: bool, now: datetime) -> ReportDraft:
    zone = timezone.get_current_timezone()
    if year not in years_recorded(zone=zone, now=now):
        raise Http404
    publication = Publication(timezone.localdate(now), had_no_orders)
    return draft_report(year, publication, zone=zone, now=now)


def _page(
    request: HttpRequest, year: int, *, form: YearlyReportForm | None = None, draft: ReportDraft | None = None
) -> HttpResponse:
    """The page; with 422 where the form could not be followed."""
    versions = versions_of(year)
    had_no_orders = bool(versions and versions[0].had_no_orders)
    shown = draft or _draft(year, had_no_orders=had_no_orders, now=utc_now())
    ahead = [obstacle for obstacle in shown.obstacles if obstacle not in _NOT_AHEAD]
    initial = {"had_no_orders": had_no_orders}
    context: dict[str, Any] = {
        "place": "records",
        "year": year,
        "draft": shown,
        "versions": versions,
        "obstacles": [OBSTACLES[obstacle] for obstacle in ahead],
        "is_over": Obstacle.NOT_OVER not in ahead,
        "changes_nothing": Obstacle.NOTHING_CHANGED in shown.obstacles,
        "form": form or YearlyReportForm(initial=initial, is_first=not versions),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, "desk/record/report/report.html", context, status=status)
