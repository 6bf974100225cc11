"""How the desk answers: a whole page without the script, the changed parts of it for the script.

| what happened                 | page                                   | parts                                  |
|-------------------------------|----------------------------------------|----------------------------------------|
| a comment was opened          | list and card                          | the card                               |
| decided, undone               | 303 to the next card, which says so    | next card, row, numbers, message       |
| somebody was faster           | 409, list and card, the note kept      | the same card, numbers                 |
| the form is not complete      | 422, list and card, all kept           | the same card                          |
| too late to undo              | 409, list and card, the sentence       | the message alone                      |
"""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from kawaraban.comments.models import Comment
from kawaraban.doors.desk.access import wants_fragment
from kawaraban.doors.desk.card_context import card_view
from kawaraban.doors.desk.forms import NOTE_LENGTH, RejectForm
from kawaraban.doors.desk.ground_views import ground_views
from kawaraban.doors.desk.lanes import WAITING, Lane, lane_of, next_waiting
from kawaraban.doors.desk.messages import MessageView, announcement, decided_message, sentence
from kawaraban.doors.desk.queue_context import desk_state, queue_view
from kawaraban.doors.desk.waiting_time import TARGET_HOURS
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Decision, Verdict
from kawaraban.people.permissions import Verb, require, sections_of


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed or went wrong on a card, to be shown on it again."""

    conflict: str = ""
    note: str = ""
    form: RejectForm | None = None

    @property
    def is_refusing(self) -> bool:
        """Whether the grounds stand open."""
        return bool(self.form or self.note)


def card_url(comment: Comment | None, **query: object) -> str:
    """The address of a card; of the desk where there is none."""
    url = reverse("desk:card", args=[comment.public_id]) if comment else reverse("desk:queue")
    return f"{url}?{urlencode(query)}" if query else url


def desk_page(
    request: HttpRequest,
    lane: Lane,
    comment: Comment | None,
    *,
    after: Comment | None = None,
    message: MessageView | None = None,
    kept: Kept | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The whole desk: this lane's list, this comment's card."""
    now = utc_now()
    in_list = None if after else comment
    queue = queue_view(lane, now=now, at=in_list, after=after)
    context = _card_values(comment, lane, kept) | {
        "queue": queue,
        "state": queue.state,
        "message": message,
        "help_grounds": ground_views([]),
    }
    return render(request, "desk/desk.html", context, status=status)


def opened(request: HttpRequest, comment: Comment, message: MessageView | None) -> HttpResponse:
    """A card, asked for by its address."""
    if wants_fragment(request):
        return render(request, "desk/parts.html", _card_values(comment, _seen(request, comment), None))
    return desk_page(request, _seen(request, comment), comment, message=message)


def decided(request: HttpRequest, comment: Comment, decision: Decision) -> HttpResponse:
    """After a decision: the next comment. After an undo: the same one again."""
    is_undone = decision.verdict == Verdict.REVERSED
    waiting = _queue(request)
    shown = comment if is_undone else next_waiting(comment, waiting.sections)
    if not wants_fragment(request):
        return HttpResponseRedirect(card_url(shown, done=decision.pk), status=HTTPStatus.SEE_OTHER)
    now = utc_now()
    message = decided_message(decision, comment, now=now)
    state = desk_state(waiting)
    values = _card_values(shown, waiting, None) | {
        "state": state,
        "message": message,
        "tells": True,
        "gone": "" if is_undone else comment.public_id,
        "queue": queue_view(waiting, now=now, at=comment) if is_undone else None,
        "announcement": announcement(
            message, next_name=shown.name if shown else "", waiting=state.capacity.waiting
        ),
    }
    response = render(request, "desk/parts.html", values)
    response.headers["HX-Push-Url"] = card_url(shown)
    return response


def refused(request: HttpRequest, comment: Comment, kept: Kept, *, status: int) -> HttpResponse:
    """A decision that was not taken: the card as it is now, with what was typed."""
    if not wants_fragment(request):
        return desk_page(request, _queue(request), comment, kept=kept, status=status)
    is_gone = not lane_of(comment).is_waiting
    values = _card_values(comment, _queue(request), kept) | {
        "state": desk_state(_queue(request)),
        "gone": comment.public_id if is_gone else "",
        "announcement": kept.conflict,
    }
    response = render(request, "desk/parts.html", values, status=status)
    response.headers["HX-Push-Url"] = "false"
    return response


def not_undone(request: HttpRequest, comment: Comment, message: MessageView) -> HttpResponse:
    """The sentence; the card that is being read stays."""
    if not wants_fragment(request):
        return desk_page(
            request, _seen(request, comment), comment, message=message, status=HTTPStatus.CONFLICT
        )
    values = {"message": message, "tells": True, "announcement": sentence(message)}
    response = render(request, "desk/parts.html", values, status=HTTPStatus.CONFLICT)
    response.headers["HX-Push-Url"] = "false"
    response.headers["HX-Reswap"] = "none"
    return response


def _seen(request: HttpRequest, comment: Comment) -> Lane:
    """The lane of this comment, as far as this person sees it."""
    return lane_of(comment).within(sections_of(require(request.user, Verb.OPEN_DESK)))


def _queue(request: HttpRequest) -> Lane:
    """What waits for this person."""
    return WAITING.within(sections_of(require(request.user, Verb.OPEN_DESK)))


def _card_values(comment: Comment | None, lane: Lane, kept: Kept | None) -> dict[str, Any]:
    card = card_view(comment, lane=lane, now=utc_now()) if comment else None
    if card and kept and not card.is_waiting:
        # Nothing can be refused here any more; the note is shown beside it, so that it is not lost.
        kept = replace(kept, form=None)
    return {
        "shows_card": True,
        "card": card,
        "lane": lane,
        "is_waiting_lane": lane.is_waiting,
        "kept": kept,
        "note_length": NOTE_LENGTH,
        "target_hours": TARGET_HOURS,
    }
