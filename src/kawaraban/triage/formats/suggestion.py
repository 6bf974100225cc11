"""Answers `comments:suggestscore`: what was suggested, for whoever may keep it, and the answer.

    suggested = read_suggest_request(body)             # raises ApiError
    keep(suggested) if trusted and not suggested.do_not_store else None
    body = suggestion_answer(suggested, detected=("en",))

Every language may be suggested for: what is taught needs no head.
"""

import json
from collections.abc import Sequence
from typing import Any

from kawaraban.triage.formats.requests import SuggestRequest


def suggestion_answer(request: SuggestRequest, *, detected: Sequence[str] = ()) -> bytes:
    """The body that goes with the status 200. It says nothing of whether the suggestion is learnt from."""
    found: dict[str, Any] = {}
    if request.client_token is not None:
        found["clientToken"] = request.client_token
    if detected:
        found["detectedLanguages"] = list(detected)
    if request.languages:
        found["requestedLanguages"] = list(request.languages)
    return json.dumps(found, separators=(",", ":")).encode("ascii")
