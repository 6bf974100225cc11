"""A whole paper from one database into another, and the proof that it is the same. Django is loaded over the target."""

import sqlite3
from collections.abc import Callable

import psycopg
from django.apps import apps

from kawaraban.comments.record_check import verify_paper
from kawaraban.config.env import BadConfiguration, DataDir
from kawaraban.moving.copying import Copied, Look, copy_tables
from kawaraban.moving.shapes import tables_of_paper
from kawaraban.moving.sources import TableSource, marks, opened, strangers
from kawaraban.moving.targets import CannotHold, filled


def carry(data: DataDir, source_url: str, place: DataDir, target_url: str, *, look: Look) -> Copied:
    """Copy every table. Raises BadConfiguration where they differ, or where somebody wrote meanwhile."""
    tables = tables_of_paper()
    try:
        with opened(data, source_url) as source, filled(place, target_url) as target:
            _refuse_another_version(source, target.source)
            _refuse_strangers(strangers(source, tables))
            before = marks(source)
            copied = copy_tables(source, target, tables, look=look)
        with opened(data, source_url) as source:
            if marks(source) != before:
                raise BadConfiguration(
                    "Somebody wrote to the paper meanwhile. Stop it on every machine first."
                )
    except (CannotHold, sqlite3.Error, psycopg.Error) as refused:
        raise BadConfiguration(
            f"The paper could not be copied, and stays where it was: {_said(refused)}"
        ) from refused
    return copied


def _said(refused: Exception) -> str:
    return str(refused).strip().splitlines()[0] if str(refused).strip() else type(refused).__name__


def _refuse_another_version(source: TableSource, target: TableSource) -> None:
    # A file has the tables of every profile; those of rooms that this paper does not have are nothing to it.
    rooms = {room.label for room in apps.get_app_configs()}
    there, here = (
        {each for each in database.migrations() if each[0] in rooms} for database in (source, target)
    )
    if here - there:
        raise BadConfiguration(
            "The paper is of an older version. Bring it up to this one first: kawaraban init"
        )
    if there - here:
        raise BadConfiguration("The paper was made by a newer version of kawaraban. Move it with that one.")


def _refuse_strangers(names: list[str]) -> None:
    if names:
        raise BadConfiguration(
            f"The database holds tables that are not part of this paper: {', '.join(names[:5])}. They would be left"
            " behind. Rename or drop them, or move with the profile that they belong to."
        )


def check_record(*, look: Callable[[int, int], None]) -> int:
    """The whole record over the tables that are there now; how many entries. Raises BadConfiguration."""
    report = verify_paper(look=look)
    if report.problems:
        raise BadConfiguration(f"The record is not whole in its new place: {report.problems[0]}")
    return report.entries_count
