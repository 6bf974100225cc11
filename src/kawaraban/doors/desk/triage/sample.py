"""What the random sample tells, whose hints nobody sees: whether hints sway the desk, and whether they save time.

Comments whose hint is hidden are drawn by chance, so that nothing but the hint parts the two groups. What moderators
decide who hide all hints is in neither: they chose so themselves.

    minutes saved = (mean seconds with the hint hidden - mean seconds with the hint shown) x decisions with it / 60
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kawaraban.doors.desk.figures.assessed import BLIND, SHOWN, Assessed, Seconds
from kawaraban.doors.desk.triage.measures import Estimate, mean_difference, share_difference
from kawaraban.triage.taught.bands import Band


@dataclass(frozen=True, slots=True)
class SwayArm:
    """Of the comments that the model suspected, in one group: how many there were, and how many were not published."""

    refused: int
    suspected: int


@dataclass(frozen=True, slots=True)
class Sway:
    """`difference`: by how much more is refused where the hint was seen, as a share. None: too few in a group."""

    shown: SwayArm
    blind: SwayArm
    difference: Estimate | None


@dataclass(frozen=True, slots=True)
class MinutesSaved:
    """`minutes` over all decisions that were taken with a hint. None: too few in a group, so that nothing is known."""

    shown: Seconds
    blind: Seconds
    minutes: Estimate | None


def sway_of(assessed: Assessed) -> Sway:
    """Whether the desk refuses more of what is suspected when it sees the suspicion."""
    shown, blind = (_arm(assessed.arms, arm) for arm in (SHOWN, BLIND))
    difference = share_difference((shown.refused, shown.suspected), (blind.refused, blind.suspected))
    return Sway(shown, blind, difference)


def minutes_saved(assessed: Assessed) -> MinutesSaved:
    """By the formula above. It may be less than nothing."""
    shown, blind = (assessed.seconds.get(arm, Seconds()) for arm in (SHOWN, BLIND))
    each = mean_difference(blind, shown)
    minutes = (
        Estimate(*(value * shown.times / 60 for value in (each.value, each.low, each.high))) if each else None
    )
    return MinutesSaved(shown, blind, minutes)


def _arm(arms: Mapping[tuple[str, int, int], int], arm: str) -> SwayArm:
    found = {
        label: sum(
            times
            for (each, band, said), times in arms.items()
            if (each, said) == (arm, label) and band != Band.NOTHING
        )
        for label in (0, 1)
    }
    return SwayArm(refused=found[1], suspected=found[0] + found[1])
