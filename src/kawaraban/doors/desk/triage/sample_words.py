"""What the random sample tells, in sentences: never more than it knows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kawaraban.doors.desk.figures.assessed import LONGEST_SECONDS
from kawaraban.doors.desk.triage.measures import FEWEST
from kawaraban.doors.desk.triage.sample import MinutesSaved, Sway, SwayArm
from kawaraban.doors.desk.triage.words import percent_words, points_words, tenths_words, whole_words
from kawaraban.look.words import number


@dataclass(frozen=True, slots=True)
class SwayWords:
    """`verdict` is the sentence; the rest are the numbers behind it. `is_known` with enough in both groups."""

    is_known: bool
    verdict: str
    shown: str
    blind: str
    difference: str


@dataclass(frozen=True, slots=True)
class MinutesWords:
    """`minutes` and the range; the formula with its numbers."""

    is_known: bool
    verdict: str
    minutes: str
    formula: str


def sway_words(sway: Sway) -> SwayWords:
    """Whether hints sway the desk, as far as is known."""
    difference = sway.difference
    if difference is None:
        verdict = _too_few()
    elif not difference.is_clear:
        verdict = _("No difference can be seen. What there may be lies within the range below.")
    elif difference.value > 0:
        verdict = _("With the hint in sight more is refused: hints sway your desk.")
    else:
        verdict = _("With the hint in sight less is refused.")
    return SwayWords(
        is_known=difference is not None,
        verdict=verdict,
        shown=_arm_words(sway.shown),
        blind=_arm_words(sway.blind),
        difference=points_words(difference) if difference else "",
    )


def minutes_words(saved: MinutesSaved) -> MinutesWords:
    """The estimate with its range, and how it is reckoned."""
    minutes = saved.minutes
    if minutes is None:
        return MinutesWords(is_known=False, verdict=_too_few(), minutes="", formula="")
    if not minutes.is_clear:
        verdict = _("It cannot be told whether the hints save time or cost some.")
    elif minutes.value > 0:
        verdict = _("The hints save time.")
    else:
        verdict = _("The hints cost time.")
    words = {name: whole_words(getattr(minutes, name)) for name in ("value", "low", "high")}
    formula = _("(%(blind)s s − %(shown)s s) × %(times)s decisions ÷ 60") % {
        "blind": tenths_words(saved.blind.total / saved.blind.times),
        "shown": tenths_words(saved.shown.total / saved.shown.times),
        "times": number(saved.shown.times),
    }
    told = _("About %(value)s minutes, between %(low)s and %(high)s") % words
    return MinutesWords(is_known=True, verdict=verdict, minutes=told, formula=formula)


def limits_words() -> dict[str, str]:
    """The bounds that the page names."""
    return {"longest": number(LONGEST_SECONDS), "fewest": number(FEWEST)}


def _too_few() -> str:
    return _(
        "Not known: it takes at least %(fewest)s decisions with the hint shown and %(fewest)s with it hidden."
    ) % {"fewest": number(FEWEST)}


def _arm_words(arm: SwayArm) -> str:
    """ "24 of 80, 30%"."""
    words = _("%(part)s of %(whole)s") % {"part": number(arm.refused), "whole": number(arm.suspected)}
    return f"{words}, {percent_words(arm.refused / arm.suspected)}" if arm.suspected else words
