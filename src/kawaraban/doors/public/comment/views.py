"""The addresses of single comments: the permanent link, and the page to answer on without JavaScript."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from kawaraban.comments.models import Comment, Status
from kawaraban.comments.thread.shown_comments import anchor_of
from kawaraban.comments.thread.slices import page_of, thread_page_url
from kawaraban.doors.public.answering import page, private
from kawaraban.doors.public.form.page import reply_context

# These were on the page once, or may have been: their address answers "gone" and not "never heard of it".
GONE = frozenset({Status.WITHDRAWN, Status.WITHHELD, Status.ERASED})


def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """302 to where it stands now in its thread. What is not approved does not exist here: 404, or 410."""
    found = Comment.objects.select_related("thread").filter(public_id=public_id).first()
    if found is None or found.status not in GONE | {Status.APPROVED}:
        raise Http404
    if found.status in GONE:
        return private(page(request, "public/gone.html", {}, language=found.thread.language, status=410))
    url = thread_page_url(found.thread, page_of(found))
    return private(HttpResponseRedirect(f"{url}#{anchor_of(found)}"))


def reply(request: HttpRequest, public_id: str) -> HttpResponse:
    """The comment, and under it the form to answer it with."""
    context = reply_context(public_id)
    if context is None or context.parent is None:
        raise Http404
    values = {"page": context, "thread": context.thread, "parent": context.parent}
    return private(page(request, "public/reply.html", values, language=context.language))
