"""The tables of this version in a database that has none yet, before Django is loaded over it."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial

from kawaraban.config.env import DATA_VARIABLE, BadConfiguration, DataDir
from kawaraban.config.postgresql.template_tables import lay_tables
from kawaraban.config.processes.parent import end_with_parent

URL_VARIABLE = "KAWARABAN_DATABASE_URL"


_MIGRATES = """
import json, sys
import django
from django.core.management import call_command
django.setup()
for words in json.loads(sys.argv[1]):
    call_command("migrate", *words, verbosity=0, interactive=False)
"""


def make_tables(place: DataDir, url: str, *, profile: str, until: dict[str, str] | None = None) -> None:
    """Bring the database up to this version, or each app to the migration that `until` names. Raises BadConfiguration.

    In a process of its own, which needs no paper to be there.
    """
    if url and not until:
        lay_tables(url, profile=profile)
    words = [[app, name] for app, name in until.items()] if until else [[]]
    done = subprocess.run(  # noqa: S603  Django's own command
        [sys.executable, "-c", _MIGRATES, json.dumps(words)],
        check=False,
        env=environment(place, url) | {"DJANGO_SETTINGS_MODULE": f"kawaraban.config.settings.{profile}"},
        capture_output=True,
        text=True,
        # Where the command is killed, nobody goes on making tables that the next one makes, too.
        preexec_fn=partial(end_with_parent, os.getpid()),
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it did not say why"])[-1]
        raise BadConfiguration(f"The tables could not be made: {last}")


def environment(place: DataDir, url: str) -> dict[str, str]:
    """That of a process over the paper in this folder, with its tables there."""
    return {**os.environ, DATA_VARIABLE: str(place.root), URL_VARIABLE: url}


@contextlib.contextmanager
def record_verified(place: DataDir, url: str) -> Iterator[Callable[[], None]]:
    """`records verify` over it, in a process of its own, while something else is done: machines have two processors.

    What is given waits for its end, and raises BadConfiguration where the record is not whole, when it said why.
    """
    with tempfile.TemporaryFile() as said:
        checking = subprocess.Popen(
            [sys.executable, "-m", "kawaraban", "records", "verify"],
            env=environment(place, url),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            preexec_fn=partial(end_with_parent, os.getpid()),
        )

        def wait() -> None:
            if checking.wait():
                said.seek(0)
                for line in said.read().decode(errors="replace").splitlines():
                    if not _is_progress(line):
                        sys.stderr.write(f"{line}\n")
                raise BadConfiguration("The record is not whole; nothing was changed.")

        try:
            yield wait
        finally:
            checking.kill()
            checking.wait()


def _is_progress(line: str) -> bool:
    return line.startswith("Checking: ")
