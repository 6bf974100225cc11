"""A folder of small corpora of our own making, in the layouts of the great ones."""

import csv
import gzip
from collections.abc import Iterable, Sequence
from pathlib import Path

_RUDE = ("idiot", "moron", "stupid", "scum")
_CALM = ("bridge", "council", "budget", "school", "river", "museum")


def write(folder: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """One table under gzip."""
    path = folder / f"{name}.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if header:
            writer.writerow(header)
        writer.writerows(rows)
    return path


def sentences(count: int) -> list[tuple[str, int]]:
    """Texts and whether they are rude, in turn."""
    return [
        (f"you {_RUDE[n % 4]}, number {'x' * (n % 7)} of the {_CALM[n % 6]} {n}", 1)
        if n % 2
        else (f"the {_CALM[n % 6]} opens near the {_CALM[(n // 6) % 6]} on day {'y' * (n % 5)} {n}", 0)
        for n in range(count)
    ]


def civil(folder: Path, count: int = 60) -> None:
    """Comments with readings and marked spans."""
    comments, readings, spans = [], [], []
    for number, (text, rude) in enumerate(sentences(count)):
        comments.append((number, text))
        for reader in range(3):
            annotation = number * 3 + reader
            readings.append((annotation, number, reader, "USA", not rude, not rude))
            if rude and reader < 2:
                spans.append((annotation, "Insult", 4, text.index(",")))
    write(folder, "civil_comments_train", ("comment_id", "comment_text"), comments)
    names = ("annotation", "comment_id", "worker", "country", "all toxic", "not toxic")
    write(folder, "civil_annotations_train", names, readings)
    write(folder, "civil_spans_train", ("annotation", "type", "start", "end"), spans)


def founta(folder: Path, count: int = 60) -> None:
    """Tweets with one label."""
    write(
        folder,
        "fou18_en_train",
        ("text", "label"),
        [(f"{text} http", label) for text, label in sentences(count)],
    )


def wikipedia(folder: Path, count: int = 60) -> None:
    """Talk with one label, under a share-alike licence."""
    rows = [(number, f"{text} talk", label) for number, (text, label) in enumerate(sentences(count))]
    write(folder, "wikipedia_train", ("", "text", "toxic"), rows)
