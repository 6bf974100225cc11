"""Agreement over time, drawn by the server as steps: what is not known leaves a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kawaraban.doors.desk.triage.agreement import Agreement
from kawaraban.doors.desk.triage.words import percent_words
from kawaraban.look.words import day_words

WIDTH, HEIGHT = 720, 160
# So that a line at either end is not cut in half.
_INSET = 2


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One line: a path in the units of the drawing, and its class."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class AgreementChart:
    """`words` say what a screen reader hears. Without a line nothing was known of any span."""

    lines: tuple[AgreementLine, ...]
    words: str
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT


def agreement_chart(spans: Sequence[tuple[date, Agreement]]) -> AgreementChart:
    """Two lines over the spans: of hints the share that was right, of refusals the share that was found."""
    drawn = {
        "right": [agreement.right for _day, agreement in spans],
        "found": [agreement.found for _day, agreement in spans],
    }
    lines = [AgreementLine(path, kind) for kind, values in drawn.items() if (path := _path(values))]
    known = [agreement for _day, agreement in spans if agreement.right is not None]
    words = _("Of its hints the desk did not publish %(first)s at first and %(last)s at last") % {
        "first": percent_words(known[0].right if known else None),
        "last": percent_words(known[-1].right if known else None),
    }
    first, last = (day_words(spans[place][0]) if spans else "" for place in (0, -1))
    return AgreementChart(tuple(lines), words, first, last)


def _path(values: Sequence[float | None]) -> str:
    step = WIDTH / max(1, len(values))
    pieces, is_drawing = [], False
    for place, value in enumerate(values):
        if value is not None:
            y = round(_INSET + (1 - value) * (HEIGHT - 2 * _INSET), 2)
            pieces.append(f"{'L' if is_drawing else 'M'}{place * step:.2f} {y}H{(place + 1) * step:.2f}")
        is_drawing = value is not None
    return "".join(pieces)
