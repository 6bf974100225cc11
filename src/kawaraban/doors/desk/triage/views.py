"""The publisher's page of triage: what is in use, how it agrees with the desk, and its switches."""

from dataclasses import replace
from datetime import date, timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.figures.assessed import assessed_days
from kawaraban.doors.desk.figures.day_counts import MOST_DAYS
from kawaraban.doors.desk.triage.fairness import fairness_of
from kawaraban.doors.desk.triage.fairness_words import fairness_words
from kawaraban.doors.desk.triage.forms import TriageForm, form_of
from kawaraban.doors.desk.triage.nudges import nudge_part
from kawaraban.doors.desk.triage.page import DEFAULT_DAYS, agreement_part
from kawaraban.doors.desk.triage.sample_words import limits_words
from kawaraban.doors.desk.triage.table import agreement_csv
from kawaraban.doors.desk.triage.versions import in_use, versions_part
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb
from kawaraban.triage.taught.rules import change_rules, rules


@desk_view("GET", Verb.EDIT_PAPER)
def page(request: HttpRequest, publisher: User) -> HttpResponse:
    """Everything about triage; `?days=90` says of which time."""
    return _page(request, form_of(rules()))


@desk_view("POST", Verb.EDIT_PAPER)
def settings(request: HttpRequest, publisher: User) -> HttpResponse:
    """Keep the switches of the form."""
    form = TriageForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, form)
    change_rules(form.switches, person=publisher, now=utc_now())
    messages.success(request, _("The rules are kept."))
    return _back()


@desk_view("POST", Verb.EDIT_PAPER)
def switch(request: HttpRequest, publisher: User) -> HttpResponse:
    """Turn the model on or off at once; the other switches stay."""
    is_on = request.POST.get("is_on") == "1"
    change_rules(replace(rules(), is_on=is_on), person=publisher, now=utc_now())
    messages.success(
        request, _("Triage is on.") if is_on else _("Triage is off. Comments wait as they did before.")
    )
    return _back()


@desk_view("GET", Verb.EDIT_PAPER)
def as_csv(request: HttpRequest, publisher: User) -> HttpResponse:
    """Agreement day by day, the first first."""
    first_on, today = _span(request)
    response = HttpResponse(
        agreement_csv(assessed_days(first_on, today)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="triage-{first_on}-{today}.csv"'
    return response


def _page(request: HttpRequest, form: TriageForm) -> HttpResponse:
    first_on, today = _span(request)
    taught, kept = in_use(), rules()
    values = {
        "form": form,
        "rules": kept,
        "versions": versions_part(taught, kept) if taught else None,
        "agreement": agreement_part(days=(today - first_on).days + 1, today=today),
        "fairness": fairness_words(fairness_of(taught)) if taught else None,
        "nudges": nudge_part(since=first_on),
        "limits": limits_words(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "desk/triage/triage.html", values, status=status)


def _span(request: HttpRequest) -> tuple[date, date]:
    asked, today = request.GET.get("days", ""), timezone.localdate(utc_now())
    days = min(MOST_DAYS, max(1, int(asked))) if asked.isdecimal() and len(asked) < 5 else DEFAULT_DAYS
    return today - timedelta(days=days - 1), today


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:triage"), status=HTTPStatus.SEE_OTHER)
