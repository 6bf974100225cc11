"""Adviser: what the model of triage makes of the words. It was asked for all comments of a batch at once."""

from typing import Final

from kawaraban.comments.phases.look import Finding, Look
from kawaraban.triage.taught.bands import Band

PHASE = "triage"
# How much a step of certainty weighs in the order of need: less than the probability says, since the model errs.
WEIGHTS: Final = {Band.MAY: 0.3, Band.PROBABLY: 0.6, Band.VERY_PROBABLY: 0.9}


def triage(look: Look) -> Finding | None:
    """What it suspects, and how sure it is: the quote is the number of the step. None where it suspects nothing."""
    if look.triage is None or look.triage.judged.band is Band.NOTHING:
        return None
    judged = look.triage.judged
    return Finding(PHASE, judged.ground, WEIGHTS[judged.band], str(int(judged.band)))
