"""Reading at the desk: the lanes, one card, the list beside it, what has arrived meanwhile, and the search."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.comments.models import Comment, public_id_of
from kawaraban.comments.need import FIRST_THINGS, ahead_of_all
from kawaraban.doors.desk.access import comment_for, desk_view, wants_fragment
from kawaraban.doors.desk.lane.claims import held_by_others
from kawaraban.doors.desk.lane.lanes import ALL, APPEALS, REPORTS, WAITING, Lane, lane_named, lane_of
from kawaraban.doors.desk.lane.moment_in import moment_in
from kawaraban.doors.desk.lane.neighbours import first_of
from kawaraban.doors.desk.lane.order import OLDEST
from kawaraban.doors.desk.lane.scope import visible_to
from kawaraban.doors.desk.lane.walk import Walk, walk_of
from kawaraban.doors.desk.list.filters import filter_view
from kawaraban.doors.desk.list.queue import count_at_leisure, desk_state, queue_view
from kawaraban.doors.desk.rules.capacity import Tally, tally
from kawaraban.doors.desk.screen.answers import desk_page, opened
from kawaraban.doors.desk.screen.sentences import MessageView, decided_message
from kawaraban.doors.desk.search.pasted import pasted
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Decision
from kawaraban.look.words import number
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@desk_view("GET")
def lane(request: HttpRequest, moderator: User, code: str) -> HttpResponse:
    """A lane's list and the first card of it; `?after=` goes on behind that comment."""
    walk = walk_of(request.GET.dict(), lane=lane_named(code), moderator=moderator)
    now = utc_now()
    after = _named(moderator, request.GET.get("after", ""))
    if after and wants_fragment(request):
        queue = queue_view(walk, now=now, after=after)
        return render(request, "desk/list/rows.html", {"queue": queue, "walk": walk})
    held = walk.held_by_others(now)
    rows = walk.after(after).exclude(pk__in=held) if after else None
    first = (
        rows.select_related("thread", "parent", "triage").first()
        if rows is not None
        else first_of(walk, without=held)
    )
    return desk_page(request, walk, first, after=after, message=_message(request, moderator), now=now)


@desk_view("GET", Verb.SEE_COMMENT)
def card(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """One comment, in any status."""
    comment = comment_for(moderator, Verb.SEE_COMMENT, public_id)
    return opened(request, comment, card_walk(request, moderator, comment), _message(request, moderator))


@desk_view("GET", Verb.SEE_COMMENT)
def around(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """The list around one comment, for the script."""
    comment = comment_for(moderator, Verb.SEE_COMMENT, public_id)
    walk = card_walk(request, moderator, comment)
    values: dict[str, Any] = {
        "queue": queue_view(walk, now=utc_now(), at=comment),
        "walk": walk,
        "state": desk_state(walk),
        "current": public_id,
        "filters": filter_view(walk),
    }
    return render(request, "desk/list/list_parts.html", values)


@desk_view("GET")
def arrivals(request: HttpRequest, moderator: User) -> JsonResponse:
    """How many comments have come since the newest one that the page knows, and what colleagues read now.

    The desk asks every few seconds: the time in which the numbers of the finished lanes are counted.
    """
    known = _named(moderator, request.GET.get("after", ""))
    waiting = visible_to(moderator, WAITING.comments())
    new = tally(OLDEST.after(waiting, known) if known else waiting)
    since = moment_in(request.GET.get("since", ""))
    reported, appealed = (_new_matters(moderator, lane, since) for lane in (REPORTS, APPEALS))
    label = arrived_words(new, reported, appealed)
    held = held_by_others(moderator, now=utc_now())
    named = dict(visible_to(moderator, Comment.objects.filter(pk__in=held)).values_list("pk", "public_id"))
    readers = {named[pk]: reading_words(name) for pk, name in held.items() if pk in named}
    count_at_leisure(moderator)
    arrived = new.number + reported + appealed
    return JsonResponse({"new": arrived, "label": label, "readers": readers})


@desk_view("GET")
def find(request: HttpRequest, moderator: User) -> HttpResponse:
    """A search: an address of a comment or a story opens it, all else is looked for in all comments."""
    words = request.GET.get("q", "")
    target = pasted(words)
    if target and target.comment:
        return HttpResponseRedirect(reverse("desk:card", args=[target.comment.public_id]))
    query = {"story": target.thread.pk} if target and target.thread else {"q": words}
    return HttpResponseRedirect(f"{reverse(f'desk:{ALL.code}')}?{urlencode(query)}")


def arrived_words(comments: Tally, reported: int, appealed: int) -> str:
    """What has come: "3 new comments · 1 new report"."""
    parts = [
        (
            comments.number,
            comments.words,
            ngettext("%(number)s new comment", "%(number)s new comments", comments.number),
        ),
        (reported, number(reported), ngettext("%(number)s new report", "%(number)s new reports", reported)),
        (appealed, number(appealed), ngettext("%(number)s new appeal", "%(number)s new appeals", appealed)),
    ]
    return " · ".join(label % {"number": words} for count, words, label in parts if count)


def reading_words(name: str) -> str:
    """Who reads a comment just now."""
    return _("%(name)s is reading this") % {"name": name}


def card_walk(request: HttpRequest, moderator: User, comment: Comment) -> Walk:
    """The walk on which this card lies, by the address; without one, the lane of its status."""
    return walk_of(request.GET.dict(), lane=lane_of(comment), moderator=moderator)


def _named(moderator: User, public_id: str) -> Comment | None:
    """The comment, when there is one that this person may see."""
    rows = visible_to(moderator, Comment.objects.filter(public_id=public_id))
    return rows.first() if public_id else None


def _new_matters(moderator: User, lane: Lane, since: datetime | None) -> int:
    """How many comments have come into a lane of matters since then. One query along its index."""
    if since is None:
        return 0
    came = Q(**{f"{lane.since}__gt": since})
    if lane is REPORTS:
        # What is urgent is sorted by another moment.
        came |= Q(reported_at__gt=ahead_of_all(since), reported_at__lt=FIRST_THINGS)
    return tally(visible_to(moderator, lane.comments()).filter(came)).number


def _message(request: HttpRequest, moderator: User) -> MessageView | None:
    """What the moderator did on the page before, when the address names it."""
    try:
        done = UUID(request.GET.get("done", ""))
    except ValueError:
        return None
    decision = Decision.objects.filter(pk=done, moderator=moderator).first()
    comment = _named(moderator, public_id_of(decision.subject)) if decision else None
    return decided_message(decision, comment, now=utc_now()) if decision and comment else None
