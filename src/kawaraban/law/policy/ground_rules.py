"""What reasons lack: one rule, asked by the form of every door and by the actions behind them.

    missing_in(Reasons(ground="other"), needs=Needs(ground=Need.MUST), named=other)       # (Missing.WORDS,)

A door says what is missing in its own sentences; an action raises.
"""

from enum import StrEnum

from kawaraban.law.policy.grounds import GroundWords
from kawaraban.law.policy.reasons import Need, Needs, Reasons


class Missing(StrEnum):
    """What a decision lacks."""

    GROUND = "ground"  # the act needs one, and none is named
    KNOWN_GROUND = "known_ground"  # the one that is named is not of this policy
    WORDS = "words"  # a note: the ground says nothing by itself
    LAW = "law"  # the law that is broken, as its author can look it up
    NOTE = "note"  # the act needs words: somebody is told nothing else


def missing_in(reasons: Reasons, *, needs: Needs, named: GroundWords | None) -> tuple[Missing, ...]:
    """What is still to be said before somebody can decide; () where nothing is.

    `named` is the ground of the reasons as the policy has it; None where none is named or the policy has no such one.
    """
    note, law = reasons.note.strip(), reasons.law.law.strip() if reasons.law else ""
    lacks = (
        (Missing.GROUND, needs.ground is Need.MUST and not reasons.ground),
        (Missing.KNOWN_GROUND, bool(reasons.ground) and named is None),
        (Missing.WORDS, named is not None and named.needs_words and not note),
        (Missing.LAW, named is not None and named.needs_law and not law),
        (Missing.NOTE, needs.note is Need.MUST and not note),
    )
    return tuple(missing for missing, is_missing in lacks if is_missing)
