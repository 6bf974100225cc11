"""What the model gives a probability for, and the ground of the policy each of them speaks of."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from kawaraban.law.grounds import Ground


class Head(StrEnum):
    """One question the model answers. The codes are stored and answered to strangers: none is ever renamed."""

    TOXIC = "toxic"
    INSULT = "insult"
    THREAT = "threat"
    OBSCENE = "obscene"
    IDENTITY_ATTACK = "identity_attack"
    SEXUAL = "sexual"
    SPAM = "spam"


# Defamation, what is illegal and personality rights have no head: people judge those.
GROUND_OF: Mapping[Head, Ground] = MappingProxyType(
    {
        Head.TOXIC: Ground.HARASSMENT,
        Head.INSULT: Ground.INSULT,
        Head.THREAT: Ground.THREAT,
        Head.OBSCENE: Ground.VULGAR,
        Head.IDENTITY_ATTACK: Ground.DEROGATORY,
        Head.SEXUAL: Ground.PORNOGRAPHIC,
        Head.SPAM: Ground.SPAM,
    }
)
