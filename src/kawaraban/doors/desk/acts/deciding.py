"""Deciding at the desk: one view for each act of the table that has an address; it parses, decides, and answers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kawaraban.comments.actions.acts import ACTS, REJECT, Act, refusal_from
from kawaraban.comments.actions.decide import AlreadyDecided, TooLateToUndo, decide
from kawaraban.comments.actions.decide import undo as undo_decision
from kawaraban.comments.actions.decide_on_letter import decide_on_letter
from kawaraban.comments.actions.matters import NotRaised
from kawaraban.comments.actions.reasons import WordsNeeded
from kawaraban.comments.models import Comment, Status
from kawaraban.comments.standing import standing_decision
from kawaraban.doors.desk.access import comment_for, desk_view
from kawaraban.doors.desk.judged.forms import JudgedForm, UndoForm, form_for
from kawaraban.doors.desk.lane.lanes import WAITING, Lane, lane_named
from kawaraban.doors.desk.lane.walk import Walk, walk_of
from kawaraban.doors.desk.screen import answers
from kawaraban.doors.desk.screen.sentences import conflict_sentence, other_person_sentence, too_late_message
from kawaraban.doors.desk.screen.views import card_walk
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Decision
from kawaraban.law.policy.reasons import Need
from kawaraban.law.redress.appeals import SamePerson
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


def act_view(act: Act) -> Callable[..., HttpResponseBase]:
    """The view of one act. It decides about the revision that was read."""

    @desk_view("POST", act.right)
    def view(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
        comment = comment_for(moderator, act.right, public_id)
        return _answer(request, comment, moderator, _meant(act, request))

    return view


# All refusals have one address: the form says at which status the comment was read.
ACT_VIEWS = {act.code: act_view(act) for act in ACTS if not act.is_refusal or act is REJECT}


def _meant(act: Act, request: HttpRequest) -> Act:
    """The refusal for the status at which the comment was read. Every other act is meant as it is."""
    return refusal_from(request.POST.get("from", REJECT.before)) if act is REJECT else act


@desk_view("POST", Verb.UNDO)
def undo(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Take back a decision about this comment."""
    comment = comment_for(moderator, Verb.UNDO, public_id)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("This form is not complete. Open the comment again."))
    decision = get_object_or_404(Decision, pk=form.cleaned_data["decision"], subject=comment.subject)
    try:
        reversal = undo_decision(decision_id=str(decision.pk), moderator=moderator, now=utc_now())
    except TooLateToUndo:
        walk = card_walk(request, moderator, comment)
        return answers.told(request, comment, walk, too_late_message(comment), status=HTTPStatus.CONFLICT)
    comment.refresh_from_db()
    return answers.decided(request, comment, card_walk(request, moderator, comment), reversal)


def _answer(request: HttpRequest, comment: Comment, moderator: User, act: Act) -> HttpResponse:
    """Check the form, act, and answer: with the next card, or with this one and what went wrong."""
    walk = _walk(request, moderator)
    form = form_for(act, comment, request.POST)
    form.full_clean()
    if "revision_number" in form.errors:
        return HttpResponseBadRequest(_("This form is not complete. Open the comment again."))
    if form.is_about(comment) and not form.is_valid():
        return _incomplete(request, comment, walk, _kept(request, form, act))
    try:
        decision = _decided(act, comment, form, moderator=moderator, now=utc_now())
    except WordsNeeded:
        # A notice came in between: its sender is to be told why.
        asking = replace(act.needs, note=Need.MUST)
        form = form_for(act, comment, request.POST, needs=asking)
        return _incomplete(request, comment, walk, _kept(request, form, act))
    except NotRaised:
        words = _("What you chose as its source is not open any more: choose anew. Nothing was decided.")
        kept = _kept(request, form, act, conflict=words)
        return answers.refused(request, comment, walk, kept, status=HTTPStatus.CONFLICT)
    except (AlreadyDecided, SamePerson) as refusal:
        standing = Comment.objects.select_related("thread", "parent").get(pk=comment.pk)
        words = (
            conflict_sentence(standing, refusal.decision, moderator=moderator)
            if isinstance(refusal, AlreadyDecided)
            else other_person_sentence()
        )
        # Who read older words may want the same of the new ones: the sheet stays as it was filled in.
        may_go_on = not form.is_about(standing) and standing.status == Status.PENDING
        kept = _kept(request, form if may_go_on else None, act, conflict=words)
        return answers.refused(request, standing, walk, kept, status=HTTPStatus.CONFLICT)
    return answers.decided(request, comment, walk, decision)


def _decided(act: Act, comment: Comment, form: JudgedForm, *, moderator: User, now: datetime) -> Decision:
    """Raises as `decide` does."""
    if not form.is_about(comment):
        raise AlreadyDecided(comment, standing_decision(comment))
    judged, reasons = form.judged(comment), form.reasons
    letter = form.new_words(now=now)
    if letter:
        return decide_on_letter(act, judged, reasons, letter=letter, moderator=moderator, now=now)
    return decide(act, judged, reasons, moderator=moderator, now=now, basis=form.basis)


def _kept(request: HttpRequest, form: JudgedForm | None, act: Act, *, conflict: str = "") -> answers.KeptForm:
    """The form as it was typed, for the sheet of the act. All refusals share one sheet."""
    code = REJECT.code if act.is_refusal else act.code
    return answers.KeptForm(conflict=conflict, note=str(request.POST.get("note", "")), form=form, act=code)


def _incomplete(request: HttpRequest, comment: Comment, walk: Walk, kept: answers.KeptForm) -> HttpResponse:
    return answers.refused(request, comment, walk, kept, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _walk(request: HttpRequest, moderator: User) -> Walk:
    """The walk on which the card stood when it was judged: its form names the lane."""
    return walk_of(request.GET.dict(), lane=_lane(request), moderator=moderator)


def _lane(request: HttpRequest) -> Lane:
    try:
        return lane_named(request.POST.get("lane", WAITING.code))
    except KeyError:
        return WAITING
