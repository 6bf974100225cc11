"""The tables of this version in a database that has none yet, before Django is loaded over it."""

import os
import subprocess
import sys

from kawaraban.config.env import DATA_VARIABLE, BadConfiguration, DataDir

URL_VARIABLE = "KAWARABAN_DATABASE_URL"


def make_tables(place: DataDir, url: str, *, profile: str, until: dict[str, str] | None = None) -> None:
    """Bring the database up to this version, or each app to the migration that `until` names. Raises BadConfiguration.

    In a process of its own, which needs no paper to be there.
    """
    for words in [[app, name] for app, name in until.items()] if until else [[]]:
        done = subprocess.run(  # noqa: S603  Django's own program
            [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--no-input", *words],
            check=False,
            env=environment(place, url) | {"DJANGO_SETTINGS_MODULE": f"kawaraban.config.settings.{profile}"},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it did not say why"])[-1]
            raise BadConfiguration(f"The tables could not be made: {last}")


def environment(place: DataDir, url: str) -> dict[str, str]:
    """That of a process over the paper in this folder, with its tables there."""
    return {**os.environ, DATA_VARIABLE: str(place.root), URL_VARIABLE: url}


def verify_record(place: DataDir, url: str) -> str:
    """`records verify` over it; what it said. Its bar is seen while it works. Raises BadConfiguration."""
    done = subprocess.run(
        [sys.executable, "-m", "kawaraban", "records", "verify"],
        check=False,
        env=environment(place, url),
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise BadConfiguration("The record is not whole; nothing was changed.")
    return done.stdout
