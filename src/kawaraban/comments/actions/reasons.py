"""Checks the reasons of a decision: the one way from the form of a door to the row of the decision.

reasons_given(comment, REJECT.needs, Reasons(ground="insult"))      # Grounds(ground=Ground.INSULT, reason="...")
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

from kawaraban.comments.models import Comment
from kawaraban.comments.passages import passage_in
from kawaraban.comments.raised.about import asks_why
from kawaraban.law.basis import LegalGround
from kawaraban.law.grounds import Ground
from kawaraban.law.policy.ground_rules import Missing, missing_in
from kawaraban.law.policy.grounds import ground_named
from kawaraban.law.policy.reasons import Need, Needs, Reasons


class WordsNeeded(ValueError):
    """Somebody is to be told why, and nothing was said."""


class GroundColumns(TypedDict):
    """The same as columns of a decision."""

    ground: str
    own_ground: str
    offence: str
    legal_ground: str
    note: str
    passage: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what a restriction rests: one of ours, the paper's own under it, the law where it is `illegal`.

    `reason` is the standard reason of the ground in the comment's language, `passage` the words that decided.
    """

    ground: Ground | None = None
    own_ground: str = ""
    note: str = ""
    law: LegalGround | None = None
    reason: str = ""
    passage: str = ""

    @property
    def columns(self) -> GroundColumns:
        """As a decision keeps them; the reason goes into its facts."""
        return {
            "ground": self.ground.value if self.ground else "",
            "own_ground": self.own_ground,
            "offence": self.law.offence if self.law else "",
            "legal_ground": self.law.law.strip() if self.law else "",
            "note": self.note,
            "passage": self.passage,
        }


def needs_now(comment: Comment, needs: Needs) -> Needs:
    """What must be said about this comment: words where somebody outside is to be told why. At most two queries."""
    if needs.note is not Need.WHERE_ASKED:
        return needs
    return replace(needs, note=Need.MUST if asks_why(comment) else Need.MAY)


def reasons_given(comment: Comment, needs: Needs, reasons: Reasons) -> Grounds:
    """Check a moderator's reasons by the policy under which the comment was sent.

    Raises ValueError for a ground that is missing or that this version does not know. It does the same where the
    ground lacks the words or the law that it needs, where it names no law and one is given, and for a passage that is
    not in the comment. Raises WordsNeeded where somebody is to be told why. What such a decision never says is left
    out.
    """
    needs = needs_now(comment, needs)
    note = "" if needs.note is Need.NEVER else reasons.note.strip()
    if needs.ground is Need.NEVER or not reasons.ground:
        _complete(missing_in(replace(reasons, ground=""), needs=needs, named=None))
        passage = passage_in(comment.text, reasons.passage) if needs.ground is not Need.NEVER else ""
        return Grounds(note=note, passage=passage)
    named = ground_named(comment.policy_number, reasons.ground, comment.language)
    _complete(missing_in(reasons, needs=needs, named=named))
    if reasons.law and reasons.law.law.strip() and not named.needs_law:
        raise ValueError("the ground illegal, and no other, names the law")
    return Grounds(
        ground=named.parent,
        own_ground=named.code if named.is_own else "",
        note=note,
        law=reasons.law if named.needs_law else None,
        reason=named.reason,
        passage=passage_in(comment.text, reasons.passage),
    )


_LACKS: Mapping[Missing, str] = {
    Missing.GROUND: "it names a ground",
    Missing.KNOWN_GROUND: "its ground is one of the policy",
    Missing.WORDS: "its ground needs words",
    Missing.LAW: "it names the law",
}


def _complete(missing: tuple[Missing, ...]) -> None:
    if Missing.NOTE in missing:
        raise WordsNeeded("somebody is told why: that needs words")
    if missing:
        raise ValueError("a decision is not complete: " + ", ".join(_LACKS[each] for each in missing))
