"""The page "Reads" in the editor, for editors and publishers: all stories, one story, and both as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from kawaraban.kit.clock import utc_now
from kawaraban.people.permissions import Verb, require
from kawaraban.stories.editor.reads.csv_files import curve_file, stories_file
from kawaraban.stories.editor.reads.period import Period, asked_period
from kawaraban.stories.editor.reads.sheet import REASONS, curve, reads_sheet, story_sheet
from kawaraban.stories.keys import story_key
from kawaraban.stories.paper.paper import settings_of


def all_reads(request: HttpRequest) -> HttpResponse:
    """Totals, curves, why what was not counted, and the table of stories."""
    period = _period(request)
    context = {
        "sheet": reads_sheet(period, now=utc_now()),
        "period": period,
        "periods": _periods(),
        "headings": [label for _verdict, label, _words in REASONS],
    }
    return render(request, "stories/editor/reads.html", context)


def story_reads(request: HttpRequest, number: int) -> HttpResponse:
    """One story with its own curve."""
    period = _period(request)
    sheet = story_sheet(story_key(number), period)
    if sheet is None:
        raise Http404
    context = {"sheet": sheet, "period": period, "periods": _periods()}
    return render(request, "stories/editor/reads_story.html", context)


def stories_csv(request: HttpRequest) -> HttpResponse:
    """Every story of the period."""
    period = _period(request)
    return stories_file(reads_sheet(period, now=utc_now(), rows_count=None).rows, period)


def curve_csv(request: HttpRequest, number: int = 0) -> HttpResponse:
    """The curve of all stories, or of one."""
    period = _period(request)
    key = story_key(number) if number else ""
    name = key or ("hours" if period.is_hourly else "days")
    return curve_file(curve(period, story_key=key), period, name=name)


def _period(request: HttpRequest) -> Period:
    require(request.user, Verb.SEE_READS)
    return asked_period(request.GET, now=utc_now(), zone=settings_of(request).zone)


def _periods() -> list[tuple[str, str]]:
    return [("today", _("Today")), ("7", _("7 days")), ("30", _("30 days"))]


urlpatterns = [
    path("reads/", all_reads, name="kawaraban_reads"),
    path("reads/stories.csv", stories_csv, name="kawaraban_reads_stories_csv"),
    path("reads/curve.csv", curve_csv, name="kawaraban_reads_curve_csv"),
    path("reads/story-<int:number>/", story_reads, name="kawaraban_story_reads"),
    path("reads/story-<int:number>/curve.csv", curve_csv, name="kawaraban_story_reads_csv"),
]
