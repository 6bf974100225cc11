"""The link of a mail: GET shows the comment and asks, POST decides. A program that opens links decides nothing."""

from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kawaraban.alerts.links import signed_link
from kawaraban.comments.actions.decide import AlreadyDecided
from kawaraban.doors.staff.actions import LinkClosed, decide_by_link
from kawaraban.doors.staff.forms_alerts import LinkForm
from kawaraban.doors.staff.link_context import LinkState, link_view
from kawaraban.kit.clock import utc_now
from kawaraban.people.second_factor import must_have_second_factor


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide_link(request: HttpRequest, pk: int, mark: str) -> HttpResponse:
    """One comment, for the person to whom the mail went.

    Where that person's role must have a second factor, the link alone is not enough: they sign in first.
    """
    link = signed_link(pk, mark)
    if link is None:
        raise Http404
    if must_have_second_factor(link.user) and request.user != link.user:
        return redirect_to_login(request.path)
    form = LinkForm(request.POST or None)
    done = False
    if request.method == "POST" and form.is_valid():
        try:
            decide_by_link(link_id=link.pk, **form.cleaned_data, now=utc_now())
            done = True
        except (LinkClosed, AlreadyDecided):
            pass  # the page says what became of it
        link.refresh_from_db()
    view = link_view(link, now=utc_now())
    context = {"link": view, "form": form, "done": done, "person": link.user}
    response = render(
        request, "staff/decide_link.html", context, status=_status(request, form, view.state, done)
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _status(request: HttpRequest, form: LinkForm, state: LinkState, done: bool) -> int:  # noqa: FBT001
    if request.method != "POST" or done:
        return HTTPStatus.OK
    return HTTPStatus.UNPROCESSABLE_ENTITY if state is LinkState.OPEN and form.errors else HTTPStatus.CONFLICT
