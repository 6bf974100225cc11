"""Deciding at the desk: each view parses, calls one action of the comments room, and answers."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kawaraban.comments.actions import decide
from kawaraban.comments.actions.answering import answer
from kawaraban.comments.actions.demands import decided_on_letter
from kawaraban.comments.actions.matters import NotRaised, asks_why
from kawaraban.comments.actions.status import standing_decision
from kawaraban.comments.models import Comment, Status
from kawaraban.doors.desk.access import comment_for, desk_view
from kawaraban.doors.desk.card.card import grounds_for
from kawaraban.doors.desk.judged.forms import (
    JudgedForm,
    KeepForm,
    RejectForm,
    ReopenForm,
    SendBackForm,
    UndoForm,
    UpholdForm,
    WithholdForm,
)
from kawaraban.doors.desk.judged.raised import RaisedForm
from kawaraban.doors.desk.lane.lanes import WAITING, Lane, lane_named
from kawaraban.doors.desk.lane.walk import Walk, walk_of
from kawaraban.doors.desk.screen import answers
from kawaraban.doors.desk.screen.sentences import conflict_sentence, other_person_sentence, too_late_message
from kawaraban.doors.desk.screen.views import card_walk
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Decision
from kawaraban.law.redress.appeals import SamePerson
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb

# What a refusal is, by where the comment stood when it was read.
_REFUSALS: dict[str, Callable[..., Decision]] = {
    Status.PENDING: decide.reject,
    Status.APPROVED: decide.remove,
    Status.WITHHELD: decide.keep_off,
}


@desk_view("POST", Verb.APPROVE)
def approve(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Publish the revision that was read."""
    comment = comment_for(moderator, Verb.APPROVE, public_id)
    return _done(request, comment, moderator, JudgedForm(request.POST), decide.approve, act="approve")


@desk_view("POST", Verb.REJECT)
def reject(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Refuse the revision that was read, or take it off the page, on one ground."""
    comment = comment_for(moderator, Verb.REJECT, public_id)
    form = RejectForm(request.POST, grounds=grounds_for(comment), text=comment.text)
    refuse = _REFUSALS.get(request.POST.get("from", Status.PENDING), decide.reject)
    return _done(request, comment, moderator, form, refuse, act="reject")


@desk_view("POST", Verb.SEND_BACK)
def send_back(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Ask its author for changes."""
    comment = comment_for(moderator, Verb.SEND_BACK, public_id)
    return _done(request, comment, moderator, SendBackForm(request.POST), decide.send_back, act="send_back")


@desk_view("POST", Verb.WITHHOLD)
def withhold(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Take it off the page while it is looked at again."""
    comment = comment_for(moderator, Verb.WITHHOLD, public_id)
    form = WithholdForm(request.POST, grounds=grounds_for(comment), text=comment.text)
    return _done(request, comment, moderator, form, decide.withhold, act="withhold")


@desk_view("POST", Verb.REOPEN)
def reopen(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Show again what was withheld."""
    comment = comment_for(moderator, Verb.REOPEN, public_id)
    return _done(request, comment, moderator, ReopenForm(request.POST), decide.reopen, act="reopen")


@desk_view("POST", Verb.DECIDE_REPORT)
def keep(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Let it stay on the page, although it was reported."""
    comment = comment_for(moderator, Verb.DECIDE_REPORT, public_id)
    form = KeepForm(request.POST, needs_words=asks_why(comment))
    try:
        return _done(request, comment, moderator, form, decide.keep, act="keep")
    except decide.WordsNeeded:
        # A notice came in between: its sender is to be told why.
        form = KeepForm(request.POST, needs_words=True)
        return _done(request, comment, moderator, form, decide.keep, act="keep")


@desk_view("POST", Verb.DECIDE_APPEAL)
def uphold(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Dismiss the author's appeal."""
    comment = comment_for(moderator, Verb.DECIDE_APPEAL, public_id)
    return _done(request, comment, moderator, UpholdForm(request.POST), decide.uphold, act="uphold")


@desk_view("POST", Verb.DECIDE_APPEAL)
def reinstate(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Grant the author's appeal."""
    comment = comment_for(moderator, Verb.DECIDE_APPEAL, public_id)
    return _done(request, comment, moderator, ReopenForm(request.POST), decide.reinstate, act="reinstate")


@desk_view("POST", Verb.UNDO)
def undo(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Take back a decision about this comment."""
    comment = comment_for(moderator, Verb.UNDO, public_id)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("This form is not complete. Open the comment again."))
    decision = get_object_or_404(Decision, pk=form.cleaned_data["decision"], subject=comment.subject)
    try:
        reversal = decide.undo(decision_id=str(decision.pk), moderator=moderator, now=utc_now())
    except decide.TooLateToUndo:
        walk = card_walk(request, moderator, comment)
        return answers.told(request, comment, walk, too_late_message(comment), status=HTTPStatus.CONFLICT)
    comment.refresh_from_db()
    return answers.decided(request, comment, card_walk(request, moderator, comment), reversal)


def _done(
    request: HttpRequest,
    comment: Comment,
    moderator: User,
    form: JudgedForm,
    action: Callable[..., Decision],
    *,
    act: str,
) -> HttpResponse:
    """Check the form, act, and answer: with the next card, or with this one and what went wrong."""
    walk = _walk(request, moderator)
    note = str(request.POST.get("note", ""))
    form.full_clean()
    if "revision_number" in form.errors:
        return HttpResponseBadRequest(_("This form is not complete. Open the comment again."))
    if form.is_about(comment) and not form.is_valid():
        kept = answers.Kept(form=form, note=note, act=act)
        return answers.refused(request, comment, walk, kept, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    # Whoever saw that something waits about it answers that, and not more than once.
    do = partial(answer, action) if "matter" in request.POST else action
    now = utc_now()
    letter = form.new_words(now=now) if isinstance(form, RaisedForm) and form.is_valid() else None
    if letter:
        do = partial(decided_on_letter, do, letter)
    try:
        if not form.is_about(comment):
            raise decide.AlreadyDecided(comment, standing_decision(comment))
        decision = do(comment_id=comment.pk, moderator=moderator, now=now, **_said(form))
    except NotRaised:
        words = _("What you chose as its source is not open any more: choose anew. Nothing was decided.")
        kept = answers.Kept(conflict=words, note=note, form=form, act=act)
        return answers.refused(request, comment, walk, kept, status=HTTPStatus.CONFLICT)
    except (decide.AlreadyDecided, SamePerson) as refusal:
        standing = Comment.objects.select_related("thread", "parent").get(pk=comment.pk)
        words = (
            conflict_sentence(standing, refusal.decision, moderator=moderator)
            if isinstance(refusal, decide.AlreadyDecided)
            else other_person_sentence()
        )
        # Whoever read older words may want the same of the new ones: the sheet stays as it was filled in.
        may_go_on = not form.is_about(standing) and standing.status == Status.PENDING
        kept = answers.Kept(conflict=words, note=note, form=form if may_go_on else None, act=act)
        return answers.refused(request, standing, walk, kept, status=HTTPStatus.CONFLICT)
    return answers.decided(request, comment, walk, decision)


def _said(form: JudgedForm) -> dict[str, Any]:
    """What the action takes of the form."""
    cleaned = form.cleaned_data
    said: dict[str, Any] = {name: cleaned[name] for name in cleaned if name in {"revision_number", "note"}}
    if isinstance(form, RejectForm):
        said |= {"ground": cleaned["ground"] or None, "law": form.legal_ground, "passage": cleaned["passage"]}
    if isinstance(form, RaisedForm):
        said["basis"] = form.basis
    return said


def _walk(request: HttpRequest, moderator: User) -> Walk:
    """The walk on which the card stood when it was judged: its form names the lane."""
    return walk_of(request.GET.dict(), lane=_lane(request), moderator=moderator)


def _lane(request: HttpRequest) -> Lane:
    try:
        return lane_named(request.POST.get("lane", WAITING.code))
    except KeyError:
        return WAITING
