"""Many comments at once: the page that shows what would happen, the asking, and the job that does it.

The pages are open to the whole desk; what somebody may do is asked for each comment, in its section.
"""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.bulk.acts import bulk_act
from kawaraban.doors.desk.bulk.jobs import ask, take_back_job
from kawaraban.doors.desk.bulk.page import bulk_page, job_view, latest_jobs
from kawaraban.doors.desk.bulk.said import Wrong, missing, said_in
from kawaraban.doors.desk.bulk.selection import plan_of, selection_of
from kawaraban.doors.desk.models import BulkJob
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.permissions import sections_of


@desk_view("BOTH")
def bulk(request: HttpRequest, moderator: User) -> HttpResponse:
    """GET shows what an act would do to the chosen comments; POST asks for it."""
    now = utc_now()
    fields = request.POST if request.method == "POST" else request.GET
    selection = selection_of(fields, moderator=moderator, now=now)
    act = bulk_act(fields.get("act", ""))
    plan = plan_of(selection, act=act, now=now) if act else None
    said = said_in(fields)
    errors: tuple[Wrong, ...] = ()
    if request.method == "POST" and act and plan:
        errors = missing(said, act=act, has_any=bool(plan.to_do), now=now)
        if not errors:
            job = ask(plan, said, person=moderator, now=now)
            return HttpResponseRedirect(
                reverse("desk:bulk_job", args=[job.public_id]), status=HTTPStatus.SEE_OTHER
            )
    page = bulk_page(selection, plan, now=now, said=said, errors=errors)
    values = {"page": page, "jobs": () if page.chosen.number else latest_jobs(now=now)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "desk/bulk/bulk.html", values, status=status)


@desk_view("GET")
def job(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """How far it is; the script asks again and again, without it a button does."""
    found = get_object_or_404(BulkJob.objects.select_related("person"), public_id=public_id)
    return render(request, "desk/bulk/job.html", {"job": job_view(found, now=utc_now())})


@desk_view("GET")
def job_state(request: HttpRequest, moderator: User, public_id: str) -> JsonResponse:
    """The same as numbers."""
    found = get_object_or_404(BulkJob.objects.select_related("person"), public_id=public_id)
    view = job_view(found, now=utc_now())
    said = {"looked_at": view.looked_at, "total": view.total, "words": view.words}
    return JsonResponse({**said, "is_running": view.is_running})


@desk_view("POST")
def job_undo(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Stop it, and take back what it has done."""
    found = get_object_or_404(BulkJob.objects.select_related("person"), public_id=public_id)
    if found.person != moderator and sections_of(moderator) is not None:
        # It may reach into sections that are not theirs.
        raise PermissionDenied
    if take_back_job(found, now=utc_now()):
        return HttpResponseRedirect(reverse("desk:bulk_job", args=[public_id]), status=HTTPStatus.SEE_OTHER)
    values = {"job": job_view(found, now=utc_now()), "is_too_late": True}
    return render(request, "desk/bulk/job.html", values, status=HTTPStatus.CONFLICT)
