"""Sending a comment: parse, one action, answer (promises 1.8 and 1.12).

With a front before it, the clerk has received the comment already (`clerk.py`), and what comes here is what needs
a page: its note says which. Without one, this view receives it.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt

from kawaraban.comments.actions.receive import Receipt
from kawaraban.comments.submission import Refused
from kawaraban.doors.public.answering import known_language, page, private
from kawaraban.doors.public.form.answers import received, refusal, wants_json, wrong_kind
from kawaraban.doors.public.form.clerk_notes import Unconfirmed, count_refusal, said_before
from kawaraban.doors.public.form.confirmation import confirmation_token
from kawaraban.doors.public.form.origin import origin_of_form
from kawaraban.doors.public.form.page import form_context
from kawaraban.doors.public.form.sending import hand_in, submission_of
from kawaraban.doors.public.form.sent_form import SentForm, WrongKind, read_form
from kawaraban.kit.clock import utc_now
from kawaraban.press.printing.methods import takes_form


@takes_form
@csrf_exempt
def send(request: HttpRequest) -> HttpResponse:
    """POST /comments/. The printed page holds no token: `origin.py` says who sent the form.

    Somebody who opens the address by hand is sent to the paper.
    """
    if request.method != "POST":
        return HttpResponseRedirect("/")
    sent = None
    try:
        sent = read_form(request)
        receipt = _take(request, sent)
    except (WrongKind, Unconfirmed, Refused) as said:
        # The clerk has counted what it has said.
        if said_before(request) is None:
            count_refusal(said)
        if sent is None or isinstance(said, WrongKind):
            return wrong_kind(request)
        return _confirm_page(request, sent) if isinstance(said, Unconfirmed) else refusal(request, sent, said)
    return received(request, receipt)


def _take(request: HttpRequest, sent: SentForm) -> Receipt:
    """Store the comment, unless the clerk has said already that it cannot be. Raises what stands against it."""
    said = said_before(request)
    if said is not None:
        raise said
    now = utc_now()
    submission = submission_of(
        sent,
        origin=origin_of_form(request),
        wants_json=wants_json(request),
        address=_address(request),
        now=now,
    )
    [outcome] = hand_in([submission], now=now)
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
