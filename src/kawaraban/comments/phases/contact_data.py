"""Adviser: mail addresses and telephone numbers, the sender's own or somebody else's."""

import regex

from kawaraban.comments.phases.look import Finding, Look
from kawaraban.law.grounds import Ground

PHASE = "contact_data"
_MAIL = regex.compile(r"[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+")
_NUMBER = regex.compile(
    # International or national form: begins with + or 0, then 8 to 14 digits with few signs between them.
    r"(?<![\w.,])(?:\+|[0٠۰])(?:[ ./()-]{0,2}\d){8,14}(?!\w)"
    # The form of North America.
    r"|(?<![\w.,])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\w)"
)


def contact_data(look: Look) -> Finding | None:
    """Quotes the first one. A number in an amount ("2,900,000") or a date is none."""
    found = ("@" in look.text and _MAIL.search(look.text)) or _NUMBER.search(look.text)
    return Finding(PHASE, Ground.PERSONALITY_RIGHTS, 0.5, found.group()) if found else None
