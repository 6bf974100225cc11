"""Suspending the sender of a comment from its card, and lifting it there or on the page of all suspensions."""

from datetime import datetime
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kawaraban.comments.actions.decide import TooLateToUndo
from kawaraban.comments.actions.restrictions import (
    AlreadyRestricted,
    NothingKnown,
    NotInForce,
    lift,
    restrict,
    undo_restricting,
    uphold,
)
from kawaraban.comments.actions.words import WordsChanged
from kawaraban.comments.models import Comment, Restriction
from kawaraban.comments.restrictions import SUBJECT_PREFIX
from kawaraban.doors.desk.access import comment_for, desk_view
from kawaraban.doors.desk.card.grounds import grounds_for
from kawaraban.doors.desk.card.history import undo_view
from kawaraban.doors.desk.card.suspensions import restrictions_page
from kawaraban.doors.desk.judged.forms import UndoForm
from kawaraban.doors.desk.judged.restriction_forms import RestrictForm, RestrictionForm
from kawaraban.doors.desk.lane.moment_in import moment_in
from kawaraban.doors.desk.lane.walk import Walk
from kawaraban.doors.desk.screen import answers
from kawaraban.doors.desk.screen.restriction_words import refused_words, suspended_words
from kawaraban.doors.desk.screen.sentences import MessageView
from kawaraban.doors.desk.screen.views import card_walk
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Decision
from kawaraban.law.redress.appeals import SamePerson
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb

_ACTS = {"lift": lift, "uphold": uphold}


@desk_view("POST", Verb.RESTRICT_AUTHOR)
def restrict_author(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Take no more comments from where this one came."""
    comment = comment_for(moderator, Verb.RESTRICT_AUTHOR, public_id)
    walk = card_walk(request, moderator, comment)
    form = RestrictForm(request.POST, grounds=grounds_for(comment), text=comment.text)
    form.full_clean()
    if "revision_number" in form.errors:
        return HttpResponseBadRequest(_("This form is not complete. Open the comment again."))
    if not form.is_about(comment):
        return _unread(request, comment, walk, form)
    if not form.is_valid():
        kept = answers.KeptForm(form=form, note=str(request.POST.get("note", "")), act="restrict")
        return answers.refused(request, comment, walk, kept, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    now = utc_now()
    try:
        restriction = restrict(
            form.judged(comment), form.reasons, days=form.number_of_days, moderator=moderator, now=now
        )
    except WordsChanged:
        return _unread(request, comment_for(moderator, Verb.RESTRICT_AUTHOR, public_id), walk, form)
    except (NothingKnown, AlreadyRestricted) as refusal:
        message = MessageView(words=refused_words(refusal), is_bad=True)
        return answers.told(request, comment, walk, message, status=HTTPStatus.CONFLICT)
    message = _done_on_card(restriction.decision, comment, suspended_words(restriction), now)
    return answers.shown_again(request, comment, walk, message)


@desk_view("POST", Verb.RESTRICT_AUTHOR)
def lift_on_card(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """End a suspension of whoever sent this comment."""
    comment = comment_for(moderator, Verb.RESTRICT_AUTHOR, public_id)
    walk = card_walk(request, moderator, comment)
    form = RestrictionForm(request.POST)
    if not form.is_valid():
        message = MessageView(words=_first_error(form).rstrip("."), is_bad=True)
        return answers.told(request, comment, walk, message, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    now = utc_now()
    try:
        decision = _decided("lift", form, moderator, now)
    except (NotInForce, SamePerson) as refusal:
        message = MessageView(words=refused_words(refusal).rstrip("."), is_bad=True)
        return answers.told(request, comment, walk, message, status=HTTPStatus.CONFLICT)
    message = _done_on_card(decision, comment, _("The suspension is lifted"), now)
    return answers.shown_again(request, comment, walk, message)


@desk_view("POST", Verb.RESTRICT_AUTHOR)
def undo_on_card(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Take back what was just decided about a suspension."""
    comment = comment_for(moderator, Verb.RESTRICT_AUTHOR, public_id)
    walk = card_walk(request, moderator, comment)
    try:
        _undone(request, moderator)
    except TooLateToUndo:
        message = MessageView(words=_("It is too late to take that back"), is_bad=True)
        return answers.told(request, comment, walk, message, status=HTTPStatus.CONFLICT)
    return answers.shown_again(request, comment, walk, MessageView(words=_("Taken back")))


@desk_view("GET", Verb.RESTRICT_AUTHOR)
def restrictions(request: HttpRequest, moderator: User) -> HttpResponse:
    """All suspensions that hold, those that are appealed first."""
    return _page(request, moderator)


@desk_view("POST", Verb.RESTRICT_AUTHOR)
def decide(request: HttpRequest, moderator: User) -> HttpResponse:
    """Lift one, or uphold it on appeal."""
    form = RestrictionForm(request.POST)
    act = request.POST.get("act", "lift")
    if act not in _ACTS or "restriction" in form.errors:
        return HttpResponseBadRequest(_("This form is not complete. Open the page again."))
    if not form.is_valid():
        return _page(
            request, moderator, error=_first_error(form), form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    try:
        decision = _decided(act, form, moderator, utc_now())
    except (NotInForce, SamePerson) as refusal:
        return _page(request, moderator, error=refused_words(refusal), form=form, status=HTTPStatus.CONFLICT)
    url = f"{reverse('desk:restrictions')}?done={decision.pk}"
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)


@desk_view("POST", Verb.RESTRICT_AUTHOR)
def undo(request: HttpRequest, moderator: User) -> HttpResponse:
    """The same from the page."""
    try:
        _undone(request, moderator)
    except TooLateToUndo:
        error = _("It is too late to take that back.")
        return _page(request, moderator, error=error, status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(reverse("desk:restrictions"), status=HTTPStatus.SEE_OTHER)


def _unread(request: HttpRequest, comment: Comment, walk: Walk, form: RestrictForm) -> HttpResponse:
    """The author has changed the words meanwhile: the new ones, what was typed, and why nobody is suspended."""
    words = _("The author changed the comment while you read. These are the new words; nobody was suspended.")
    kept = answers.KeptForm(conflict=words, note=str(request.POST.get("note", "")), form=form, act="restrict")
    return answers.refused(request, comment, walk, kept, status=HTTPStatus.CONFLICT)


def _decided(act: str, form: RestrictionForm, moderator: User, now: datetime) -> Decision:
    said = form.cleaned_data
    try:
        return _ACTS[act](public_id=said["restriction"], note=said["note"], moderator=moderator, now=now)
    except Restriction.DoesNotExist:
        raise Http404 from None


def _undone(request: HttpRequest, moderator: User) -> None:
    """Raises TooLateToUndo; Http404 for a decision that is not about a suspension."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise Http404
    about = {"subject__startswith": SUBJECT_PREFIX}
    decision = get_object_or_404(Decision, pk=form.cleaned_data["decision"], **about)
    undo_restricting(decision_id=str(decision.pk), moderator=moderator, now=utc_now())


def _page(
    request: HttpRequest,
    moderator: User,
    *,
    error: str = "",
    form: RestrictionForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    now = utc_now()
    done = request.GET.get("done", "")
    decision = Decision.objects.filter(pk=done, moderator=moderator).first() if _is_uuid(done) else None
    values = {
        "page": restrictions_page(
            moderator=moderator, before=moment_in(request.GET.get("before", "")), now=now
        ),
        "error": error,
        "form": form,
        "done": decision,
        "undo": undo_view(decision, reverse("desk:undo_restriction"), now=now) if decision else None,
    }
    return render(request, "desk/card/restrictions.html", values, status=status)


def _done_on_card(decision: Decision, comment: Comment, words: str, now: datetime) -> MessageView:
    url = reverse("desk:undo_restrict", args=[comment.public_id])
    return MessageView(
        words=words,
        name=comment.name,
        public_id=comment.public_id,
        undo=undo_view(decision, url, now=now),
    )


def _first_error(form: RestrictionForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _is_uuid(words: str) -> bool:
    return UndoForm({"decision": words}).is_valid()
