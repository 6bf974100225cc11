"""What the model says of a comment, for the card: what it suspects, how sure it is, and what weighed; or why nothing.

    hint_of(comment, sees_hints=walk.sees_hints)      # None: nothing is to be said at all
    seen(findings, hint)                              # without what nobody is to see

A hint that is hidden is hidden whole: no mark, no reason, no ground, nothing of what the writer was asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from kawaraban.comments.models import Comment, CommentScore, StoredFinding
from kawaraban.comments.phases import triage
from kawaraban.comments.phases.wording import finding_words
from kawaraban.law.policy.wording import ground_label
from kawaraban.look.words import percent
from kawaraban.triage.taught.bands import Band, band_of

_STATE = CommentScore.State
# Nobody reads that a model is certain.
_SUREST = 0.99


class Says(StrEnum):
    """What the model says, or why it says nothing."""

    SUSPECTS = "suspects"
    NOTHING = "nothing"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"
    BLIND = "blind"


@dataclass(frozen=True, slots=True)
class HintView:
    """`label` is the suspected ground, "" where none is named; `words` a sentence; `estimate` "72 %".

    `weighed` are pieces of the text, the heaviest first. `was_nudged`: the writer was asked before sending.
    """

    says: Says
    words: str
    ground: str = ""
    label: str = ""
    estimate: str = ""
    weighed: tuple[str, ...] = ()
    was_nudged: bool = False

    @property
    def is_visible(self) -> bool:
        """Whether a moderator sees what the model says: also that it suspects nothing."""
        return self.says in {Says.SUSPECTS, Says.NOTHING}


def hint_of(comment: Comment, *, sees_hints: bool) -> HintView | None:
    """Of its newest words. None where hints are hidden, or nobody asked the model."""
    scored = _scored(comment) if sees_hints else None
    if scored is None:
        return None
    if scored.is_blind:
        return HintView(
            Says.BLIND, _("What the model says is hidden: the comment belongs to a random sample.")
        )
    if scored.state == _STATE.FAILED:
        return HintView(Says.FAILED, _("Not checked: the model could not look at it."))
    return _spoken(scored, was_nudged=comment.was_nudged)


def _scored(comment: Comment) -> CommentScore | None:
    scored: CommentScore | None = getattr(comment, "triage", None)
    return scored if scored and scored.revision_number == comment.revision_number else None


def _spoken(scored: CommentScore, *, was_nudged: bool) -> HintView:
    if scored.score is None:
        return HintView(Says.UNSUPPORTED, _("Not checked: the model does not know this language."))
    band = band_of(scored.score)
    if band is Band.NOTHING:
        words = _("The model suspects nothing in it.")
        return HintView(Says.NOTHING, words, was_nudged=was_nudged)
    return HintView(
        Says.SUSPECTS,
        finding_words(triage.PHASE, str(int(band))),
        ground=scored.ground,
        label=ground_label(scored.ground) if scored.ground else "",
        estimate=percent(min(scored.score, _SUREST)),
        weighed=tuple(words for words, _weight in scored.weighed),
        was_nudged=was_nudged,
    )


def is_seen(comment: Comment, *, sees_hints: bool) -> bool:
    """The same as `is_visible`, of a comment in a list: `triage` is to be loaded with it."""
    scored = _scored(comment) if sees_hints else None
    return scored is not None and not scored.is_blind


def seen(findings: Iterable[StoredFinding], *, is_hint_seen: bool) -> list[StoredFinding]:
    """The findings without the model's, where its hint is hidden."""
    return [each for each in findings if is_hint_seen or each.phase != triage.PHASE]
