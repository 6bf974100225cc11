"""When one wants to be told by mail that comments wait."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kawaraban.alerts.models import DigestWish
from kawaraban.alerts.wishes import keep_wish
from kawaraban.doors.staff.access import staff_page
from kawaraban.doors.staff.digest.forms import DigestForm
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@staff_page(Verb.OPEN_DESK, "GET", "POST")
def digest(request: HttpRequest, person: User) -> HttpResponse:
    """Times of day, and what is an alarm. Everything empty is no mail at all."""
    wish = DigestWish.objects.filter(user=person).first()
    initial = (
        {
            "times": ", ".join(wish.times),
            "more_than": wish.more_than,
            "longer_than_hours": wish.longer_than_hours,
        }
        if wish
        else {}
    )
    form = DigestForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        keep_wish(user=person, **form.cleaned_data, now=utc_now())
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("staff:digest"), status=HTTPStatus.SEE_OTHER)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "staff_place": "digest"}
    return render(request, "staff/digest/digest.html", context, status=status)
