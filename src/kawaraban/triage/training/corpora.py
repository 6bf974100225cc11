"""The corpora that training knows: what each file holds, whose language it is, and what its licence allows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.training.spam import spam_and_ham
from kawaraban.triage.training.spans import ASPECTS, Marked, MarkedSpan
from kawaraban.triage.training.tables import bare_rows_of, rows_of

Labels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelledCorpus:
    """Texts of one source. Labels are shares of readers, 0 to 1, NaN where nobody was asked."""

    name: str
    language: str
    licence: str
    texts: Sequence[str]
    labels: Mapping[str, Labels]
    marked: Sequence[Marked] = field(default=())
    is_share_alike: bool = False

    def of(self, places: NDArray[np.int64]) -> "LabelledCorpus":
        """The rows at some places."""
        return LabelledCorpus(
            self.name,
            self.language,
            self.licence,
            [self.texts[place] for place in places],
            {name: values[places] for name, values in self.labels.items()},
            [self.marked[place] for place in places] if self.marked else (),
            self.is_share_alike,
        )


@dataclass(frozen=True, slots=True)
class CorpusSource:
    """Where a corpus lies and how it is read. `files` are names without .csv or .csv.gz; all must be there."""

    name: str
    files: tuple[str, ...]
    read: Callable[["CorpusSource", tuple[Path, ...]], LabelledCorpus]
    licence: str
    language: str = "en"
    is_share_alike: bool = False

    def made(
        self, texts: Sequence[str], labels: Mapping[str, Sequence[float]], marked: Sequence[Marked] = ()
    ) -> LabelledCorpus:
        """The corpus of these rows."""
        arrays = {name: np.array(values, np.float64) for name, values in labels.items()}
        return LabelledCorpus(
            self.name, self.language, self.licence, texts, arrays, marked, self.is_share_alike
        )


def _civil(source: CorpusSource, paths: tuple[Path, ...]) -> LabelledCorpus:
    """Comments, people's readings of them, and the spans they marked (Civil Comments, toxic spans)."""
    comments, annotations, marks = paths
    spans: dict[str, list[MarkedSpan]] = {}
    for row in rows_of(marks, "annotation", "type", "start", "end"):
        span = MarkedSpan(int(row["start"]), int(row["end"]), row["type"])
        spans.setdefault(row["annotation"], []).append(span)
    readings: dict[str, list[tuple[bool, tuple[MarkedSpan, ...]]]] = {}
    for row in rows_of(annotations, "annotation", "comment_id", "not toxic"):
        found = tuple(spans.get(row["annotation"], ()))
        # "all toxic" is set beside "not toxic" wherever nothing was marked: it says nothing of its own.
        readings.setdefault(row["comment_id"], []).append((row["not toxic"] != "True", found))
    marked = [
        Marked(row["comment_text"], tuple(readings[row["comment_id"]]))
        for row in rows_of(comments, "comment_id", "comment_text")
        if row["comment_id"] in readings
    ]
    shares = np.array([comment.shares() for comment in marked])
    return source.made(
        [comment.text for comment in marked],
        {
            ("toxic" if aspect == "any" else aspect): shares[:, place].tolist()
            for place, aspect in enumerate(ASPECTS)
        },
        marked,
    )


def _davidson(source: CorpusSource, paths: tuple[Path, ...]) -> LabelledCorpus:
    texts, toxic, hate = [], [], []
    for row in rows_of(paths[0], "tweet", "hate_speech", "offensive_language", "neither"):
        hateful, rude, clean = (int(row[name]) for name in ("hate_speech", "offensive_language", "neither"))
        texts.append(row["tweet"])
        toxic.append((hateful + rude) / (hateful + rude + clean))
        hate.append(hateful / (hateful + rude + clean))
    return source.made(texts, {"toxic": toxic, "hate": hate})


def _labelled(text: str, **columns: str) -> Callable[[CorpusSource, tuple[Path, ...]], LabelledCorpus]:
    """A reader of a table with a column of text and others of numbers (label=column); rows without one are left."""

    def read(source: CorpusSource, paths: tuple[Path, ...]) -> LabelledCorpus:
        texts: list[str] = []
        labels: dict[str, list[float]] = {label: [] for label in columns}
        for row in rows_of(paths[0], text, *columns.values()):
            values = [row[column] for column in columns.values()]
            if row[text] and all(values):
                texts.append(row[text])
                for label, value in zip(columns, values, strict=True):
                    labels[label].append(min(max(float(value), 0.0), 1.0))
        return source.made(texts, labels)

    return read


def _turkish(source: CorpusSource, paths: tuple[Path, ...]) -> LabelledCorpus:
    rows = [row for row in bare_rows_of(paths[0]) if len(row) == 3 and row[2] in ("OFF", "NOT")]
    return source.made([row[1] for row in rows], {"toxic": [float(row[2] == "OFF") for row in rows]})


def _korean(source: CorpusSource, paths: tuple[Path, ...]) -> LabelledCorpus:
    shares = {"none": 0.0, "offensive": 1.0, "hate": 1.0}
    rows = [row for row in rows_of(paths[0], "comments", "hate") if row["hate"] in shares]
    return source.made([row["comments"] for row in rows], {"toxic": [shares[row["hate"]] for row in rows]})


def _spam(source: CorpusSource, paths: tuple[Path, ...]) -> LabelledCorpus:
    rows = [row for row in bare_rows_of(paths[0]) if len(row) == 2 and row[0] in ("spam", "ham")]
    texts, labels = spam_and_ham()
    return source.made(
        [*(row[1] for row in rows), *texts], {"spam": [*(float(row[0] == "spam") for row in rows), *labels]}
    )


_JIGSAW = {
    "toxic": "toxic",
    "insult": "insult",
    "obscene": "obscene",
    "threat": "threat",
    "identity": "identity_hate",
}
_CIVIL = {
    "toxic": "target",
    "insult": "insult",
    "obscene": "obscene",
    "threat": "threat",
    "identity": "identity_attack",
    "sexual": "sexual_explicit",
}
_BELIEVED = "believed CC BY 4.0"

SOURCES: tuple[CorpusSource, ...] = (
    CorpusSource(
        "civil", ("civil_comments_train", "civil_annotations_train", "civil_spans_train"), _civil, "CC0 1.0"
    ),
    CorpusSource("davidson", ("davidson_train",), _davidson, "MIT"),
    CorpusSource("kennedy", ("ken20_en_train",), _labelled("text", toxic="label"), _BELIEVED),
    CorpusSource("founta", ("fou18_en_train",), _labelled("text", toxic="label"), _BELIEVED),
    CorpusSource("dynahate", ("dynahate_train",), _labelled("text", hate="label"), _BELIEVED),
    CorpusSource("spam", ("youtube_spam_train",), _spam, _BELIEVED),
    CorpusSource("turkish", ("turkish_offense_train",), _turkish, "believed CC BY 2.0", "tr"),
    CorpusSource(
        "wikipedia", ("wikipedia_train",), _labelled("text", toxic="toxic"), "CC BY-SA 3.0", "en", True
    ),
    CorpusSource("korean", ("korean_news_train",), _korean, "CC BY-SA 4.0", "ko", True),
    # Whole corpora of others, where somebody has them.
    CorpusSource(
        "jigsaw", ("jigsaw_train",), _labelled("comment_text", **_JIGSAW), "CC BY-SA 3.0", "en", True
    ),
    CorpusSource("civil_all", ("civil_comments_all",), _labelled("comment_text", **_CIVIL), "CC0 1.0"),
)
BY_NAME: Mapping[str, CorpusSource] = MappingProxyType({source.name: source for source in SOURCES})


def found_in(folder: Path, source: CorpusSource) -> tuple[Path, ...]:
    """The files of a source in a folder; none if one is missing."""
    found = []
    for name in source.files:
        path = next(
            (folder / f"{name}{end}" for end in (".csv.gz", ".csv") if (folder / f"{name}{end}").is_file()),
            None,
        )
        if path is None:
            return ()
        found.append(path)
    return tuple(found)


def archive(path: Path, language: str) -> LabelledCorpus:
    """What a newsroom decided itself: a table with columns `text` and `label`, 1 for what it took down."""
    source = CorpusSource("archive", (), _labelled("text", toxic="label"), "the newsroom's own", language)
    return source.read(source, (path,))
