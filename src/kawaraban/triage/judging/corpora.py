"""The corpora on which the table is made: where each stands in the folder, what its labels mean, what is kept back.

    held_out(folder, "ken")              # the fifth of it that trains no model, as LabelledText
    present(folder)                      # the names of those that are there

Their texts are other people's and never in this repository. Without a corpus its rows of the table stay empty.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from kawaraban.triage.judging.holdout import is_held_out
from kawaraban.triage.judging.labelled_csv import LabelledText

Record = Sequence[str]
Reader = Callable[[Path], Iterator[LabelledText]]
# From so many of the annotators on, a comment of Civil Comments is counted as what they marked.
MARKED_BY: Final = 0.25
SPAN_TYPES: Final[Mapping[str, str]] = {
    "insult": "Insult",
    "obscene": "Profane/Obscene",
    "identity_attack": "Identity based Attack",
    "threat": "Threat",
}


@dataclass(frozen=True)
class JudgedCorpus:
    """One source: its files, the language of its texts, and how it is read."""

    files: tuple[str, ...]
    language: str
    read: Reader


def records(path: Path) -> Iterator[Record]:
    """The rows of a packed CSV, the first included. The heads of Civil's texts may be long."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream)


def binary(
    folder: Path, *, file: str, text: str, label: str, broken: tuple[str, ...]
) -> Iterator[LabelledText]:
    """A table with a header: the labels in `broken` break the policy."""
    rows = records(folder / file)
    names = next(rows)
    text_at, label_at = names.index(text), names.index(label)
    for row in rows:
        yield labelled(row[text_at], row[label_at].removesuffix(".0") in broken)


def headless(folder: Path, *, file: str, text_at: int, label_at: int, broken: str) -> Iterator[LabelledText]:
    """A table without a header."""
    for row in records(folder / file):
        yield labelled(row[text_at], row[label_at] == broken)


def labelled(text: str, is_violation: bool) -> LabelledText:  # noqa: FBT001
    return LabelledText(text=text, grade=float(is_violation), is_violation=is_violation)


def civil(folder: Path, *, span_type: str | None) -> Iterator[LabelledText]:
    """Each comment by the part of its annotators who marked such a span; without one, who did not call it harmless."""
    marked = defaultdict(set)
    for annotation, kind, *_ in records(folder / "civil_spans_train.csv.gz"):
        marked[annotation].add(kind)
    seen: dict[str, list[bool]] = defaultdict(list)
    rows = records(folder / "civil_annotations_train.csv.gz")
    next(rows)
    for annotation, comment, _worker, _country, _all_toxic, not_toxic in rows:
        seen[comment].append(not_toxic == "False" if span_type is None else span_type in marked[annotation])
    comments = records(folder / "civil_comments_train.csv.gz")
    next(comments)
    limit = MARKED_BY if span_type else 0.5
    for comment, text in comments:
        if votes := seen.get(comment):
            grade = sum(votes) / len(votes)
            yield LabelledText(text=text, grade=grade, is_violation=grade > limit)


def table(file: str, language: str, text: str, label: str, *broken: str) -> JudgedCorpus:
    """A corpus of one file."""
    read = partial(binary, file=file, text=text, label=label, broken=broken)
    return JudgedCorpus(files=(file,), language=language, read=read)


def civil_by(span_type: str | None) -> JudgedCorpus:
    files = tuple(f"civil_{part}_train.csv.gz" for part in ("comments", "annotations", "spans"))
    return JudgedCorpus(files=files, language="en", read=partial(civil, span_type=span_type))


CORPORA: Final[Mapping[str, JudgedCorpus]] = {
    "wikipedia": table("wikipedia_train.csv.gz", "en", "text", "toxic", "1"),
    "davidson": table("davidson_train.csv.gz", "en", "tweet", "class", "0", "1"),
    "ken": table("ken20_en_train.csv.gz", "en", "text", "label", "1"),
    "fou": table("fou18_en_train.csv.gz", "en", "text", "label", "1"),
    "dyn": table("dynahate_train.csv.gz", "en", "text", "label", "1"),
    "civil": civil_by(None),
    **{f"civil {head}": civil_by(kind) for head, kind in SPAN_TYPES.items()},
    "spam": JudgedCorpus(
        files=("youtube_spam_train.csv.gz",),
        language="en",
        read=partial(headless, file="youtube_spam_train.csv.gz", text_at=1, label_at=0, broken="spam"),
    ),
    "turkish": JudgedCorpus(
        files=("turkish_offense_train.csv.gz",),
        language="tr",
        read=partial(headless, file="turkish_offense_train.csv.gz", text_at=1, label_at=2, broken="OFF"),
    ),
    "korean": table("korean_news_train.csv.gz", "ko", "comments", "hate", "hate", "offensive"),
    "korean hate": table("korean_news_train.csv.gz", "ko", "comments", "hate", "hate"),
    "spanish": table("bas19_es_train.csv.gz", "es", "text", "label", "1"),
    "italian": table("san20_it_train.csv.gz", "it", "text", "label", "1"),
    "portuguese": table("for19_pt_train.csv.gz", "pt", "text", "label", "1"),
}


def present(folder: Path) -> list[str]:
    """The names of the corpora whose files are all there."""
    return [
        name for name, corpus in CORPORA.items() if all((folder / file).is_file() for file in corpus.files)
    ]


def held_out(folder: Path, name: str) -> list[LabelledText]:
    """What is kept back of a corpus, each text once."""
    found = {row.text: row for row in CORPORA[name].read(folder) if is_held_out(row.text)}
    return list(found.values())


def whole(folder: Path, name: str) -> list[LabelledText]:
    """All of a corpus that no model in the package is trained on."""
    return list(CORPORA[name].read(folder))
