"""Sending a comment: parse, one action, answer (promises 1.8 and 1.12)."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt

from kawaraban.comments.actions.receive import Receipt, receive
from kawaraban.comments.limits import current_limits
from kawaraban.comments.refusals import storage_refusal
from kawaraban.comments.submission import Reason, Refused, shape
from kawaraban.doors.public.answers import received, refusal, wants_json, wrong_kind
from kawaraban.doors.public.confirmation import confirmation_token, is_confirmed
from kawaraban.doors.public.form_context import form_context
from kawaraban.doors.public.origin import Sender, sender_of
from kawaraban.doors.public.page import known_language, page, private
from kawaraban.doors.public.raw_submission import raw_submission
from kawaraban.doors.public.sent_form import SentForm, WrongKind, read_form
from kawaraban.kit.clock import utc_now


@csrf_exempt
def send(request: HttpRequest) -> HttpResponse:
    """POST /comments/. The printed page holds no token: `origin.py` says who sent the form.

    Whoever opens the address by hand is sent to the paper.
    """
    if request.method != "POST":
        return HttpResponseRedirect("/")
    try:
        sent = read_form(request)
    except WrongKind:
        return wrong_kind(request)
    try:
        _check_sender(request, sent)
        if sender_of(request) is Sender.UNKNOWN and not is_confirmed(sent, address=_address(request)):
            return _confirm_page(request, sent)
        receipt = _take(request, sent)
    except Refused as refused:
        return refusal(request, sent, refused)
    return received(request, receipt)


def _check_sender(request: HttpRequest, sent: SentForm) -> None:
    sender = sender_of(request)
    if sender is Sender.FOREIGN or (sender is Sender.UNKNOWN and wants_json(request)):
        raise Refused(Reason.FOREIGN_SITE)
    if sent.refused is not None:
        raise sent.refused


def _take(request: HttpRequest, sent: SentForm) -> Receipt:
    """Store the comment. Raises Refused, also for what the machine could not do."""
    submission = shape(
        raw_submission(sent, address=_address(request), now=utc_now()), limits=current_limits()
    )
    try:
        [outcome] = receive([submission], now=submission.sent_at)
    except OperationalError as failure:
        raise storage_refusal(failure) from failure
    except OSError as failure:
        # The record of the ledger's heads is a plain file: it meets a full disk in its own way.
        refused = storage_refusal(failure)
        if refused.reason is not Reason.DISK_FULL:
            raise
        raise refused from failure
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def _confirm_page(request: HttpRequest, sent: SentForm) -> HttpResponse:
    """One more button, where the browser did not say whose page the form was on."""
    context = form_context(sent["thread"], sent["parent"])
    values = {
        "page": context,
        "sent": sent.fields,
        "is_late": bool(sent["confirm"]),
        "token": confirmation_token(sent, address=_address(request)),
    }
    language = context.language if context else known_language(sent["language"])
    return private(page(request, "public/confirm.html", values, language=language))


def _address(request: HttpRequest) -> str:
    """The sender's network address: the front has put it there."""
    return str(request.META.get("REMOTE_ADDR", ""))
