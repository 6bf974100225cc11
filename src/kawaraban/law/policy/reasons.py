"""Why somebody decides: the ground, a note, the law, and the words that decided; and what of it an act asks for.

    Reasons(ground="illegal", note="Offers weapons.", law=LegalGround("Weapons Act, section 2"))
    Needs(ground=Need.MUST, note=Need.MAY)

Every door makes `Reasons` of its form and hands them on as one value. What they lack is told by `ground_rules.py`.
"""

from dataclasses import dataclass
from enum import StrEnum

from kawaraban.law.basis import LegalGround


class Need(StrEnum):
    """Whether something is said with a decision."""

    NEVER = "never"
    MAY = "may"
    MUST = "must"
    WHERE_ASKED = "where_asked"  # where somebody outside the desk is to be told why


@dataclass(frozen=True, slots=True)
class Needs:
    """What is said with a decision."""

    ground: Need = Need.NEVER
    note: Need = Need.NEVER


@dataclass(frozen=True, slots=True)
class Reasons:
    """`ground` is a code of the policy under which the comment was sent, ours or the paper's own; "" names none.

    `law` goes with a ground that is against the law. `passage` is words of the comment, quoted to its author.
    """

    ground: str = ""
    note: str = ""
    law: LegalGround | None = None
    passage: str = ""


NO_REASONS = Reasons()
NO_NEEDS = Needs()
# Of what keeps somebody's words from readers for good.
REFUSAL_NEEDS = Needs(ground=Need.MUST, note=Need.MAY)
