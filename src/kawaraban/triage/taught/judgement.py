"""What triage says of one text: for the desk, for the writer's nudge, and for clients that ask.

judgement = current().assess(["You are an idiot."], ["en"])[0]
judgement.state, judgement.probability, judgement.ground     # State.SCORED, 0.93, Ground.INSULT
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kawaraban.law.grounds import Ground
from kawaraban.triage.model.heads import GROUND_OF, Head
from kawaraban.triage.model.scores import Weighed
from kawaraban.triage.taught.bands import Band, band_of


class State(StrEnum):
    """How far the model came. Stored: the codes are frozen."""

    SCORED = "scored"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`probability`: that the words break the policy, from 0 to 1; None where the model knows nothing of the language.

    `heads` are the base model's, without what the desk taught. `ground` is what it suspects, None where it suspects
    nothing or cannot say what. `weighed` are the pieces of the words that weighed most: for moderators alone.
    """

    state: State
    probability: float | None = None
    ground: Ground | None = None
    heads: Mapping[Head, float] = field(default_factory=dict)
    language: str = ""
    confidence: float = 0.0
    weighed: tuple[Weighed, ...] = ()
    model_version: str = ""

    @property
    def band(self) -> Band:
        """How sure it is."""
        return band_of(self.probability)


# That nobody looked: a model that failed says nothing of the words.
FAILED = Judgement(State.FAILED)

# A ground is named where its head says at least so much of what the text as a whole is suspected of.
_PART_OF_THE_WHOLE = 0.5


def suspected(heads: Mapping[Head, float], probability: float) -> Ground | None:
    """The ground whose head says most. "toxic" says of no text why: it counts where no other head says much."""
    if band_of(probability) is Band.NOTHING:
        return None
    typed = {head: value for head, value in heads.items() if head is not Head.TOXIC}
    strongest = max(typed, key=lambda head: typed[head], default=None)
    if strongest is not None and typed[strongest] >= _PART_OF_THE_WHOLE * probability:
        return GROUND_OF[strongest]
    if heads.get(Head.TOXIC, 0.0) >= _PART_OF_THE_WHOLE * probability:
        return GROUND_OF[Head.TOXIC]
    return None
