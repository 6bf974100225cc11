"""Texts with a label from any CSV: plain or packed with gzip, with commas, tabs or semicolons.

    columns = CsvColumns(text="comment", label="toxic", positive=("1",))
    for row in rows_of(Path("comments.csv.gz"), columns): ...

What cannot be read is told in a sentence for whoever gave the file, with what was found instead.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from kawaraban.triage.judging.label_words import LabelReader, UnknownLabelError

GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"
BYTE_ORDER_MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DELIMITERS: Final = (",", "\t", ";")
# A field larger than this is a quotation mark that nobody closed.
FIELD_CHARACTERS: Final = 2_000_000
NAMES_SHOWN: Final = 30


class UnreadableFileError(Exception):
    """What is wrong with the file, as a sentence."""


@dataclass(frozen=True)
class CsvColumns:
    """Where text and label stand. `positive`: which labels mean a violation; empty where the labels say so."""

    text: str
    label: str
    positive: tuple[str, ...] = ()
    encoding: str = ""


@dataclass(frozen=True)
class LabelledText:
    """One row: the words, and how far they break the policy from 0 to 1. None where text or label is missing."""

    text: str
    grade: float
    is_violation: bool


def rows_of(path: Path, columns: CsvColumns) -> Iterator[LabelledText | None]:
    """Each row in turn; None for a row that has no text or no label. Raises UnreadableFileError."""
    labels = LabelReader(columns.positive)
    line = 1
    try:
        with text_of(path, columns.encoding) as stream, wide_fields():
            reader = records(stream, columns)
            for record in reader:
                line = reader.line_num + 1
                text, label = record.get(columns.text) or "", (record.get(columns.label) or "").strip()
                if not text.strip() or not label:
                    yield None
                    continue
                grade, is_violation = labels.read(label)
                yield LabelledText(text=text, grade=grade, is_violation=is_violation)
    except UnicodeError as wrong:
        raise UnreadableFileError(
            f"After line {line} the text is not {columns.encoding or 'UTF-8'}. Say what it is with --encoding, "
            "for example windows-1252."
        ) from wrong
    except UnknownLabelError as wrong:
        raise UnreadableFileError(f"Line {line}: {wrong}") from wrong
    except csv.Error as wrong:
        raise UnreadableFileError(
            f"After line {line} the table breaks off ({wrong}). Is a quotation mark left open?"
        ) from wrong
    except (EOFError, zlib.error, gzip.BadGzipFile) as wrong:
        raise UnreadableFileError(f"The packed file is damaged or not whole, after line {line}.") from wrong
    except OSError as wrong:
        raise UnreadableFileError(f"It cannot be read: {wrong.strerror or wrong}.") from wrong


def records(stream: TextIO, columns: CsvColumns) -> "csv.DictReader[str]":
    """The rows of the table by their columns. Raises UnreadableFileError where a column is not there."""
    head = stream.readline()
    if not head.strip():
        raise UnreadableFileError("The file is empty.")
    found = {mark: [name.strip() for name in next(csv.reader([head], delimiter=mark))] for mark in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda mark: (wanted_in(found[mark], columns), len(found[mark])))
    names = found[delimiter]
    missing = [name for name in (columns.text, columns.label) if name not in names]
    if missing:
        raise UnreadableFileError(
            f"There is no column {' and no column '.join(repr(name) for name in missing)}. There are: {listed(names)}."
        )
    return csv.DictReader(stream, fieldnames=names, delimiter=delimiter)


def wanted_in(names: list[str], columns: CsvColumns) -> int:
    return len({columns.text, columns.label} & set(names))


def listed(names: list[str]) -> str:
    """The names of the columns, cut where a file is no table at all."""
    shown = ", ".join(name[:40] or "(without a name)" for name in names[:NAMES_SHOWN])
    return f"{shown} and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else shown


@contextmanager
def text_of(path: Path, encoding: str) -> Iterator[TextIO]:
    """The words of the file, whatever its name ends in: what it is stands in its first bytes."""
    with path.open("rb") as raw:
        start = raw.read(4)
        raw.seek(0)
        if start == ZIP:
            raise UnreadableFileError(
                "This is a ZIP archive or a spreadsheet. Unpack or save it as CSV first."
            )
        plain = gzip.GzipFile(fileobj=raw) if start[:2] == GZIP else raw
        name = encoding or encoding_of(plain.peek(4)[:4])
        try:
            stream = io.TextIOWrapper(plain, encoding=name, newline="")
        except LookupError as wrong:
            raise UnreadableFileError(f"Nobody knows an encoding called {encoding!r}.") from wrong
        yield stream


def encoding_of(start: bytes) -> str:
    """By the byte order mark; without one it is UTF-8."""
    return BYTE_ORDER_MARKS.get(start[:2], "utf-8-sig")


@contextmanager
def wide_fields() -> Iterator[None]:
    """Python's bound for a field is set for the whole process: it is put back."""
    before = csv.field_size_limit(FIELD_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)
