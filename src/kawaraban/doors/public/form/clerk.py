"""What the clerk does with the forms that waited: opens each, hands in all that are fit, answers every one.

    run_clerk: ClerkLoop(path, take)       # config/processes/roles.py

A form is answered as the app would answer it (a test holds the two together): 303 to the tracking page, JSON for
scripts. A refusal that needs a page is left to the app with a note (`clerk_notes.py`). Nothing is rendered here: no
sender waits for a template.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import connection
from django.http import HttpResponse

from kawaraban.comments.actions.receive import Receipt
from kawaraban.comments.names.house_words import house_words
from kawaraban.comments.submission import Reason, Refused, Submission
from kawaraban.doors.public.answering import private
from kawaraban.doors.public.form.answers import (
    accepts_json,
    after_sending,
    receipt_as_json,
    refusal_as_json,
    seconds_until_retry,
)
from kawaraban.doors.public.form.clerk_notes import Unconfirmed, count_refusal, note_for
from kawaraban.doors.public.form.origin import origin_by_headers
from kawaraban.doors.public.form.sending import hand_in, submission_of
from kawaraban.doors.public.form.sent_form import SentForm, WrongKind, read_body
from kawaraban.kit.clock import utc_now
from kawaraban.look.security_headers import UNLESS_SAID, security_headers
from kawaraban.press.addresses import SENDING_PATH
from kawaraban.press.intake.frames import Headers, Letter, Reply

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A form that was looked at: the comment in it, or why there is none."""

    language: str
    wants_json: bool
    found: Submission | Refused | Unconfirmed | WrongKind


def take(letters: Sequence[Letter]) -> list[Reply]:
    """A reply to each letter, in their order; what is stored is stored in one transaction."""
    now = utc_now()
    opened = [_open(letter, now) for letter in letters]
    submissions = [form.found for form in opened if isinstance(form.found, Submission)]
    outcomes = iter(_handed_in(submissions, now))
    notices: dict[str, str] = {}
    replies = []
    for form in opened:
        outcome = next(outcomes) if isinstance(form.found, Submission) else form.found
        replies.append(
            _receipt_for(outcome, form, notices)
            if isinstance(outcome, Receipt)
            else _refusal_for(outcome, form)
        )
    return replies


def _open(letter: Letter, now: datetime) -> _Opened:
    wants_json = accepts_json(letter.accept)
    sent = SentForm()
    try:
        sent = read_body(letter.content_type, letter.body)
        found: Submission | Refused | Unconfirmed | WrongKind = submission_of(
            sent,
            origin=origin_by_headers(letter.site, letter.origin, scheme=letter.scheme, host=letter.host),
            wants_json=wants_json,
            address=letter.address,
            now=now,
        )
    except (Refused, Unconfirmed, WrongKind) as said:
        found = said
    except Exception as failure:  # one form that cannot be opened must not cost the others theirs
        logger.error("a form could not be opened: %s", type(failure).__name__)
        found = Refused(Reason.BUSY)
    return _Opened(sent["language"], wants_json, found)


def _handed_in(submissions: Sequence[Submission], now: datetime) -> Sequence[Receipt | Refused]:
    if not submissions:
        return []
    outcomes = hand_in(submissions, now=now)
    if connection.errors_occurred:
        # A server that went away, a file that was replaced: the next batch begins with a connection of its own.
        connection.close()
    return outcomes


def _receipt_for(receipt: Receipt, form: _Opened, notices: dict[str, str]) -> Reply:
    if not form.wants_json:
        return Reply(303, _headers("text/html; charset=utf-8"), location=after_sending(receipt))
    language = receipt.language
    if language not in notices:
        notices[language] = house_words(language).notice
    status, body = receipt_as_json(receipt, notice=notices[language])
    return Reply(int(status), _headers("application/json"), json.dumps(body).encode())


def _refusal_for(said: Refused | Unconfirmed | WrongKind, form: _Opened) -> Reply:
    count_refusal(said)
    if not isinstance(said, Refused) or not form.wants_json:
        return Reply(note=note_for(said))
    status, body = refusal_as_json(said, language=form.language)
    return Reply(
        int(status),
        _headers("application/json", retry_after=seconds_until_retry(said)),
        json.dumps(body).encode(),
    )


@cache  # the waiting times of a minute and an hour are numbered
def _headers(content_type: str, *, retry_after: int = 0) -> Headers:
    """Those of the app's answer at this address, which pass through more hands there."""
    response = private(HttpResponse(content_type=content_type))
    del response.headers["Expires"]  # a moment, and this is kept: Cache-Control says the same
    response.headers["Vary"] = "Accept"
    for name, value in {**security_headers(SENDING_PATH), **UNLESS_SAID}.items():
        response.headers[name] = value
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return tuple(response.headers.items())
