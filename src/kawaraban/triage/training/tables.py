"""Corpora as they lie on a disk: tables of comma separated values, under gzip or not, by their content."""

import csv
import gzip
import hashlib
import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

_GZIP = b"\x1f\x8b"


class UnreadableCorpus(Exception):
    """The file is no table, or lacks a column."""


def rows_of(path: Path, *columns: str) -> Iterator[Mapping[str, str]]:
    """Each row by the names of its columns, those of the first line. Raises UnreadableCorpus if one is missing."""
    reader = csv.DictReader(_opened(path))
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableCorpus(f"{path.name}: no column {', '.join(missing)} among {reader.fieldnames}")
    yield from reader


def bare_rows_of(path: Path) -> Iterator[list[str]]:
    """Each row of a table whose first line is a row as well."""
    yield from csv.reader(_opened(path))


def digest_of(path: Path) -> str:
    """The sha256 of the file as it lies there, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _opened(path: Path) -> io.StringIO:
    csv.field_size_limit(min(sys.maxsize, 1 << 24))
    content = path.read_bytes()
    try:
        plain = gzip.decompress(content) if content.startswith(_GZIP) else content
        return io.StringIO(plain.decode("utf-8-sig"), newline="")
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise UnreadableCorpus(f"{path.name}: {fault}") from fault
