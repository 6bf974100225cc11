"""Several small questions to the database in one statement: every statement is a way there and back.

    waiting, reported = answers(count_of(queue, at_most=100), count_of(reports, at_most=100))
    previous, following = answers(value_of(before, "public_id"), value_of(after, "public_id"))
    own, others = counted_by("status", queue, reports, at_most=100)
    rows_of_each(approved[:60], refused[:60])      # a UNION of querysets may not have limits of its own on SQLite

Plain SQL that SQLite and PostgreSQL read alike, made of what Django makes of each queryset.
"""

from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from kawaraban.comments.models import Comment, CommentQuerySet


class Asked(NamedTuple):
    """One question that has one value as its answer."""

    sql: str
    parameters: tuple[Any, ...] = ()


def count_of(rows: QuerySet[Any], *, at_most: int) -> Asked:
    """How many there are; no more than `at_most` are looked at."""
    try:
        sql, parameters = rows.order_by().values("pk")[:at_most].query.sql_with_params()
    except EmptyResultSet:
        return Asked("SELECT 0")
    return Asked(f"SELECT COUNT(*) FROM ({sql}) AS counted", tuple(parameters))  # noqa: S608  Django's own SQL


def value_of(rows: QuerySet[Any], field: str) -> Asked:
    """The field of the first row, as the database has it; None where there is no row."""
    try:
        sql, parameters = rows.values(field)[:1].query.sql_with_params()
    except EmptyResultSet:
        return Asked("SELECT NULL")
    return Asked(sql, tuple(parameters))


def answers(*asked: Asked) -> tuple[Any, ...]:
    """The answers in their order."""
    parameters = [each for question in asked for each in question.parameters]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'({question.sql})' for question in asked)}", parameters)
        return tuple(cursor.fetchone())


def counted_by(field: str, *parts: QuerySet[Any], at_most: int) -> tuple[dict[str, int], ...]:
    """Of each part how many rows have which value there; no more than `at_most` of it are looked at."""
    statements: list[str] = []
    parameters: list[Any] = []
    for number, rows in enumerate(parts):
        try:
            sql, own = rows.order_by().values(field)[:at_most].query.sql_with_params()
        except EmptyResultSet:
            continue
        statements.append(f"SELECT {number} AS part, part_{number}.* FROM ({sql}) AS part_{number}")  # noqa: S608
        parameters += own
    counted: tuple[dict[str, int], ...] = tuple({} for _part in parts)
    if statements:
        looked_at = f"({' UNION ALL '.join(statements)}) AS looked_at"
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT part, "{field}", COUNT(*) FROM {looked_at} GROUP BY 1, 2',  # noqa: S608
                parameters,
            )
            for part, value, times in cursor.fetchall():
                counted[part][value] = times
    return counted


def rows_of_each(*parts: CommentQuerySet) -> list[Comment]:
    """The comments of all parts, each with its own order and limit; between the parts they are in no order."""
    statements: list[str] = []
    parameters: list[Any] = []
    for number, rows in enumerate(parts):
        try:
            sql, own = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        statements.append(f"SELECT * FROM ({sql}) AS part_{number}")  # noqa: S608  Django's own SQL
        parameters += own
    return list(Comment.objects.raw(" UNION ALL ".join(statements), parameters)) if statements else []


def numbers_of_each(*parts: CommentQuerySet) -> list[list[int]]:
    """The primary keys of each part, in its own order, which must be one: every part has a limit. One statement."""
    found: list[list[int]] = [[] for _part in parts]
    statements: list[str] = []
    parameters: list[Any] = []
    for number, rows in enumerate(parts):
        try:
            sql, own = rows.values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        place = "row_number() OVER () AS place"  # in the order in which the part is read
        statements.append(f"SELECT {number} AS part, {place}, rows.* FROM ({sql}) AS rows")  # noqa: S608
        parameters += own
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(statements), parameters)
            for part, _place, pk in sorted(cursor.fetchall()):
                found[part].append(pk)
    return found
