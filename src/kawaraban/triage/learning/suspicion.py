"""How probably words break a policy, by all that the heads of the base model say of them.

    suspicion({Head.TOXIC: 0.05, Head.IDENTITY_ATTACK: 0.5})     # 0.1, and not 0.5

The surest head speaks for all. But the head for attacks on groups of people reads the names of groups, and harmless
sentences with such a name have an unlucky score there. It is believed only as far as the other heads bear it out: they
never see those names.
"""

from collections.abc import Mapping
from typing import Final

from kawaraban.triage.model.heads import Head

# So many times what all other heads say is the head believed that reads names of groups.
_BELIEVED: Final = 2.0


def suspicion(heads: Mapping[Head, float]) -> float | None:
    """From 0 to 1, of the probabilities of the heads; None where the language has none."""
    if not heads:
        return None
    others = max((said for head, said in heads.items() if head is not Head.IDENTITY_ATTACK), default=0.0)
    about_groups = heads.get(Head.IDENTITY_ATTACK, 0.0)
    return max(others, min(about_groups, others * _BELIEVED))
