"""The files of weights: what training writes and the scorer reads. Plain arrays in a zip without compression.

Nothing in them can run (no pickles), the same arrays give the same bytes, and reading copies nothing. For each
language a file may bring `Columns` (linear weights), a `Lexicon` and a `Stack` (how those become probabilities).
A later file adds its columns beside those of an earlier one; its lexicon and its stack take the others' place.
"""

import io
import json
import math
import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FORMAT: Final = 1
# A whole file: read, or mapped into memory, where processes share it and only what is used is loaded.
Content = bytes | mmap.mmap
_MOMENT = (1980, 1, 1, 0, 0, 0)


class DamagedWeights(Exception):
    """The file is no file of weights, or of another format than this program reads."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Linear weights of some sources or grounds over `blocks.ROWS` rows, of which only some are kept.

    Of a text, column k says: intercepts[k] + sum over blocks b of scales[b, k] * (v . weights[:, k]), where v is the
    text's vector of block b at length 1 (`vectors.sparse`).
    """

    names: tuple[str, ...]
    # One bit for each row, the lowest bit of a byte first (np.packbits bitorder="little"): (ROWS / 8,) uint8.
    kept: NDArray[np.uint8]
    weights: NDArray[np.int8]  # (rows kept, columns), in the order of the rows
    scales: NDArray[np.float32]  # (BLOCKS, columns)
    intercepts: NDArray[np.float32]  # (columns,)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How rude single words are, in one or more respects; and which words are known, so that others may be slips.

    Words are `hashing.word_hashes` of what `wording.words_of` gives, ascending. A strength is 255 at most for 1.
    `strong` are words that writers disguise, as text: a word that is not known and nearly one of them is read as it.
    """

    names: tuple[str, ...]
    words: NDArray[np.uint32]  # (words,)
    strengths: NDArray[np.uint8]  # (words, names)
    known: NDArray[np.uint32]
    strong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """From columns, lexicon and style to heads: linear over inputs at mean 0 and spread 1, then a map of its logit.

    `inputs` are names: of columns; "NAME:max" and "NAME:sum" of a lexicon (the sum as log(1 + sum) over the text's
    distinct words); of `style.STYLE`. Inputs named here and missing in the files are an error. The calibrated logit of
    head h is the line through (knots[h], values[h]), which ascend; beyond its ends its slope there goes on.
    """

    heads: tuple[str, ...]
    inputs: tuple[str, ...]
    means: NDArray[np.float32]  # (inputs,)
    spreads: NDArray[np.float32]  # (inputs,), none of them 0
    factors: NDArray[np.float32]  # (heads, inputs)
    intercepts: NDArray[np.float32]  # (heads,)
    knots: NDArray[np.float32]  # (heads, knots), at least two
    values: NDArray[np.float32]  # (heads, knots)


@dataclass(frozen=True, slots=True)
class WeightsPart:
    """What one file says of one language. What is None is said by another file, or by none."""

    columns: Columns | None = None
    lexicon: Lexicon | None = None
    stack: Stack | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """A whole file: its parts by language ("en"), and notes for people (licence, sources, figures; JSON)."""

    parts: Mapping[str, WeightsPart]
    notes: Mapping[str, Any] = field(default_factory=dict)


_KINDS: Final = ("columns", "lexicon", "stack")


def write_weights(path: Path, weights: Weights) -> None:
    """Write a file of weights; the same weights give the same bytes on every machine."""
    arrays: dict[str, NDArray[Any]] = {}
    words: dict[str, Any] = {"format": FORMAT, "notes": dict(weights.notes), "names": {}}
    for language, part in sorted(weights.parts.items()):
        for kind in _KINDS:
            said = getattr(part, kind)
            for item in fields(said) if said is not None else ():
                value, name = getattr(said, item.name), f"{language}/{kind}/{item.name}"
                if isinstance(value, tuple):
                    words["names"][name] = list(value)
                else:
                    arrays[name] = np.ascontiguousarray(value)
    spoken = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    write_arrays(path, {**arrays, "about": np.frombuffer(spoken, np.uint8)})


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Arrays by name, always as the same bytes."""
    # Only who trains writes: what scores is spared the import.
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name in sorted(arrays):
            content = io.BytesIO()
            np.lib.format.write_array(content, arrays[name], version=(1, 0), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _MOMENT)
            entry.create_system = 3
            file.writestr(entry, content.getvalue())


def read_weights(content: Content) -> Weights:
    """The weights in the bytes of a file. Raises DamagedWeights."""
    try:
        arrays = read_arrays(content)
        words = json.loads(arrays.pop("about").tobytes())
        if words["format"] != FORMAT:
            raise DamagedWeights(f"weights of format {words['format']}: this program reads {FORMAT}")
        said: dict[str, dict[str, dict[str, Any]]] = {}
        for name, value in (*arrays.items(), *((key, tuple(names)) for key, names in words["names"].items())):
            language, kind, item = name.split("/")
            said.setdefault(language, {}).setdefault(kind, {})[item] = value
        parts = {
            language: WeightsPart(
                Columns(**kinds["columns"]) if "columns" in kinds else None,
                Lexicon(**kinds["lexicon"]) if "lexicon" in kinds else None,
                Stack(**kinds["stack"]) if "stack" in kinds else None,
            )
            for language, kinds in said.items()
        }
        return Weights(parts, words["notes"])
    except (ValueError, KeyError, TypeError) as fault:
        raise DamagedWeights(f"no file of weights: {fault}") from fault


def mapped(path: Path) -> mmap.mmap:
    """The bytes of a file, mapped. Raises FileNotFoundError; DamagedWeights where it is empty."""
    with path.open("rb") as file:
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError as fault:
            raise DamagedWeights(f"{path.name}: {fault}") from fault


def read_arrays(content: Content) -> dict[str, NDArray[Any]]:
    """The arrays in the bytes of a file, by name; of single bytes as views. Raises DamagedWeights."""
    found: dict[str, NDArray[Any]] = {}
    place = 0
    try:
        while content[place : place + 4] == _ENTRY:
            _, flags, method, size, name_length, more = _HEADER.unpack_from(content, place)
            begin = place + _HEADER.size + name_length + more
            name = content[place + _HEADER.size : place + _HEADER.size + name_length].decode()
            if flags & _SIZE_COMES_LATER or method or begin + size > len(content):
                raise DamagedWeights(f"{name}: not stored as it is")
            found[name.removesuffix(".npy")] = _array(content, begin, size)
            place = begin + size
    except (ValueError, struct.error) as fault:
        raise DamagedWeights(f"no file of weights: {fault}") from fault
    if not found:
        raise DamagedWeights("no file of weights")
    return found


def _array(content: Content, begin: int, size: int) -> NDArray[Any]:
    stream = io.BytesIO(content[begin : begin + min(size, _LONGEST_HEAD)])
    np.lib.format.read_magic(stream)
    shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(stream)
    if dtype.hasobject or is_fortran:
        raise DamagedWeights("not a plain array")
    count = math.prod(shape)
    if stream.tell() + count * dtype.itemsize != size:
        raise DamagedWeights("an array that is cut off")
    if not count:
        return np.zeros(shape, dtype)
    flat = np.frombuffer(content, dtype, count, begin + stream.tell()).reshape(shape)
    # Numbers of several bytes do not lie where a processor likes them: these are few, and copied.
    return flat if dtype.itemsize == 1 else flat.copy()


# The head of an entry of a zip: the format is read here, since zipfile takes longer to load than the weights.
_ENTRY: Final = b"PK\x03\x04"
_HEADER: Final = struct.Struct("<4s2xHH8xI4xHH")
_SIZE_COMES_LATER: Final = 8
_LONGEST_HEAD: Final = 4_096
