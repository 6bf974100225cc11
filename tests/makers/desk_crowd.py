"""A desk with very many comments, made by the database itself in a moment."""

from django.db import connection

from kawaraban.comments.models import Thread

_COLUMNS = (
    "public_id, tracking_token, thread_id, status, name, email, language, text, revision_number, policy_number,"
    " sent_at, status_changed_at, need_at, is_picked, sender_key, fingerprint, text_key"
)
# What other columns of the table are filled with, by their names: a later migration may bring some.
_FILLING = {"integer": "0", "bool": "0", "varchar": "''", "text": "''", "real": "0"}


def many_comments(threads: list[Thread], number: int, *, status: str = "pending") -> None:
    """So many comments of this status, a second apart, spread over the threads in turn, every tenth in Arabic."""
    columns, values = _filled(_COLUMNS)
    ids = ", ".join(f"({place}, {thread.pk})" for place, thread in enumerate(threads))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < %s),
            thread(place, id) AS (VALUES {ids})
            INSERT INTO comments_comment ({columns})
            SELECT %s || printf('%%08d', n), %s || printf('%%010d', n), thread.id, %s, 'Reader ' || n, '',
                CASE n %% 10 WHEN 0 THEN 'ar' ELSE 'en' END,
                'Comment number ' || n || ' about the harbour and its road.', 1, 1,
                datetime('2026-11-01', '+' || n || ' seconds'), datetime('2026-11-02', '+' || n || ' seconds'),
                datetime('2026-11-01', '+' || (n * 7 %% %s) || ' seconds'), 0, 'k' || (n %% 5000), 'f' || n, 't' || n
                {values}
            FROM counter JOIN thread ON thread.place = counter.n %% {len(threads)}
            """,
            [number, status[:2], f"{status}-token-", status, number],
        )


def _filled(known: str) -> tuple[str, str]:
    """The known columns and all others of the table, and what the others are filled with."""
    names = {name.strip() for name in known.split(",")}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, lower(type) FROM pragma_table_info('comments_comment') WHERE \"notnull\" AND NOT pk"
        )
        others = [
            (name, kind.split("(")[0].split()[0]) for name, kind in cursor.fetchall() if name not in names
        ]
    return (
        ", ".join([known, *(name for name, _kind in others)]),
        "".join(f", {_FILLING[kind]}" for _name, kind in others),
    )
