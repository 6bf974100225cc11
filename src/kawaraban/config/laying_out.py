"""Laying out styles and scripts for `kawaraban serve`, where an upgrade or a restore has left none: a process of its
own, so that the supervisor starts its front before it loads anything.

    python -m kawaraban.config.laying_out      # ends with 1 and a sentence where the database is of another version
"""

import contextlib
import json
import logging
import os
from pathlib import Path
from typing import Final

from kawaraban.config.env import BadConfiguration, DataDir, data_dir, read_knobs
from kawaraban.config.modes import close_to_others, open_to_all
from kawaraban.config.release import release_stamp
from kawaraban.kit.faults import said_plainly

MANIFEST: Final = "staticfiles.json"
# The names of the files of the version before.
_BEFORE: Final = "before.json"
# A file's name has the hash of what is in it: these are empty as they were made.
_EMPTY: Final = ".d41d8cd98f00."
_BESIDE: Final = ("", ".br", ".gz")


def is_laid_out(data: DataDir) -> bool:
    """Whether the files of this very version are there, and whole."""
    try:
        is_ours = stamp_file(data).read_bytes() == release_stamp().encode()
    except OSError:
        return False
    names = _listed(data)
    return is_ours and bool(names) and all(_is_whole(data.static, name) for name in names)


def has_styles(data: DataDir) -> bool:
    """Whether there is a list of them that can be read."""
    return bool(_listed(data))


def _listed(data: DataDir) -> list[str]:
    """The names in the list. A loss of power, or a full disk, leaves one that is empty or cut: it names none."""
    try:
        return [str(name) for name in json.loads((data.static / MANIFEST).read_bytes())["paths"].values()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def _is_whole(static: Path, name: str) -> bool:
    """Whether the file is there, and neither it nor what is compressed beside it was emptied by a loss of power."""
    for ending in _BESIDE:
        try:
            size = (static / (name + ending)).stat().st_size
        except OSError:
            if not ending:
                return False
        else:
            if not size and _EMPTY not in name:
                return False
    return True


def stamp_file(data: DataDir) -> Path:
    """The file that says of which version database and styles are."""
    return data.root / "release"


def lay_out(data: DataDir) -> None:
    """Write the static files of this version. Those of the version before stay for one more. Django is loaded.

    A page that was printed before the upgrade, in a cache or on another node, still finds its styles. No file is away
    for a moment: the paper may be served meanwhile.
    """
    from django.core.management import call_command

    before = _of_version_before(data)
    with open_to_all():
        for name in before:
            if not _is_whole(data.static, name):
                _remove(data.static, name)
        call_command("collectstatic", verbosity=0, interactive=False, clear=False)
        _remove_others(data.static, {*_listed(data), *before, MANIFEST, _BEFORE})
        (data.static / _BEFORE).write_text(json.dumps(sorted(before)), encoding="utf-8")


def _of_version_before(data: DataDir) -> set[str]:
    """The files of the version before this one. Where this one is only laid out again, still the same."""
    try:
        is_again = stamp_file(data).read_bytes() == release_stamp().encode()
    except OSError:
        is_again = False
    if not is_again:
        return set(_listed(data))
    for name in _listed(data):
        if not _is_whole(data.static, name):
            _remove(data.static, name)
    try:
        return {str(name) for name in json.loads((data.static / _BEFORE).read_bytes())}
    except (OSError, ValueError, TypeError):
        return set()


def _remove(static: Path, name: str) -> None:
    for ending in _BESIDE:
        (static / (name + ending)).unlink(missing_ok=True)


def _remove_others(static: Path, kept: set[str]) -> None:
    """Everything but these files and what is compressed beside them."""
    stay = {static / (name + ending) for name in kept for ending in _BESIDE}
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            with contextlib.suppress(OSError):  # something is in it
                path.rmdir()
        elif path not in stay:
            path.unlink(missing_ok=True)


def main() -> None:
    """Refuse a database of before, lay out, and note the version."""
    import django
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    close_to_others()
    logging.disable(logging.WARNING)
    data = data_dir()
    profile = read_knobs(data, os.environ)["profile"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"kawaraban.config.settings.{profile}")
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise SystemExit(older_database(data))
    lay_out(data)
    stamp_file(data).write_text(release_stamp(), encoding="utf-8")


def older_database(data: DataDir) -> str:
    """The sentence for a database that was not brought up to this version."""
    return (
        f"The database is older than this version, and nothing was changed. Run: kawaraban init {data.root}"
    )


if __name__ == "__main__":
    try:
        main()
    except BadConfiguration as refused:
        raise SystemExit(str(refused)) from refused
    except OSError as refused:
        raise SystemExit(f"Styles and scripts could not be laid out: {said_plainly(refused)}.") from refused
