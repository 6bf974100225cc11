"""How often the model and the desk said the same: by ground, by language, and over time.

ground_agreements(assessed)      # of hints, how many were refused; of refusals, how many the model had suspected
language_agreements(assessed)
agreement_over_time(days, step_days=7)
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kawaraban.doors.desk.figures.assessed import NOTHING, UNNAMED, Assessed, assessed_together
from kawaraban.doors.desk.triage.measures import order_of, share


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one ground, language or span of days. `refused_hints`: suspected, and not published on whatever ground.

    `foreseen`: not published, and suspected of whatever; `named`: suspected of just this ground.
    """

    code: str
    decided: int = 0
    hints: int = 0
    refused_hints: int = 0
    refused: int = 0
    foreseen: int = 0
    named: int = 0
    order: float | None = None

    @property
    def right(self) -> float | None:
        """Of the hints, the share that the desk did not publish."""
        return share(self.refused_hints, self.hints)

    @property
    def found(self) -> float | None:
        """Of what the desk did not publish, the share that the model had suspected."""
        return share(self.foreseen, self.refused)

    @property
    def named_right(self) -> float | None:
        """Of what the desk refused on this ground, the share that the model had suspected of it."""
        return share(self.named, self.refused)


def ground_agreements(assessed: Assessed) -> tuple[Agreement, ...]:
    """By ground: those with the most refusals and hints first. The unnamed ones last."""
    found = []
    for code in {ground for _language, *grounds in assessed.pairs for ground in grounds} - {NOTHING}:
        of_hints = {key: times for key, times in assessed.pairs.items() if key[1] == code}
        of_refusals = {key: times for key, times in assessed.pairs.items() if key[2] == code}
        found.append(
            Agreement(
                code,
                hints=sum(of_hints.values()),
                refused_hints=sum(times for key, times in of_hints.items() if key[2] != NOTHING),
                refused=sum(of_refusals.values()),
                foreseen=sum(times for key, times in of_refusals.items() if key[1] != NOTHING),
                named=sum(times for key, times in of_refusals.items() if key[1] == code),
            )
        )
    return tuple(
        sorted(found, key=lambda each: (each.code == UNNAMED, -each.refused - each.hints, each.code))
    )


def language_agreements(assessed: Assessed) -> tuple[Agreement, ...]:
    """By language, that with the most decisions first."""
    scores: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    for (language, step, label), times in assessed.scores.items():
        scores[language][step, label] += times
    pairs: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for (language, suspected, decided), times in assessed.pairs.items():
        pairs[language][suspected, decided] += times
    found = [_agreement(code, pairs[code], order_of(scores[code])) for code in pairs]
    return tuple(sorted(found, key=lambda each: (-each.decided, each.code)))


def of_language(assessed: Assessed, language: str) -> Assessed:
    """The pairs of one language alone."""
    return Assessed(
        pairs=Counter({key: times for key, times in assessed.pairs.items() if key[0] == language})
    )


def whole_agreement(assessed: Assessed) -> Agreement:
    """Of everything together."""
    pairs: Counter[tuple[str, str]] = Counter()
    for (_language, suspected, decided), times in assessed.pairs.items():
        pairs[suspected, decided] += times
    scores: Counter[tuple[int, int]] = Counter()
    for (_language, step, label), times in assessed.scores.items():
        scores[step, label] += times
    return _agreement("", pairs, order_of(scores))


def agreement_over_time(
    days: Mapping[date, Assessed], *, step_days: int
) -> tuple[tuple[date, Agreement], ...]:
    """In spans of so many days, each by its first; the last one ends with the last day."""
    order = sorted(days)
    begin = len(order) % step_days
    starts = ([0] if begin else []) + list(range(begin, len(order), step_days))
    ends = [*starts[1:], len(order)]
    return tuple(
        (order[start], whole_agreement(assessed_together(days[day] for day in order[start:end])))
        for start, end in zip(starts, ends, strict=True)
    )


def _agreement(code: str, pairs: Mapping[tuple[str, str], int], order: float | None) -> Agreement:
    def count(*, is_hint: bool | None = None, is_refused: bool | None = None) -> int:
        return sum(
            times
            for (suspected, decided), times in pairs.items()
            if is_hint in {None, suspected != NOTHING} and is_refused in {None, decided != NOTHING}
        )

    both = count(is_hint=True, is_refused=True)
    return Agreement(
        code,
        decided=count(),
        hints=count(is_hint=True),
        refused_hints=both,
        refused=count(is_refused=True),
        foreseen=both,
        order=order,
    )
