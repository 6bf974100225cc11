"""How the desk answers: a whole page without the script, the changed parts of it for the script.

| what happened                 | page                                   | parts                                  |
|-------------------------------|----------------------------------------|----------------------------------------|
| a comment was opened          | list and card                          | the card                               |
| decided, undone               | 303 to the next card, which says so    | next card, row, numbers, message       |
| somebody was faster           | 409, list and card, the note kept      | the same card, numbers                 |
| the form is not complete      | 422, list and card, all kept           | the same card                          |
| too late to undo              | 409, list and card, the sentence       | the message alone                      |

A card that is shown is claimed: colleagues see by the claim that somebody reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from kawaraban.comments.actions.acts import REJECT, STAYING, act_of
from kawaraban.comments.models import Comment, Status
from kawaraban.comments.raised.for_person import demands_for, notices_for
from kawaraban.comments.restrictions import DAYS
from kawaraban.doors.desk.access import wants_fragment
from kawaraban.doors.desk.asked_together import answers, count_of
from kawaraban.doors.desk.card.card import CardView, card_view
from kawaraban.doors.desk.demands.page import demands_head
from kawaraban.doors.desk.judged.forms import JudgedForm
from kawaraban.doors.desk.judged.restriction_forms import WITHOUT_END
from kawaraban.doors.desk.lane.claims import BEAT_SECONDS, forget, open_claim
from kawaraban.doors.desk.lane.lanes import WAITING
from kawaraban.doors.desk.lane.neighbours import next_of
from kawaraban.doors.desk.lane.walk import Walk
from kawaraban.doors.desk.list.filters import filter_view
from kawaraban.doors.desk.list.finished import FINISHED
from kawaraban.doors.desk.list.queue import desk_state, lane_url, queue_view
from kawaraban.doors.desk.screen.dock import dock_of
from kawaraban.doors.desk.screen.sentences import MessageView, announcement, decided_message, sentence
from kawaraban.kit.clock import utc_now
from kawaraban.law.basis import Offence
from kawaraban.law.forms import NOTE_LENGTH
from kawaraban.law.models import Decision, Verdict
from kawaraban.law.policy.wording import ground_label
from kawaraban.law.redress.appeals import open_suspension_appeals
from kawaraban.people.permissions import Verb, may

# More than that are not told apart in the head of the desk.
_COUNTED_AT_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What was typed or went wrong on a card, to be shown on it again."""

    conflict: str = ""
    note: str = ""
    form: JudgedForm | None = None
    act: str = REJECT.code

    @property
    def forms(self) -> dict[str, JudgedForm]:
        """The form under its act, so that a sheet finds its own."""
        return {self.act: self.form} if self.form else {}

    @property
    def is_refusing(self) -> bool:
        """Whether the grounds stand open."""
        return self.act == REJECT.code and bool(self.form or self.note)


def card_url(comment: Comment | None, walk: Walk, **query: object) -> str:
    """The address of a card; of the lane where there is none."""
    if comment is None:
        url, said = lane_url(walk), dict(query)
        return f"{url}{'&' if '?' in url else '?'}{urlencode(said)}" if said else url
    url, said = reverse("desk:card", args=[comment.public_id]), {**walk.query, **query}
    return f"{url}?{urlencode(said)}" if said else url


def desk_page(  # noqa: PLR0913  (all that a whole page of the desk may say)
    request: HttpRequest,
    walk: Walk,
    comment: Comment | None,
    *,
    after: Comment | None = None,
    message: MessageView | None = None,
    kept: KeptForm | None = None,
    status: int = HTTPStatus.OK,
    now: datetime | None = None,
) -> HttpResponse:
    """The whole desk: this walk's list, this comment's card."""
    now = now or utc_now()
    queue = queue_view(walk, now=now, at=None if after else comment, after=after)
    may_restrict = may(walk.moderator, Verb.RESTRICT_AUTHOR)
    notices, demands, appeals = answers(
        count_of(notices_for(walk.moderator).open(), at_most=_COUNTED_AT_MOST),
        count_of(demands_for(walk.moderator).open(), at_most=_COUNTED_AT_MOST),
        count_of(open_suspension_appeals(), at_most=_COUNTED_AT_MOST if may_restrict else 0),
    )
    context = _card_values(comment, walk, kept, now) | {
        "queue": queue,
        "filters": filter_view(walk),
        "state": desk_state(walk),
        "message": message,
        "help_grounds": _help_grounds(walk),
        "beat_seconds": BEAT_SECONDS,
        "open_notices": notices,
        "demands_head": demands_head(walk.moderator, demands, now=now),
        "may_restrict": may_restrict,
        "suspension_appeals": appeals,
        "may_see_figures": may(walk.moderator, Verb.SEE_FIGURES),
        "may_set_rules": may(walk.moderator, Verb.EDIT_PAPER),
    }
    return render(request, "desk/screen/desk.html", context, status=status)


def opened(request: HttpRequest, comment: Comment, walk: Walk, message: MessageView | None) -> HttpResponse:
    """A card, asked for by its address."""
    if wants_fragment(request):
        return render(request, "desk/screen/parts.html", _card_values(comment, walk, None, utc_now()))
    return desk_page(request, walk, comment, message=message)


def decided(request: HttpRequest, comment: Comment, walk: Walk, decision: Decision) -> HttpResponse:
    """After a decision: the next comment that no colleague reads. After an undo: the same one again."""
    now = utc_now()
    is_undone = decision.verdict == Verdict.REVERSED
    # What stays where it was leaves the lanes of reports and appeals alone.
    is_gone = not is_undone and (decision.verdict not in STAYING or bool(walk.lane.matter))
    act = act_of(decision)
    after = Status(comment.status) if is_undone or act is None else act.after
    FINISHED.moved(before=Status(decision.status_before), after=after, section=comment.thread.section)
    shown = comment if is_undone else next_of(walk, comment, without=_held(walk, now, decided=comment))
    if not wants_fragment(request) or shown is None:
        forget([comment.pk])
    if not wants_fragment(request):
        return HttpResponseRedirect(card_url(shown, walk, done=decision.pk), status=HTTPStatus.SEE_OTHER)
    message = decided_message(decision, comment, now=now)
    state = desk_state(walk, finished=FINISHED.find(walk.moderator))
    values = _card_values(shown, walk, None, now, decided=comment) | {
        "state": state,
        "message": message,
        "tells": True,
        "gone": comment.public_id if is_gone else "",
        "queue": queue_view(walk, now=now, at=comment) if is_undone else None,
        "filters": filter_view(walk) if is_undone else None,
        "announcement": announcement(message, next_name=shown.name if shown else "", work=state.capacity),
    }
    response = render(request, "desk/screen/parts.html", values)
    response.headers["HX-Push-Url"] = card_url(shown, walk)
    return response


def refused(
    request: HttpRequest, comment: Comment, walk: Walk, kept: KeptForm, *, status: int
) -> HttpResponse:
    """A decision that was not taken: the card as it is now, with what was typed."""
    if not wants_fragment(request):
        return desk_page(request, walk, comment, kept=kept, status=status)
    is_gone = not walk.lane.holds(comment)
    values = _card_values(comment, walk, kept, utc_now()) | {
        "state": desk_state(walk),
        "gone": comment.public_id if is_gone else "",
        "announcement": kept.conflict,
    }
    response = render(request, "desk/screen/parts.html", values, status=status)
    response.headers["HX-Push-Url"] = "false"
    return response


def told(
    request: HttpRequest, comment: Comment, walk: Walk, message: MessageView, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The sentence; the card that is being read stays."""
    if not wants_fragment(request):
        return desk_page(request, walk, comment, message=message, status=status)
    values = {"message": message, "tells": True, "announcement": sentence(message), "walk": walk}
    response = render(request, "desk/screen/parts.html", values, status=status)
    response.headers["HX-Push-Url"] = "false"
    response.headers["HX-Reswap"] = "none"
    return response


def shown_again(request: HttpRequest, comment: Comment, walk: Walk, message: MessageView) -> HttpResponse:
    """The same card after something on it has changed, with a sentence about it."""
    if not wants_fragment(request):
        return desk_page(request, walk, comment, message=message)
    values = _card_values(comment, walk, None, utc_now()) | {
        "state": desk_state(walk, finished=FINISHED.find(walk.moderator)),
        "message": message,
        "tells": True,
        "announcement": sentence(message),
    }
    response = render(request, "desk/screen/parts.html", values)
    response.headers["HX-Push-Url"] = "false"
    return response


def _help_grounds(walk: Walk) -> tuple[tuple[str, str, str], ...]:
    """(code, key, label) of each ground that has a key."""
    return tuple((code, key, ground_label(code)) for code, key in walk.keys.grounds.items())


def _held(walk: Walk, now: datetime, *, decided: Comment | None) -> Mapping[int, str]:
    """What colleagues read; a comment that was decided just now is held by nobody."""
    held = walk.held_by_others(now)
    return {pk: name for pk, name in held.items() if decided is None or pk != decided.pk}


def _claimed_card(comment: Comment, walk: Walk, now: datetime, *, decided: Comment | None) -> CardView:
    """The card, leased to who sees it now; what was decided just now is let go in the same turn."""
    claim = open_claim(comment, moderator=walk.moderator, now=now, decided=decided)
    held = _held(walk, now, decided=decided)
    return card_view(comment, walk=walk, now=now, held_by_others=held, claim=claim)


def _card_values(
    comment: Comment | None,
    walk: Walk,
    kept: KeptForm | None,
    now: datetime,
    *,
    decided: Comment | None = None,
) -> dict[str, Any]:
    card = _claimed_card(comment, walk, now, decided=decided) if comment else None
    if card and kept and kept.conflict and not card.waiting and kept.act != "restrict":
        # What was meant cannot be done any more; the note is shown beside it, so that it is not lost.
        kept = replace(kept, form=None, act="")
    forms = kept.forms if kept else {}
    return {
        "shows_card": True,
        "card": card,
        "dock": dock_of(card, keys=walk.keys, forms=forms) if card else (),
        "walk": walk,
        "lane": walk.lane,
        "is_waiting_lane": walk.lane is WAITING,
        "is_passed_over": bool(walk.closed_to_them),
        "kept": kept,
        "forms": forms,
        "keys": walk.keys,
        "note_length": NOTE_LENGTH,
        "days": DAYS,
        "without_end": WITHOUT_END,
        "offences": Offence.choices,
        "may_enter_demand": may(walk.moderator, Verb.ENTER_DEMAND),
    }
