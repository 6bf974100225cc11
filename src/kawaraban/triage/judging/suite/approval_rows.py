"""The table: what approving by score alone would do. It is measured and not offered."""

from typing import Final

from kawaraban.triage.judging.approval import MISSED, in_halves, needed, thinned
from kawaraban.triage.judging.suite.kept_back import KeptBack
from kawaraban.triage.judging.suite.row import FigureRow, missing
from kawaraban.triage.model.heads import Head

PART: Final = "Approval by score (not offered)"
PREVALENCE: Final = 0.02
STREAMS: Final = (
    ("Wikipedia talk", "wikipedia"),
    ("Hate on YouTube, Reddit, Twitter (ken20)", "ken"),
    ("Turkish tweets", "turkish"),
)


def approval_rows(kept: KeptBack) -> list[FigureRow]:
    """The share that could be approved, and under it what that would let through."""
    return [row for what, name in STREAMS for row in stream_rows(kept, f"{what} at {PREVALENCE:.0%}", name)]


def stream_rows(kept: KeptBack, what: str, name: str) -> list[FigureRow]:
    if not kept.can(name, Head.TOXIC):
        return [missing(PART, what, kept.why_not(name, Head.TOXIC))]
    judged = kept.judged(name, Head.TOXIC)
    rows = thinned(judged.labels, prevalence=PREVALENCE)
    if len(rows) < 2 * needed():
        why = f"{len(rows)} texts: a half must have {needed()} to promise {MISSED:.1%} missed"
        return [missing(PART, what, why)]
    found = in_halves(judged.labels[rows], judged.scores[rows])
    broken = f"promise broken in {found.breaches} of {found.splits} splits"
    return [
        FigureRow(PART, f"{what}: share approved", found.share, len(rows), note=broken),
        FigureRow(
            PART, f"{what}: part of all violations let through", found.let_through, len(rows), is_cost=True
        ),
    ]
