"""The link of a mail: GET shows the comment and asks, POST decides. A program that opens links decides nothing."""

from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kawaraban.alerts.deciding_by_link import LinkClosed, decide_by_link
from kawaraban.alerts.link_states import LINK_ACTS, LinkState, link_state_now
from kawaraban.alerts.links import signed_link
from kawaraban.alerts.models import DecisionLink
from kawaraban.comments.actions.decide import AlreadyDecided
from kawaraban.doors.staff.link.page import grounds_for, link_view
from kawaraban.kit.clock import utc_now
from kawaraban.law.basis import Offence
from kawaraban.law.forms import GroundForm
from kawaraban.law.policy.reasons import NO_NEEDS, NO_REASONS
from kawaraban.people.second_factor import must_have_second_factor
from kawaraban.press.printing.methods import takes_form


@never_cache
@takes_form
def decide_link(request: HttpRequest, pk: int, mark: str) -> HttpResponse:
    """One comment, for the person to whom the mail went.

    Where that person's role must have a second factor, the link alone is not enough: they sign in first.
    """
    link = signed_link(pk, mark)
    if link is None:
        raise Http404
    if must_have_second_factor(link.user) and request.user != link.user:
        return redirect_to_login(request.path)
    if request.method != "POST":
        return _page(request, link, GroundForm(grounds=grounds_for(link)), status=HTTPStatus.OK)
    return _decide(request, link)


def _decide(request: HttpRequest, link: DecisionLink) -> HttpResponse:
    """Check, decide, and say what became of it. What was typed comes back where nothing was decided."""
    act = LINK_ACTS.get(request.POST.get("verdict", ""))
    if act is None:
        return HttpResponseBadRequest(_("This form is not complete. Open the link again."))
    is_asked = act.needs != NO_NEEDS
    form = GroundForm(request.POST if is_asked else None, grounds=grounds_for(link), needs=act.needs)
    # Somebody who comes too late is told that first: the form may be about words that are not there any more.
    is_open = link_state_now(link, now=utc_now()) is LinkState.OPEN
    if is_open and is_asked and not form.is_valid():
        return _page(request, link, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if is_open:
            reasons = form.reasons if is_asked else NO_REASONS
            decide_by_link(link_id=link.pk, act=act, reasons=reasons, now=utc_now())
            link.refresh_from_db()
            return _page(request, link, form, status=HTTPStatus.OK, done=True)
    except (LinkClosed, AlreadyDecided, PermissionDenied):
        link.refresh_from_db()  # the page says what became of it
    return _page(request, link, form, status=HTTPStatus.CONFLICT)


def _page(
    request: HttpRequest, link: DecisionLink, form: GroundForm, *, status: int, done: bool = False
) -> HttpResponse:
    context = {
        "link": link_view(link, now=utc_now()),
        "form": form,
        "grounds": tuple(form.named.values()),
        "offences": Offence.choices,
        "done": done,
        "person": link.user,
        "kept_note": request.POST.get("note", "").strip() if not done else "",
    }
    response = render(request, "staff/link/decide_link.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
