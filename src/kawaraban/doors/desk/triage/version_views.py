"""What the publisher does with what the desk taught: learn all of it anew, go back to what was before."""

import threading
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.triage.versions import refusal_words
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb
from kawaraban.triage.models import SiteVersion
from kawaraban.triage.taught import published

# It takes some seconds of one processor: a second one at the same time would only make the first one slower.
_is_learning = threading.Lock()


@desk_view("POST", Verb.EDIT_PAPER)
def retrain(request: HttpRequest, publisher: User) -> HttpResponse:
    """Learn all lessons anew, now; say what came of it."""
    if not _is_learning.acquire(blocking=False):
        messages.error(request, _("It is being retrained already. Load this page again in a moment."))
        return _back()
    try:
        version = published.retrain(now=utc_now(), person=publisher)
    finally:
        _is_learning.release()
    if version is None:
        messages.error(request, _("There is too little to learn from: it takes comments of both kinds."))
    elif version.was_published:
        messages.success(request, _("The version %(code)s is in use.") % {"code": version.digest[:12]})
    else:
        why = {"why": refusal_words(version)}
        messages.error(request, _("What was learnt is not put to use: %(why)s. What is in use stays.") % why)
    return _back()


@desk_view("POST", Verb.EDIT_PAPER)
def back(request: HttpRequest, publisher: User) -> HttpResponse:
    """Use an earlier version (`version` in the form is its digest), or the base model alone without one."""
    digest = request.POST.get("version", "")
    chosen = SiteVersion.objects.defer("weights")
    version = get_object_or_404(chosen, digest=digest) if digest else None
    try:
        published.go_back(to=version, person=publisher, now=utc_now())
    except published.NotInTheList:
        messages.error(request, _("That version cannot be used any more."))
    else:
        messages.success(
            request, _("It is in use again. What your desk decides from now on is learnt on top of it.")
        )
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:triage"), status=HTTPStatus.SEE_OTHER)
