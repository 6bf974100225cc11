"""The page on which a commenter follows their comment, changes it while it waits, and takes it back.

Its address is the permission: it is not stored, not indexed, not passed on as a referrer, and says nothing to
somebody who does not know it (promises 1.8 and 1.9).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from kawaraban.comments.actions import author
from kawaraban.comments.actions.appeal import appeal as file_appeal
from kawaraban.comments.actions.appeal import appeal_restriction
from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.models import Comment, Restriction, Status
from kawaraban.comments.names.house_words import house_words
from kawaraban.comments.refusals import refusal_words, storage_refusal
from kawaraban.comments.submission import Reason, Refused
from kawaraban.comments.tracking import TrackingView, track, waiting_tag
from kawaraban.doors.public.answering import page, private
from kawaraban.doors.public.form.answers import ANSWERS, seconds_until_retry
from kawaraban.doors.public.form.origin import is_foreign_to_a_secret_address
from kawaraban.doors.public.form.sent_form import WrongKind, read_form
from kawaraban.doors.public.redress.appeal.forms import AppealForm
from kawaraban.doors.public.tracking.words import state_of, wait_words
from kawaraban.kit.clock import utc_now
from kawaraban.law.redress.appeals import NotAppealable
from kawaraban.press.printing.methods import takes_form

TrackedView = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What could not be done, and the words that were typed.

    `suspension` names the one that `appeal_form` is about; "" is the decision about the comment.
    """

    refused: Refused | None = None
    is_too_late: bool = False
    text: str | None = None
    appeal_form: AppealForm | None = None
    suspension: str = ""

    @property
    def status(self) -> int:
        """409 when the comment has moved on meanwhile."""
        if self.refused:
            return ANSWERS[self.refused.reason].status
        if self.appeal_form is not None and self.appeal_form.errors:
            return HTTPStatus.UNPROCESSABLE_ENTITY
        return HTTPStatus.CONFLICT if self.is_too_late else HTTPStatus.OK


_NOTHING: Final = _Kept()


def _secret_address(view: TrackedView) -> TrackedView:
    """What all views here share: foreign forms refused, unknown links answered, and the headers of a secret."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **more: str) -> HttpResponse:
        try:
            if request.method == "POST" and is_foreign_to_a_secret_address(request):
                response = _page(request, token, _Kept(refused=Refused(Reason.FOREIGN_SITE)))
            else:
                response = view(request, token, **more)
        except Comment.DoesNotExist:
            response = page(
                request, "public/track_unknown.html", {}, language=settings.LANGUAGE_CODE, status=404
            )
        response.headers["Referrer-Policy"] = "no-referrer"
        return private(response)

    return guarded


@_secret_address
def show(request: HttpRequest, token: str) -> HttpResponse:
    """GET: where the comment stands. `?sent=1` shows the notice of promise P7 above it while it waits.

    An open page asks again with the tag that it came with: 304 until something was decided.
    """
    if "If-None-Match" in request.headers and (tag := waiting_tag(token, utc_now())):
        unchanged = get_conditional_response(request, etag=tag)
        if unchanged is not None:
            unchanged.headers["ETag"] = tag
            return unchanged
    return _page(request, token)


@takes_form
@_secret_address
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """POST: take the comment back."""
    if request.method == "POST":
        try:
            author.withdraw(tracking_token=token, now=utc_now())
        except author.NotPossibleNow:
            return _page(request, token, _Kept(is_too_late=True))
        except OperationalError as failure:
            return _page(request, token, _Kept(refused=storage_refusal(failure)))
    return _back(token)


@takes_form
@_secret_address
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """POST: take the comment back, and every word of it and about it; at once, or after what is open is answered.

    The answer is the same in both cases: the page then says which.
    """
    if request.method == "POST":
        try:
            erase_own(tracking_token=token, now=utc_now())
        except OperationalError as failure:
            return _page(request, token, _Kept(refused=storage_refusal(failure)))
    return _back(token)


@takes_form
@_secret_address
def revise(request: HttpRequest, token: str) -> HttpResponse:
    """POST: replace the words while the comment waits. What was typed is kept when it is refused."""
    if request.method != "POST":
        return _back(token)
    try:
        sent = read_form(request)
    except WrongKind:
        return _back(token)
    try:
        if sent.refused is not None:
            raise sent.refused
        author.revise(tracking_token=token, text=sent["text"], now=utc_now())
    except Refused as refused:
        return _page(request, token, _Kept(refused=refused, text=sent["text"]))
    except author.NotPossibleNow:
        return _page(request, token, _Kept(is_too_late=True, text=sent["text"]))
    except OperationalError as failure:
        return _page(request, token, _Kept(refused=storage_refusal(failure), text=sent["text"]))
    return _back(token)


@takes_form
@_secret_address
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """POST: ask that another person decides again."""
    if request.method != "POST":
        return _back(token)
    form = AppealForm(request.POST, label_suffix="")
    with translation.override(Comment.objects.get(tracking_token=token).language):
        if not form.is_valid():
            return _page(request, token, _Kept(appeal_form=form))
    try:
        file_appeal(tracking_token=token, words=form.cleaned_data["words"], now=utc_now())
    except NotAppealable:
        return _page(request, token, _Kept(is_too_late=True, text=form.cleaned_data["words"]))
    except OperationalError as failure:
        return _page(request, token, _Kept(refused=storage_refusal(failure), appeal_form=form))
    return _back(token)


@takes_form
@_secret_address
def appeal_suspension(request: HttpRequest, token: str, public_id: str) -> HttpResponse:
    """POST: ask the same of a suspension of which this comment was the occasion."""
    if request.method != "POST":
        return _back(token)
    form = AppealForm(request.POST, label_suffix="", auto_id=_id_of(public_id))
    with translation.override(Comment.objects.get(tracking_token=token).language):
        if not form.is_valid():
            return _page(request, token, _Kept(appeal_form=form, suspension=public_id))
    try:
        words = form.cleaned_data["words"]
        appeal_restriction(tracking_token=token, public_id=public_id, words=words, now=utc_now())
    except (NotAppealable, Restriction.DoesNotExist):
        return _page(request, token, _Kept(is_too_late=True, text=form.cleaned_data["words"]))
    except OperationalError as failure:
        refused = storage_refusal(failure)
        return _page(request, token, _Kept(refused=refused, appeal_form=form, suspension=public_id))
    return _back(token)


def _id_of(public_id: str) -> str:
    """A page may have several forms for an appeal: each has ids of its own."""
    return f"id_{public_id}_%s"


def _back(token: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("public:track", args=[token]), status=HTTPStatus.SEE_OTHER)


def _empty_appeal(public_id: str) -> AppealForm:
    return AppealForm(label_suffix="", auto_id=_id_of(public_id))


def _page(request: HttpRequest, token: str, kept: _Kept = _NOTHING) -> HttpResponse:
    """The page, with what could not be done above it and the words that were typed in the form.

    Raises Comment.DoesNotExist.
    """
    comment = track(token, utc_now())
    is_arrival = "sent" in request.GET and comment.status == Status.PENDING
    with translation.override(comment.language):
        context = _context(comment, kept) | {
            "notice": house_words(comment.language).notice if is_arrival else "",
        }
    response = page(request, "public/track.html", context, language=comment.language, status=kept.status)
    if comment.waiting_tag and request.method == "GET":
        response.headers["ETag"] = comment.waiting_tag
    if kept.refused is not None and seconds_until_retry(kept.refused):
        response.headers["Retry-After"] = str(seconds_until_retry(kept.refused))
    return response


def _context(comment: TrackingView, kept: _Kept) -> dict[str, Any]:
    """What the page shows, in the language that is active."""
    form, suspension = kept.appeal_form, kept.suspension
    return {
        "comment": comment,
        "state": state_of(
            comment.status,
            is_to_be_erased=comment.erasure_asked_at is not None,
            reasons_follow=comment.reasons_follow,
        ),
        "wait": wait_words(comment.waiting_estimate),
        "error": refusal_words(kept.refused) if kept.refused else "",
        "is_too_late": kept.is_too_late,
        "appeal_form": (not suspension and form) or AppealForm(label_suffix=""),
        "suspensions": [
            (each, (each.public_id == suspension and form) or _empty_appeal(each.public_id))
            for each in comment.suspensions
        ],
        "typed": comment.text if kept.text is None else kept.text,
        "keeps_typed": kept.text is not None,
    }
