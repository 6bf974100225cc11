"""What somebody who looks after the paper should know: one finding, for the command and for the desk.

    HealthFinding("disk", "The disk of /srv/paper is nearly full: 12 MB are free, 200 are wanted.")

`code` is one of `words.WORDS`, which says it for people who know no server. `line` names figures, files and the command
that mends it: `kawaraban check` prints it, and the desk shows it below the words. It never holds what somebody wrote,
an address of a person or a secret: it is kept, and read by every publisher.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

_MOST: Final = 100
# A mail server's or a file's name can be long; a page of the desk is not.
_LONGEST: Final = 600


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """`is_advice`: nothing is broken, and `check` does not end with 1 for it."""

    code: str
    line: str
    is_advice: bool = False


def to_kept(findings: Iterable[HealthFinding]) -> list[dict[str, Any]]:
    """As they are kept: the first hundred."""
    return [
        {"code": each.code, "line": each.line[:_LONGEST], "is_advice": each.is_advice}
        for each in islice(findings, _MOST)
    ]


def from_kept(kept: Iterable[dict[str, Any]]) -> tuple[HealthFinding, ...]:
    """As they were found. What another version kept may have codes that this one has no words for."""
    return tuple(
        HealthFinding(str(each["code"]), str(each["line"]), bool(each.get("is_advice"))) for each in kept
    )
