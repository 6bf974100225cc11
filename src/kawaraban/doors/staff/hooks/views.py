"""The publisher's page of hooks: make, change, test, see what was sent, send again."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kawaraban.alerts.delivering import MOST_ATTEMPTS
from kawaraban.alerts.hooks import change_hook, deliver_again, make_hook, ping, remove_hook
from kawaraban.alerts.models import Delivery, Hook
from kawaraban.doors.staff.access import staff_page
from kawaraban.doors.staff.hooks.forms import HookChangeForm, HookForm
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb

_DELIVERIES_SHOWN = 50


@staff_page(Verb.MANAGE_HOOKS, "GET", "POST")
def hooks(request: HttpRequest, publisher: User) -> HttpResponse:
    """All of them; POST makes one more and shows its secret, this once."""
    form, secret = HookForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _hook, secret = make_hook(**form.cleaned_data, now=utc_now())
            form = HookForm()
        except ValidationError as refused:
            form.add_error(None, ValidationError(refused.messages))
    rows = Hook.objects.order_by("pk").annotate(
        dead_count=Count("deliveries", filter=Q(deliveries__dead_at__isnull=False)),
        waiting_count=Count(
            "deliveries",
            filter=Q(deliveries__dead_at__isnull=True, deliveries__delivered_at__isnull=True),
        ),
    )
    context = {"hooks": rows, "form": form, "secret": secret, "staff_place": "hooks"}
    return render(request, "staff/hooks/hooks.html", context, status=_status(form))


@staff_page(Verb.MANAGE_HOOKS, "GET", "POST")
def hook(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """One of them: address, events, on or off, and its last deliveries with every try."""
    row = get_object_or_404(Hook, pk=pk)
    initial = {"address": row.address, "events": row.events, "is_on": row.is_on}
    form = HookChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_hook(hook=row, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, ValidationError(refused.messages))
        else:
            messages.success(request, _("Saved."))
            return _to(row)
    deliveries = row.deliveries.prefetch_related("attempts").order_by("-pk")[:_DELIVERIES_SHOWN]
    context = {
        "hook": row,
        "deliveries": deliveries,
        "most_attempts": MOST_ATTEMPTS,
        "form": form,
        "staff_place": "hooks",
    }
    return render(request, "staff/hooks/hook.html", context, status=_status(form))


@staff_page(Verb.MANAGE_HOOKS, "POST")
def test_hook(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """Put a ping on its way."""
    row = get_object_or_404(Hook, pk=pk)
    ping(row, now=utc_now())
    messages.success(request, _("A test is on its way. Load this page again to see what came of it."))
    return _to(row)


@staff_page(Verb.MANAGE_HOOKS, "POST")
def remove(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """Hook, deliveries and log go."""
    remove_hook(get_object_or_404(Hook, pk=pk))
    messages.success(request, _("The hook is removed."))
    return HttpResponseRedirect(reverse("staff:hooks"), status=HTTPStatus.SEE_OTHER)


@staff_page(Verb.MANAGE_HOOKS, "POST")
def again(request: HttpRequest, publisher: User, pk: int, delivery: int) -> HttpResponse:
    """Send one delivery once more."""
    row = get_object_or_404(Delivery.objects.select_related("hook"), pk=delivery, hook_id=pk)
    deliver_again(row, now=utc_now())
    messages.success(request, _("It is on its way again."))
    return _to(row.hook)


def _to(row: Hook) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:hook", args=[row.pk]), status=HTTPStatus.SEE_OTHER)


def _status(form: HookForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
