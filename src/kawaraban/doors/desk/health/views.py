"""The publisher's page of health: what is wrong and what to do, and trying again what did not leave."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.alerts.health.reports import ask_for_another_look
from kawaraban.alerts.health.undelivered import try_again
from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.health.page import SHOWN_AT_MOST, health_page
from kawaraban.kit.clock import utc_now
from kawaraban.law.outbox_standing import dismiss, retry, retry_one
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@desk_view("GET", Verb.EDIT_PAPER)
def page(request: HttpRequest, publisher: User) -> HttpResponse:
    """What the nodes found at their last look. Nothing is looked at for it."""
    values = {"page": health_page(now=utc_now()), "shown_at_most": SHOWN_AT_MOST}
    return render(request, "desk/health/health.html", values)


@desk_view("POST", Verb.EDIT_PAPER)
def look(request: HttpRequest, publisher: User) -> HttpResponse:
    """Ask every node for another look. Asked twice, it is made once."""
    ask_for_another_look(now=utc_now())
    messages.success(request, _("The paper checks itself again. Reload this page in a minute."))
    return _back()


@desk_view("POST", Verb.EDIT_PAPER)
def mail_again(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """One mail leaves now, as far as the server takes it."""
    _say(request, "mails", is_done=retry_one(pk, now=utc_now()))
    return _back("mails")


@desk_view("POST", Verb.EDIT_PAPER)
def all_mails_again(request: HttpRequest, publisher: User) -> HttpResponse:
    """Everything that failed."""
    count = retry(now=utc_now())
    told = ngettext("%(count)d mail is tried again.", "%(count)d mails are tried again.", count)
    messages.success(request, told % {"count": count}, extra_tags="mails")
    return _back("mails")


@desk_view("POST", Verb.EDIT_PAPER)
def dismiss_mails(request: HttpRequest, publisher: User) -> HttpResponse:
    """What was given up is not told of any more."""
    dismiss(now=utc_now())
    messages.success(request, _("They are no longer listed, and will not be sent."), extra_tags="mails")
    return _back("mails")


@desk_view("POST", Verb.MANAGE_HOOKS)
def delivery_again(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """One event is told to its hook now."""
    _say(request, "hooks", is_done=try_again(pk, now=utc_now()))
    return _back("hooks")


def _say(request: HttpRequest, part: str, *, is_done: bool) -> None:
    """In the part of the page to which the answer leads: at its top nobody would see it."""
    if is_done:
        messages.success(request, _("It is on its way again."), extra_tags=part)
    else:
        messages.info(request, _("It has left already, or is on its way."), extra_tags=part)


def _back(part: str = "") -> HttpResponse:
    anchor = f"#{part}" if part else ""
    return HttpResponseRedirect(f"{reverse('desk:health')}{anchor}", status=HTTPStatus.SEE_OTHER)
