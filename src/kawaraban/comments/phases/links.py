"""Adviser: addresses of other sites."""

import regex

from kawaraban.comments.phases.look import Finding, Look
from kawaraban.law.grounds import Ground

PHASE = "links"
_ADDRESS = regex.compile(r"(?i)(?<![A-Za-z0-9])(?:https?://|www\.)[^\s<>\"]+")
_WEIGHTS = (0.0, 0.2, 0.45, 0.8)  # for none, one, two, three and more


def links(look: Look) -> Finding | None:
    """One link is often a source; three are often an advertisement."""
    found = _ADDRESS.findall(look.text)
    if not found:
        return None
    return Finding(PHASE, Ground.SPAM, _WEIGHTS[min(len(found), 3)], " ".join(found[:3]))
