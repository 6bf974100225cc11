"""Marks of a paper's keys: whether two are the same can be told by them, and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kawaraban.config.env import BadConfiguration, DataDir
from kawaraban.kit.signing import derived_key

_LENGTH: Final = 32


def key_marks(data: DataDir) -> dict[str, str]:
    """By the names of the files. Raises BadConfiguration where one is missing."""
    return {path.name: key_mark(data.read_key(path)) for path in (data.secret_key_file, data.ledger_key_file)}


def key_mark(key: str) -> str:
    """Made by the key itself, for this purpose alone: a key has 256 bits, and none can be found from its mark."""
    return derived_key(key, "mark of a key in a copy").hex()[:_LENGTH]


def keys_that_fit(folder: Path, marks: Mapping[str, str]) -> dict[str, Path]:
    """The key files in a folder, when they are those of the copy. Raises BadConfiguration."""
    found = {}
    for name, mark in marks.items():
        path = folder / name
        if key_mark(DataDir(folder).read_key(path)) != mark:
            raise BadConfiguration(f"{path} is not the key of this copy's paper.")
        found[name] = path
    return found
