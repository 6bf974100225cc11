"""Which ground needs what beside its name: one rule, asked by the form of every door and by the actions behind them.

    missing_with(ground, note="", law="")       # (Missing.WORDS, Missing.LAW) for a ground under `illegal`

A door says what is missing in its own sentences; an action raises.
"""

from enum import StrEnum

from kawaraban.law.policy.grounds import GroundWords


class Missing(StrEnum):
    """What a decision on a ground lacks."""

    WORDS = "words"  # a note: the ground says nothing by itself
    LAW = "law"  # the law that is broken, as its author can look it up


def missing_with(ground: GroundWords, *, note: str, law: str) -> tuple[Missing, ...]:
    """What is still to be said before somebody can decide on this ground; () where nothing is."""
    lacks = (
        (Missing.WORDS, ground.needs_words and not note.strip()),
        (Missing.LAW, ground.needs_law and not law.strip()),
    )
    return tuple(missing for missing, is_missing in lacks if is_missing)
