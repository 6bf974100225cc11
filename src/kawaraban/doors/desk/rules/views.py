"""The publisher's page of rules for the desk."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.judged.forms import DeskRulesForm
from kawaraban.doors.desk.rules.capacity import capacity
from kawaraban.doors.desk.rules.closing import full_reason
from kawaraban.doors.desk.rules.rules import change_desk_rules, desk_rules
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@desk_view("BOTH", Verb.EDIT_PAPER)
def rules(request: HttpRequest, publisher: User) -> HttpResponse:
    """The rules as they are, or those of the form."""
    now = utc_now()
    there = desk_rules()
    form = DeskRulesForm(request.POST or None, instance=there)
    if request.method == "POST" and form.is_valid():
        change_desk_rules(form.instance, person=publisher, now=now)
        return HttpResponseRedirect(f"{reverse('desk:rules')}?kept=1", status=HTTPStatus.SEE_OTHER)
    values = {
        "form": form,
        "work": capacity(),
        "full_since": there.full_since,
        "default_reason": full_reason(desk_rules()),
        "is_kept": "kept" in request.GET,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "desk/rules/rules.html", values, status=status)
