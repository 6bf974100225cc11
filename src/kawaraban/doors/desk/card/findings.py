"""Why a comment needs a closer look: what the phases found, in words, and which words of the text they mean."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass

from kawaraban.comments.models import StoredFinding
from kawaraban.comments.passages import PassageTooLong, PassageUnknown, passage_in
from kawaraban.comments.phases import earlier_refusals, links, repeats, triage
from kawaraban.comments.phases.wording import finding_words, suspicion_words
from kawaraban.law.policy.wording import ground_label

# Their quote is a number, not a place in the text.
_COUNTS = frozenset({repeats.PHASE, earlier_refusals.PHASE, triage.PHASE})


@dataclass(frozen=True, slots=True)
class FindingView:
    """`ground` is a code or "", `label` its name; `words` is a sentence."""

    ground: str
    label: str
    words: str


def findings_in_words(findings: Iterable[StoredFinding]) -> tuple[FindingView, ...]:
    """The heaviest first, as stored; without what the model suspects, which says more than a sentence (`hints.py`)."""
    return tuple(
        FindingView(
            ground=finding.ground,
            label=ground_label(finding.ground) if finding.ground else "",
            words=finding_words(finding.phase, finding.quote),
        )
        for finding in findings
        if finding.phase != triage.PHASE
    )


def quotes(findings: Iterable[StoredFinding]) -> tuple[str, ...]:
    """The places in the text that the findings mean."""
    found: list[str] = []
    for finding in findings:
        if finding.phase in _COUNTS:
            continue
        found += finding.quote.split() if finding.phase == links.PHASE else [finding.quote]
    return tuple(quote for quote in found if quote)


def passages(findings: Iterable[StoredFinding], text: str) -> dict[str, str]:
    """By ground what the heaviest finding marked in these words, as they say it: what a moderator may quote."""
    offered: dict[str, str] = {}
    for finding in findings:
        for quote in quotes([finding]) if finding.ground and finding.ground not in offered else ():
            with suppress(PassageUnknown, PassageTooLong):
                offered[finding.ground] = passage_in(text, quote)
                break
    return offered


def reasons(findings: Iterable[StoredFinding]) -> tuple[str, ...]:
    """For one line of the queue: each ground once; where no ground is named, the heaviest finding's sentence."""
    listed = list(findings)
    found = {finding.ground for finding in listed if finding.ground and finding.phase != triage.PHASE}
    labels = dict.fromkeys(_reason(finding) for finding in listed if not _is_said(finding, found))
    if labels or not listed:
        return tuple(labels)
    return (finding_words(listed[0].phase, listed[0].quote),)


def _is_said(finding: StoredFinding, found: Collection[str]) -> bool:
    """Whether it names no ground, or is a suspicion of what was found."""
    return not finding.ground or (finding.phase == triage.PHASE and finding.ground in found)


def _reason(finding: StoredFinding) -> str:
    """What was found by its ground; what is only suspected with how surely."""
    label = ground_label(finding.ground)
    return suspicion_words(finding.quote, label) if finding.phase == triage.PHASE else label
