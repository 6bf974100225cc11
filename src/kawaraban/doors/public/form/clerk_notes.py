"""What the clerk has said of a form that the app answers, on its way there.

    note_for(Refused(Reason.TOO_FAST, seconds=7))   -> '{"refused": "too_fast", "facts": {"seconds": 7}}'
    said_before(request)                            -> that Refused again, or None where nobody said anything

The clerk renders nothing. Where a sender must see a page, the front gives the same form to the app with this note,
and the app makes the page; it does not receive the comment again. `press/front/relay.py` lets no other header of this
name through.
"""

import json

from django.http import HttpRequest

from kawaraban.comments.submission import Reason, Refused
from kawaraban.doors.public.form.sent_form import WrongKind
from kawaraban.kit.seeing.families import REFUSALS
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.press.intake.frames import NOTE_HEADER


class Unconfirmed(Exception):
    """The browser does not say whose page sent the form: one more button is asked for."""


Said = Refused | Unconfirmed | WrongKind

_UNCONFIRMED, _WRONG_KIND = {"refused": "unconfirmed"}, {"refused": "wrong_kind"}


def note_for(said: Said) -> str:
    """In ASCII, on one line: it travels in a header."""
    if isinstance(said, Refused):
        return json.dumps({"refused": said.reason.value, "facts": said.facts})
    return json.dumps(_without_reason(said))


def count_refusal(said: Said) -> None:
    """For the figures of the paper. Whoever says it first counts it: the app only repeats what the clerk has said."""
    TALLY.count(
        REFUSALS, said.reason.value if isinstance(said, Refused) else _without_reason(said)["refused"]
    )


def _without_reason(said: Unconfirmed | WrongKind) -> dict[str, str]:
    return _UNCONFIRMED if isinstance(said, Unconfirmed) else _WRONG_KIND


def said_before(request: HttpRequest) -> Said | None:
    """What the note says; None without one. What cannot be read is a form that was not stored."""
    note = request.headers.get(NOTE_HEADER)
    if note is None:
        return None
    try:
        said = json.loads(note)
        if said == _UNCONFIRMED:
            return Unconfirmed()
        if said == _WRONG_KIND:
            return WrongKind()
        return Refused(Reason(said["refused"]), **said.get("facts", {}))
    except (ValueError, KeyError, TypeError):
        return Refused(Reason.BUSY)
