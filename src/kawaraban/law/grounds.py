"""The grounds on which a comment may be refused: a plain list that never changes its codes.

Stored in decisions, statements and the ledger, and read by programs without Django. A ground may be added
at the end; a code is never renamed, reused or removed. The words shown to people are in `law/policy/wording.py`.
"""

from enum import StrEnum


class Ground(StrEnum):
    """One reason of the published policy (promise P8)."""

    ILLEGAL = "illegal"
    THREAT = "threat"
    HARASSMENT = "harassment"
    INSULT = "insult"
    DEROGATORY = "derogatory"
    DEFAMATION = "defamation"
    VULGAR = "vulgar"
    PORNOGRAPHIC = "pornographic"
    INDECENT = "indecent"
    PERSONALITY_RIGHTS = "personality_rights"
    SPAM = "spam"
    OTHER = "other"


# The key on the desk that refuses on this ground; shown beside it, so nobody has to learn them. None of them is the
# key of an act (`doors/desk/keys/table.py`): what is pressed once too often or too late decides nothing.
GROUND_KEYS: dict[Ground, str] = {
    Ground.ILLEGAL: "i",
    Ground.THREAT: "t",
    Ground.HARASSMENT: "h",
    Ground.INSULT: "s",
    Ground.DEROGATORY: "d",
    Ground.DEFAMATION: "f",
    Ground.VULGAR: "v",
    Ground.PORNOGRAPHIC: "g",
    Ground.INDECENT: "z",
    Ground.PERSONALITY_RIGHTS: "y",
    Ground.SPAM: "m",
    Ground.OTHER: "o",
}

# A refusal on these grounds says nothing without words of the moderator; `illegal` also names the law.
GROUNDS_THAT_NEED_WORDS: frozenset[Ground] = frozenset({Ground.ILLEGAL, Ground.OTHER})
