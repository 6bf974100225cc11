"""Where the paper's data lives, and what its knobs are set to. Read once, at start."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kawaraban.config.knobs import KNOBS, Knob
from kawaraban.kit.plain_files import read_plain
from kawaraban.law.periods import APPEAL_DAYS

# What is decided again on an appeal must still be there.
_AS_LONG_AS_AN_APPEAL = ("keep_refused_days", "keep_words_days")
DATA_VARIABLE = "KAWARABAN_DATA"
DEFAULT_DATA = "var"


class BadConfiguration(Exception):
    """A sentence for the person who runs the paper."""


@dataclass(frozen=True, slots=True)
class DataDir:
    """The folders and files of one paper. Nothing of the paper is outside it."""

    root: Path

    @property
    def knobs_file(self) -> Path:
        return self.root / "kawaraban.toml"

    @property
    def secret_key_file(self) -> Path:
        return self.root / "keys" / "secret.key"

    @property
    def ledger_key_file(self) -> Path:
        return self.root / "keys" / "ledger.key"

    @property
    def ledger_heads_file(self) -> Path:
        return self.root / "ledger.heads"

    @property
    def database_file(self) -> Path:
        return self.root / "paper.sqlite3"

    @property
    def media(self) -> Path:
        return self.root / "media"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def store(self) -> Path:
        return self.root / "press" / "store"

    @property
    def beacons(self) -> Path:
        return self.root / "press" / "beacons"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def log(self) -> Path:
        return self.root / "log"

    def read_key(self, path: Path) -> str:
        """The text of a key file. Raises BadConfiguration when there is none."""
        try:
            key = read_plain(path).decode("ascii").strip()
        except FileNotFoundError as missing:
            raise BadConfiguration(
                f"There is no paper in {self.root}: {path} is missing. Make one with: kawaraban init {self.root}"
            ) from missing
        except (OSError, UnicodeDecodeError) as refused:
            why = refused.strerror if isinstance(refused, OSError) else "it is not one of ours"
            raise BadConfiguration(
                f"The key in {path} cannot be read: {why}. It must belong to the user that runs the paper."
            ) from refused
        if len(key) < 32:
            raise BadConfiguration(f"The key in {path} is too short to be one of ours.")
        return key


def data_dir() -> DataDir:
    """The data directory that KAWARABAN_DATA names, else ./var."""
    return paper_in(Path(os.environ.get(DATA_VARIABLE) or DEFAULT_DATA))


def paper_in(folder: Path) -> DataDir:
    """The paper in this folder, by its whole path: also where links lead round in a circle, and nothing is there."""
    return DataDir(Path(os.path.realpath(folder)))


def read_knobs(data: DataDir, environment: Mapping[str, str]) -> dict[str, Any]:
    """Every knob's value: environment, then kawaraban.toml, then default. Raises BadConfiguration."""
    from_file = _read_file(data)
    knobs = {knob.name: _value(knob, from_file, environment) for knob in KNOBS}
    for name in _AS_LONG_AS_AN_APPEAL:
        if knobs[name] != 0 and knobs[name] < APPEAL_DAYS:
            raise BadConfiguration(
                f"{name} = {knobs[name]} is too short: for {APPEAL_DAYS} days somebody may appeal. 0 keeps all of it."
            )
    return knobs


def is_set(knob: Knob, data: DataDir, environment: Mapping[str, str]) -> bool:
    """Whether somebody has set the knob, in the environment or in the file. Raises BadConfiguration."""
    return knob.variable in environment or knob.name in _read_file(data)


def _read_file(data: DataDir) -> dict[str, Any]:
    try:
        from_file = tomllib.loads(read_plain(data.knobs_file).decode("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise BadConfiguration(f"{data.knobs_file} cannot be read: {broken}") from broken
    except OSError as refused:
        raise BadConfiguration(f"{data.knobs_file} cannot be read: {refused.strerror}") from refused
    unknown = sorted(set(from_file) - {knob.name for knob in KNOBS})
    if unknown:
        raise BadConfiguration(f"{data.knobs_file} sets what is not a knob: {', '.join(unknown)}")
    return from_file


def _value(knob: Knob, from_file: dict[str, Any], environment: Mapping[str, str]) -> Any:
    given = environment.get(knob.variable, from_file.get(knob.name, knob.default))
    try:
        if knob.kind == "number":
            return int(given)
        if knob.kind == "switch":
            return (
                given
                if isinstance(given, bool)
                else {"1": True, "true": True, "0": False, "false": False}[given.lower()]
            )
        if knob.kind == "list":
            return (
                tuple(part.strip() for part in given.split(",") if part.strip())
                if isinstance(given, str)
                else tuple(given)
            )
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BadConfiguration(f"{knob.name} = {given!r} is not a {knob.kind}.") from wrong
    return str(given)
