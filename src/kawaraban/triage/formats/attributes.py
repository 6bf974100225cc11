"""The attributes that Perspective's clients ask for, and which of our heads answers each.

    found = find_attribute("TOXICITY@6")
    found.value({Head.TOXIC: .9})                   # .9
    found.is_answered_in(model.languages["tr"])     # whether the heads of a language are enough

An attribute that we know and no head answers (flirting, nonsense, a bridge between people) is supported in no
language: its clients drop it then and ask again for the rest.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kawaraban.triage.model.heads import Head

# A client may ask for a version of an attribute. There is one of each here.
_NAME: Final = re.compile(r"([A-Z][A-Z_]{0,63})(?:@[0-9]{1,4})?")
_EXPERIMENTAL: Final = "_EXPERIMENTAL"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A name of the wire format. `heads` is empty where nothing of ours answers; the highest of them counts.

    `power`: a probability is raised to it. `asks_desk`: what this paper's desk would decide, where that is known.
    """

    name: str
    heads: tuple[Head, ...]
    power: int = 1
    asks_desk: bool = False

    def is_answered_in(self, heads: Set[Head]) -> bool:
        """Whether a language that has these heads has what this attribute asks for."""
        return bool(self.heads) and not heads.isdisjoint(self.heads)

    def value(self, scores: Mapping[Head, float]) -> float:
        """A probability. 0 where none of its heads has said anything."""
        # Two comparisons rather than max() with a generator: this runs for each sentence of each attribute.
        highest = 0.0
        for head in self.heads:
            score = scores.get(head, 0.0)
            if score > highest:
                highest = score
        return highest if self.power == 1 else highest**self.power


_TABLE: Final = (
    Attribute("TOXICITY", (Head.TOXIC,)),
    # It says of fewer texts that they are severe and orders them as TOXICITY does: .5 of it is .71 of the other.
    Attribute("SEVERE_TOXICITY", (Head.TOXIC,), power=2),
    Attribute("TOXICITY_FAST", (Head.TOXIC,)),
    Attribute("IDENTITY_ATTACK", (Head.IDENTITY_ATTACK,)),
    Attribute("INSULT", (Head.INSULT,)),
    Attribute("PROFANITY", (Head.OBSCENE,)),
    Attribute("THREAT", (Head.THREAT,)),
    Attribute("SEXUALLY_EXPLICIT", (Head.SEXUAL,)),
    # A model that sees one comment does not know whom it means: these say that it attacks, not whom.
    Attribute("ATTACK_ON_AUTHOR", (Head.INSULT, Head.THREAT)),
    Attribute("ATTACK_ON_COMMENTER", (Head.INSULT, Head.THREAT)),
    Attribute("ATTACK_ON_PUBLISHER", (Head.INSULT, Head.THREAT)),
    Attribute("INFLAMMATORY", (Head.TOXIC, Head.IDENTITY_ATTACK)),
    Attribute("LIKELY_TO_REJECT", tuple(Head), asks_desk=True),
    Attribute("OBSCENE", (Head.OBSCENE,)),
    Attribute("SPAM", (Head.SPAM,)),
    *(
        Attribute(name, ())
        for name in (
            *("FLIRTATION", "INCOHERENT", "OFF_TOPIC", "UNSUBSTANTIAL"),
            # What brings people together, and what drives them apart.
            *("AFFINITY", "COMPASSION", "CURIOSITY", "NUANCE", "PERSONAL_STORY", "REASONING", "RESPECT"),
            *(
                "ALIENATION",
                "FEARMONGERING",
                "GENERALIZATION",
                "MORAL_OUTRAGE",
                "POWER_APPEAL",
                "SCAPEGOATING",
            ),
        )
    ),
)
ATTRIBUTES: Final[Mapping[str, Attribute]] = MappingProxyType({each.name: each for each in _TABLE})


def find_attribute(name: str) -> Attribute | None:
    """What a client means by a name, with or without a version or the word experimental; None for no name of ours."""
    known = ATTRIBUTES.get(name)
    if known is not None:
        return known
    match = _NAME.fullmatch(name)
    return ATTRIBUTES.get(match[1].removesuffix(_EXPERIMENTAL)) if match else None
