"""The table: what a desk teaches, on streams of decisions of which no text has trained anything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import numpy as np

from kawaraban.triage.judging.corpora import CORPORA, whole
from kawaraban.triage.judging.labelled_csv import LabelledText, rows_of
from kawaraban.triage.judging.site_curve import Point, curve
from kawaraban.triage.judging.suite.elsewhere_rows import HOSTILE, found
from kawaraban.triage.judging.suite.kept_back import NOT_THERE, KeptBack
from kawaraban.triage.judging.suite.row import FigureRow, missing
from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.mixing import keys_of
from kawaraban.triage.learning.retraining import Lesson

PART: Final = "What the desk teaches (AUC)"
SECRET: Final = b"a paper that nobody prints"
# The rest, by which the order is judged, is at least so large.
REST: Final = 1000
AT: Final = 1000


@dataclass(frozen=True)
class Stream:
    """Whose decisions. `is_foreign`: no text of it has trained anything, so all of it may be decided."""

    what: str
    corpus: str
    is_foreign: bool = False
    # Decided as if the base knew nothing.
    is_from_nothing: bool = False
    floor: float | None = None
    goal: float | None = None


# What the base knows: it must not become worse.
KNOWN: Final = (
    Stream("hate on YouTube, Reddit, Twitter (ken20)", "ken"),
    Stream("tweets, hate (fou18)", "fou"),
)
# What it does not know: it must become better.
UNKNOWN: Final = (
    Stream("Turkish from nothing", "turkish", is_from_nothing=True, floor=0.76, goal=0.78),
    Stream("Italian, of which the base says nothing", "italian", is_foreign=True),
    Stream("Spanish, of which the base says nothing", "spanish", is_foreign=True),
)


def site_rows(kept: KeptBack) -> list[FigureRow]:
    """One row for each checkpoint of each stream, and one for the worst loss."""
    rows = []
    for stream in KNOWN:
        rows += known_rows(kept, stream)
    for stream in UNKNOWN:
        rows += unknown_rows(kept, stream)
    return [*rows, *hostile_rows(kept)]


def known_rows(kept: KeptBack, stream: Stream) -> list[FigureRow]:
    if not kept.has(stream.corpus):
        return [missing(PART, stream.what, NOT_THERE)]
    lessons = lessons_of(kept, kept.rows(stream.corpus), CORPORA[stream.corpus].language)
    points = taught(kept, lessons)
    return [*point_rows(stream.what, points, len(lessons)), loss_row(stream.what, points)]


def unknown_rows(kept: KeptBack, stream: Stream) -> list[FigureRow]:
    if not kept.has(stream.corpus):
        return [missing(PART, stream.what, NOT_THERE)]
    texts = whole(kept.folder, stream.corpus) if stream.is_foreign else kept.rows(stream.corpus)
    lessons = lessons_of(kept, texts, CORPORA[stream.corpus].language)
    if stream.is_from_nothing:
        lessons = [unknown(lesson) for lesson in lessons]
    rows = point_rows(stream.what, taught(kept, lessons), len(lessons))
    return [
        replace(row, floor=stream.floor, goal=stream.goal) if row.what.endswith(f"after {AT:,}") else row
        for row in rows
    ]


def hostile_rows(kept: KeptBack) -> list[FigureRow]:
    """A real news site that the model has never read, where somebody has it."""
    what = "news comments (UCC), hostile"
    decided, rest = found(kept.folder, "ucc_val"), found(kept.folder, "ucc_test")
    if decided is None or rest is None:
        return [missing(PART, what, f"ucc_val.csv, ucc_test.csv: {NOT_THERE}")]
    first, second = (
        lessons_of(kept, [row for row in rows_of(file, HOSTILE) if row is not None], "en")
        for file in (decided, rest)
    )
    points = curve(first, second, untaught_layer(kept))
    *rows, last = point_rows(what, points, len(second))
    return [*rows, replace(last, floor=0.80, goal=0.84), loss_row(what, points)]


def taught(kept: KeptBack, lessons: Sequence[Lesson]) -> list[Point]:
    """The curve, where the last thousand or the last quarter is the rest."""
    rest = max(min(REST, len(lessons) // 2), len(lessons) // 4)
    return curve(lessons[:-rest], lessons[-rest:], untaught_layer(kept))


def untaught_layer(kept: KeptBack) -> SiteLayer:
    return SiteLayer.untaught(base=kept.model.version, keys=keys_of(SECRET))


def lessons_of(kept: KeptBack, texts: Sequence[LabelledText], language: str) -> list[Lesson]:
    """In an order that the hash of the text gives: a corpus may be sorted by its labels."""
    ordered = sorted({row.text: row for row in texts}.values(), key=lambda row: place_of(row.text))
    features = kept.model.features_many([row.text for row in ordered], [language] * len(ordered))
    return [
        Lesson(seen, breaks=row.is_violation, language=language)
        for row, seen in zip(ordered, features, strict=True)
    ]


def place_of(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[16:]


def unknown(lesson: Lesson) -> Lesson:
    """The same as if the base had no head for the language."""
    return replace(lesson, features=replace(lesson.features, dense=np.zeros_like(lesson.features.dense)))


def point_rows(what: str, points: Sequence[Point], n: int) -> list[FigureRow]:
    """What a batch makes of the decisions; beside it what the steps alone had reached."""
    return [
        FigureRow(
            PART,
            f"{what}, after {point.decisions:,}",
            point.trained,
            n,
            note=f"by single steps {point.stepped:.3f}" if point.decisions else "the base alone",
        )
        for point in points
    ]


def loss_row(what: str, points: Sequence[Point]) -> FigureRow:
    """How far it ever fell below the base."""
    lowest = min(min(point.stepped, point.trained) for point in points)
    return FigureRow(
        PART,
        f"{what}: most lost below the base",
        points[0].trained - lowest,
        floor=0.01,
        goal=0.005,
        is_cost=True,
    )
