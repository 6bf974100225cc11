"""How long many waited: so many for so many seconds, in few numbers however many they were.

    waits = counted([59.6, 60.2, 12_345])      # {60: 2, 12_300: 1}
    middle(waits), share_of(waits, 0.9)        # 60, 12_300

From a hundred seconds on a wait is kept to within one percent. So a year of any paper is added up in a moment, and
full minutes and hours stay what they are.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

Waits = Mapping[int, int]

_EXACT_BELOW: Final = 100
# Between a power of ten and the next: up to how many times the power a step of how many hundredths of it.
_STEPS: Final = ((2.5, 2), (5.0, 5), (10.0, 10))


def counted(waits: Iterable[float]) -> Counter[int]:
    """How many waited for how long."""
    return Counter(_kept(seconds) for seconds in waits)


def together(parts: Iterable[Waits]) -> Counter[int]:
    """Those of several days."""
    whole: Counter[int] = Counter()
    for part in parts:
        for seconds, times in part.items():
            whole[seconds] += times
    return whole


def middle(waits: Waits) -> int | None:
    """Half of them waited no longer; between the two in the middle of an even number. None of none."""
    total = sum(waits.values())
    if not total:
        return None
    return round((_of_rank(waits, (total + 1) // 2) + _of_rank(waits, total // 2 + 1)) / 2)


def share_of(waits: Waits, share: float) -> int | None:
    """The least wait that so great a share of all does not exceed (nearest rank); None of none."""
    total = sum(waits.values())
    return _of_rank(waits, max(1, math.ceil(share * total))) if total else None


def _of_rank(waits: Waits, rank: int) -> int:
    """The wait of the first, the second ... of all, by length."""
    passed = 0
    for seconds, times in sorted(waits.items()):
        passed += times
        if passed >= rank:
            return seconds
    raise AssertionError(f"there are only {passed}")


def _kept(seconds: float) -> int:
    if seconds < _EXACT_BELOW:
        return round(seconds)
    power = int(10 ** math.floor(math.log10(seconds)))
    hundredths = next(step for limit, step in _STEPS if seconds / power < limit)
    step = power * hundredths // 100
    return round(seconds / step) * step
