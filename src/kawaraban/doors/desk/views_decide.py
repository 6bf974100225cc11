"""Deciding at the desk: each view parses, calls one action of the comments room, and answers."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kawaraban.comments.actions import decide
from kawaraban.comments.models import Comment
from kawaraban.doors.desk import answers
from kawaraban.doors.desk.access import comment_for, desk_view
from kawaraban.doors.desk.forms import JudgedForm, RejectForm, UndoForm
from kawaraban.doors.desk.lanes import WAITING, Lane, lane_named
from kawaraban.doors.desk.messages import conflict_sentence, too_late_message
from kawaraban.doors.desk.views import card_walk
from kawaraban.doors.desk.walk import Walk, walk_of
from kawaraban.kit.clock import utc_now
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@desk_view("POST", Verb.APPROVE)
def approve(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Publish the revision that was read."""
    comment = comment_for(moderator, Verb.APPROVE, public_id)
    form = JudgedForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("This form is not complete. Open the comment again."))
    try:
        decision = decide.approve(
            comment_id=comment.pk,
            revision_number=form.cleaned_data["revision_number"],
            moderator=moderator,
            now=utc_now(),
        )
    except decide.AlreadyDecided as already:
        return _conflict(request, already, moderator, note="")
    return answers.decided(request, comment, _walk(request, moderator), decision)


@desk_view("POST", Verb.REJECT)
def reject(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Refuse the revision that was read, on one ground, with a note where the moderator wrote one."""
    comment = comment_for(moderator, Verb.REJECT, public_id)
    form = RejectForm(request.POST)
    note = str(request.POST.get("note", ""))
    if not form.is_valid():
        kept = answers.Kept(form=form, note=note)
        walk = _walk(request, moderator)
        return answers.refused(request, comment, walk, kept, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        decision = decide.reject(
            comment_id=comment.pk,
            revision_number=form.cleaned_data["revision_number"],
            ground=Ground(form.cleaned_data["ground"]),
            note=form.cleaned_data["note"],
            law=form.legal_ground,
            moderator=moderator,
            now=utc_now(),
        )
    except decide.AlreadyDecided as already:
        return _conflict(request, already, moderator, note=note)
    return answers.decided(request, comment, _walk(request, moderator), decision)


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


def _walk(request: HttpRequest, moderator: User) -> Walk:
    """The walk on which the card stood when it was judged: its form names the lane."""
    return walk_of(request.GET.dict(), lane=_lane(request), moderator=moderator)


def _lane(request: HttpRequest) -> Lane:
    try:
        return lane_named(request.POST.get("lane", WAITING.code))
    except KeyError:
        return WAITING


def _conflict(
    request: HttpRequest, already: decide.AlreadyDecided, moderator: User, *, note: str
) -> HttpResponse:
    comment = Comment.objects.select_related("thread", "parent").get(pk=already.comment.pk)
    words = conflict_sentence(comment, already.decision, moderator=moderator)
    kept = answers.Kept(conflict=words, note=note)
    return answers.refused(request, comment, _walk(request, moderator), kept, status=HTTPStatus.CONFLICT)
