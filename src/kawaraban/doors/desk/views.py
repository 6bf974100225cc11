"""Reading at the desk: the lanes, one card, the list beside it, and what has arrived meanwhile."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from kawaraban.comments.models import Comment
from kawaraban.doors.desk.access import comment_for, desk_view, wants_fragment
from kawaraban.doors.desk.answers import desk_page, opened
from kawaraban.doors.desk.capacity import tally
from kawaraban.doors.desk.lanes import WAITING, lane_named, lane_of
from kawaraban.doors.desk.messages import MessageView, decided_message
from kawaraban.doors.desk.queue_context import queue_view
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Decision
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, in_sections, sections_of


@desk_view("GET")
def lane(request: HttpRequest, moderator: User, code: str) -> HttpResponse:
    """A lane's list and the first card of it; `?after=` goes on behind that comment."""
    shown = lane_named(code).within(sections_of(moderator))
    after = _named(moderator, request.GET.get("after", ""))
    if after and wants_fragment(request):
        queue = queue_view(shown, now=utc_now(), after=after)
        return render(request, "desk/rows.html", {"queue": queue})
    rows = shown.after(after) if after else shown.comments()
    first = rows.select_related("thread", "parent").first()
    return desk_page(request, shown, first, after=after, message=_message(request, moderator))


@desk_view("GET", Verb.SEE_COMMENT)
def card(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """One comment, in any status."""
    comment = comment_for(moderator, Verb.SEE_COMMENT, public_id)
    return opened(request, comment, _message(request, moderator))


@desk_view("GET", Verb.SEE_COMMENT)
def around(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """The list around one comment, for the script."""
    comment = comment_for(moderator, Verb.SEE_COMMENT, public_id)
    queue = queue_view(lane_of(comment).within(sections_of(moderator)), now=utc_now(), at=comment)
    return render(
        request, "desk/list_parts.html", {"queue": queue, "state": queue.state, "current": public_id}
    )


@desk_view("GET")
def arrivals(request: HttpRequest, moderator: User) -> JsonResponse:
    """How many comments have come since the newest one that the page knows."""
    known = _named(moderator, request.GET.get("after", ""))
    waiting = WAITING.within(sections_of(moderator))
    new = tally(waiting.after(known) if known else waiting.comments())
    label = ngettext("%(number)s new comment", "%(number)s new comments", new.number) % {"number": new.words}
    return JsonResponse({"new": new.number, "label": label})


def _named(moderator: User, public_id: str) -> Comment | None:
    """The comment, when there is one that this person may see."""
    rows = in_sections(Comment.objects.filter(public_id=public_id), moderator, "thread__section")
    return rows.first() if public_id else None


def _message(request: HttpRequest, moderator: User) -> MessageView | None:
    """What the moderator did on the page before, when the address names it."""
    try:
        done = UUID(request.GET.get("done", ""))
    except ValueError:
        return None
    decision = Decision.objects.filter(pk=done, moderator=moderator).first()
    comment = _named(moderator, decision.subject.removeprefix("comment:")) if decision else None
    return decided_message(decision, comment, now=utc_now()) if decision and comment else None
