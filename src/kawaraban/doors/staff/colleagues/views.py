"""The publisher's page of colleagues: invite, change role and sections, close and open, a lost phone."""

from dataclasses import fields
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kawaraban.doors.staff.access import staff_page
from kawaraban.doors.staff.colleagues.forms import ColleagueForm, FirstPasswordForm, InviteForm
from kawaraban.kit.clock import utc_now
from kawaraban.law.record.staffing import (
    Details,
    change_colleague,
    close_account,
    invite,
    invite_again,
    open_account,
    set_password_by_link,
)
from kawaraban.law.record.staffing import take_factors as take_factors_away
from kawaraban.people.factors import has_second_factor, holders_of_a_factor
from kawaraban.people.invitations import invited
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb
from kawaraban.press.printing.methods import takes_form


@staff_page(Verb.MANAGE_STAFF, "GET", "POST")
def colleagues(request: HttpRequest, publisher: User) -> HttpResponse:
    """All of them; POST invites one more."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = invite(_details(form), name=form.cleaned_data["name"], person=publisher, now=utc_now())
        except ValidationError as refused:
            form.add_error(None, ValidationError(refused.messages))
        else:
            told = _("%(name)s is invited: the link is on its way to %(email)s.")
            messages.success(request, told % {"name": user.display_name, "email": user.email})
            return _back()
    people = list(User.objects.order_by("-is_active", "username"))
    context = {
        "people": people,
        "with_factor": holders_of_a_factor(people),
        "form": form,
        "staff_place": "staff",
    }
    return render(request, "staff/colleagues/colleagues.html", context, status=_status(form))


@staff_page(Verb.MANAGE_STAFF, "GET", "POST")
def colleague(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """One of them: role, sections, name, address."""
    user = get_object_or_404(User, pk=pk)
    initial = {
        "display_name": user.first_name,
        "email": user.email,
        "role": user.role,
        "sections": ", ".join(user.sections),
        "language": user.language,
    }
    form = ColleagueForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            user = change_colleague(_details(form), user_id=pk, person=publisher, now=utc_now())
        except ValidationError as refused:
            form.add_error(None, ValidationError(refused.messages))
        else:
            messages.success(request, _("%(name)s: saved.") % {"name": user.display_name})
            return _back()
    context = {
        "person": user,
        "has_factor": has_second_factor(user),
        "form": form,
        "staff_place": "staff",
    }
    return render(request, "staff/colleagues/colleague.html", context, status=_status(form))


@staff_page(Verb.MANAGE_STAFF, "POST")
def disable(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """Close the account and end its sessions."""
    user = get_object_or_404(User, pk=pk)
    try:
        close_account(user_id=pk, person=publisher, now=utc_now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("%(name)s can no longer sign in.") % {"name": user.display_name})
    return _back()


@staff_page(Verb.MANAGE_STAFF, "POST")
def enable(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """Open a closed account again."""
    user = open_account(user_id=get_object_or_404(User, pk=pk).pk, person=publisher, now=utc_now())
    messages.success(request, _("%(name)s can sign in again.") % {"name": user.display_name})
    return _back()


@staff_page(Verb.MANAGE_STAFF, "POST")
def take_factors(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """For a lost phone: the second factor goes, and every session ends."""
    user = get_object_or_404(User, pk=pk)
    take_factors_away(user_id=pk, person=publisher, now=utc_now())
    told = _("%(name)s signs in with the password alone until a new second factor is set up.")
    messages.success(request, told % {"name": user.display_name})
    return _back()


@staff_page(Verb.MANAGE_STAFF, "POST")
def another_link(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """Another link to somebody who has no password yet, or has lost it."""
    user = get_object_or_404(User.objects.exclude(email="").filter(is_active=True), pk=pk)
    invite_again(user=user, person=publisher, now=utc_now())
    messages.success(request, _("A new link is on its way to %(email)s.") % {"email": user.email})
    return _back()


@never_cache
@takes_form
def join(request: HttpRequest, user_id: int, ends_at: int, mark: str) -> HttpResponse:
    """The link of an invitation: the first password."""
    user = invited(user_id=user_id, ends_at=ends_at, mark=mark, now=utc_now())
    if user is None:
        return render(request, "staff/colleagues/join.html", status=HTTPStatus.GONE)
    form = FirstPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        set_password_by_link(user=user, password=form.cleaned_data["password1"], now=utc_now())
        messages.success(request, _("The password is set. Sign in with it."))
        return HttpResponseRedirect(reverse("desk:sign_in"))
    response = render(
        request, "staff/colleagues/join.html", {"person": user, "form": form}, status=_status(form)
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _details(form: ColleagueForm) -> Details:
    """What the form says of a person; the name at the sign-in is not among it."""
    return Details(**{field.name: form.cleaned_data[field.name] for field in fields(Details)})


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:staff"), status=HTTPStatus.SEE_OTHER)


def _status(form: ColleagueForm | FirstPasswordForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
