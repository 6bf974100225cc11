"""What approving by score alone would cost: how many comments, and how many violations. Nobody is offered it.

    found = approvable(labels, scores)
    found.share                          # .31 of all comments stand under the cut
    found.let_through                    # .04 of all violations stand there too

The rate of what is missed says little where violations are rare: it is near nothing whatever is let through.
So the part of all violations that would be published is said beside it, always.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from kawaraban.triage.judging.ranking import Floats, Labels

MISSED: Final = 0.005
CONFIDENCE: Final = 0.95
STEPS: Final = 50
# The first cut has room for one violation where it takes at most a fifth of the comments.
ROOMY: Final = 5
SPLITS: Final = 40
HALVINGS: Final = 60


def clopper_pearson(missed: int, of: int, confidence: float = CONFIDENCE) -> float:
    """The highest rate at which `missed` or fewer among `of` would still be seen once in 1/(1 - confidence) times.

    The exact one-sided upper bound (Clopper and Pearson, 1934). 1 where nothing was seen.
    """
    if missed >= of:
        return 1.0
    counts = np.arange(missed, dtype=np.float64)
    ways = np.concatenate(([0.0], np.cumsum(np.log((of - counts) / (counts + 1)))))
    found = np.arange(missed + 1)
    low, high = missed / of, 1.0
    for _halving in range(HALVINGS):
        rate = (low + high) / 2
        terms = ways + found * math.log(rate) + (of - found) * math.log1p(-rate)
        if np.exp(terms).sum() > 1 - confidence:
            low = rate
        else:
            high = rate
    return high


@cache
def needed(missed: float = MISSED, confidence: float = CONFIDENCE, *, found: int = 0) -> int:
    """How many comments must stand under a cut so that `found` violations among them pass. 598 for none at .5 %."""
    fewest, most = found + 1, 2
    while clopper_pearson(found, most, confidence) > missed:
        fewest, most = most, most * 2
    while fewest < most:
        middle = (fewest + most) // 2
        if clopper_pearson(found, middle, confidence) > missed:
            fewest = middle + 1
        else:
            most = middle
    return most


@dataclass(frozen=True)
class Approvable:
    """What stands at or under a cut. `cut` is None where no cut can promise the rate."""

    cut: float | None
    share: float
    missed: float
    bound: float
    let_through: float


NOTHING: Final = Approvable(cut=None, share=0.0, missed=0.0, bound=1.0, let_through=0.0)


def approvable(
    labels: Labels, scores: Floats, *, missed: float = MISSED, confidence: float = CONFIDENCE
) -> Approvable:
    """The largest share under a cut at which at most `missed` of the approved break the policy, surely enough.

    Cuts are tried from the strictest up and the first that fails ends it: so one bound holds for whichever is taken
    (fixed-sequence testing). The cuts are set before a label is looked at. The first has room for one violation
    where there are enough texts: without it chance alone would often end the search at once.
    """
    order = np.argsort(scores, kind="stable")
    ordered, violations = scores[order], np.cumsum(labels[order])
    found = NOTHING
    for size in sizes(len(order), missed=missed, confidence=confidence):
        # Comments with one score are approved together or not at all.
        under = int(np.searchsorted(ordered, ordered[size - 1], side="right"))
        wrong = int(violations[under - 1])
        bound = clopper_pearson(wrong, under, confidence)
        if bound > missed:
            break
        found = Approvable(
            cut=float(ordered[under - 1]),
            share=under / len(order),
            missed=wrong / under,
            bound=bound,
            let_through=wrong / max(1, int(violations[-1])),
        )
    return found


def sizes(rows: int, *, missed: float, confidence: float) -> list[int]:
    """How many comments each cut approves, the strictest first. Empty where there are too few to promise anything."""
    fewest = needed(missed, confidence)
    if rows < fewest:
        return []
    roomy = needed(missed, confidence, found=1)
    first = roomy if roomy * ROOMY <= rows else fewest
    return sorted({first, *(size for step in range(1, STEPS + 1) if (size := rows * step // STEPS) > first)})


@dataclass(frozen=True)
class Halves:
    """What a cut taken on one half did on the other: means over the splits, and how often the promise was broken."""

    share: float
    missed: float
    let_through: float
    breaches: int
    splits: int
    seed: int


def in_halves(
    labels: Labels, scores: Floats, *, missed: float = MISSED, splits: int = SPLITS, seed: int = 0
) -> Halves:
    """Take the cut on a random half and look what it approves in the other, `splits` times."""
    chance = np.random.default_rng(seed)
    shares, rates, through, breaches = [], [], [], 0
    for _split in range(splits):
        mixed = chance.permutation(len(labels))
        taken, other = mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]
        cut = approvable(labels[taken], scores[taken], missed=missed).cut
        approved = scores[other] <= cut if cut is not None else np.zeros(len(other), dtype=np.bool_)
        wrong = int(labels[other][approved].sum())
        rate = wrong / max(1, int(approved.sum()))
        shares.append(float(approved.mean()))
        rates.append(rate)
        through.append(wrong / max(1, int(labels[other].sum())))
        breaches += rate > missed
    return Halves(
        share=float(np.mean(shares)),
        missed=float(np.mean(rates)),
        let_through=float(np.mean(through)),
        breaches=breaches,
        splits=splits,
        seed=seed,
    )


def thinned(
    labels: Labels, *, prevalence: float, seed: int = 0
) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """The rows that stay so that `prevalence` of them break the policy: all clean ones, and so many of the others.

    All rows where violations are no more frequent than that.
    """
    violations = np.flatnonzero(labels)
    clean = np.flatnonzero(~labels)
    stay = min(len(violations), round(len(clean) * prevalence / (1 - prevalence)))
    chosen = np.random.default_rng(seed).choice(violations, stay, replace=False)
    return np.sort(np.concatenate((clean, chosen)))
