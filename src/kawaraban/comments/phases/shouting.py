"""Adviser: capitals and marks in heaps."""

import regex

from kawaraban.comments.phases.look import Finding, Look

PHASE = "shouting"
_MARKS = regex.compile(r"[!?！？؟]{4,}")
_ADDRESS = regex.compile(r"(?i)\b(?:https?://|www\.)\S+")
_UPPER = regex.compile(r"\p{Lu}")
_LOWER = regex.compile(r"\p{Ll}")
_FEWEST_LETTERS = 20
_SHARE = 0.7


def _is_mostly_capitals(text: str) -> bool:
    # Most texts have too few capitals, whatever else is in them.
    if len(_UPPER.findall(text)) < _SHARE * _FEWEST_LETTERS:
        return False
    # Addresses are left out: they are small letters by nature.
    words = _ADDRESS.sub(" ", text)
    upper, lower = len(_UPPER.findall(words)), len(_LOWER.findall(words))
    letters = upper + lower
    return letters >= _FEWEST_LETTERS and upper / letters >= _SHARE


def shouting(look: Look) -> Finding | None:
    """Mostly capitals in a text of some length, or four and more marks in a row. Scripts without case never are."""
    if _is_mostly_capitals(look.text):
        return Finding(PHASE, None, 0.3, look.text[:80])
    marks = _MARKS.search(look.text)
    return Finding(PHASE, None, 0.15, marks.group()[:20]) if marks else None
