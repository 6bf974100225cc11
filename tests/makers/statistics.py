"""What SQLite would know of a large paper, written where it keeps what it knows: plans are made as there.

    as_a_large_paper()             # a million comments and fifty thousand stories, as after ANALYZE
    connection.cursor().execute("EXPLAIN QUERY PLAN SELECT ...")

No row is made: what the planner goes by are the numbers of `sqlite_stat1`. In a test's own transaction they go with
it; a test that commits calls `as_a_new_paper()` at its end.
"""

from itertools import accumulate
from math import ceil

from django.apps import apps
from django.db import connection, models

# A paper of a million comments and fifty thousand stories. What is not named is small: settings, staff, sections.
ROWS: dict[str, int] = {
    "comments_comment": 1_000_000,
    "comments_revision": 1_050_000,
    "comments_storedfinding": 400_000,
    "comments_thread": 50_000,
    "comments_restriction": 2_000,
    "comments_threadpage": 10_000,
    "law_decision": 850_000,
    "law_statement": 200_000,
    "law_ledgerentry": 2_000_000,
    "law_ledgerpayload": 2_000_000,
    "law_outboxmessage": 300_000,
    "law_report": 30_000,
    "law_notice": 10_000,
    "law_appeal": 10_000,
    "law_demand": 500,
    "press_reprintorder": 100_000,
    "reads_hourtally": 1_500_000,
    "reads_dayreaders": 300_000,
    "stories_storypage": 50_000,
    "stories_byline": 70_000,
    "stories_listedstory": 250_000,
    "stories_author": 2_000,
    "stories_storytopic": 150_000,
    "stories_correction": 1_000,
    "stories_paperimage": 20_000,
    "taggit_tag": 5_000,
    "taggit_taggeditem": 20_000,
    "wagtailcore_page": 50_100,
    "wagtailcore_revision": 150_000,
    "wagtailcore_referenceindex": 200_000,
    "wagtailcore_pagelogentry": 200_000,
    "wagtailsearch_indexentry": 50_100,
    "desk_authornote": 2_000,
    "desk_bulkitem": 100_000,
    "desk_claim": 50,
    "alerts_delivery": 50_000,
    "alerts_attempt": 60_000,
    "wire_wireitem": 100_000,
}
SMALL = 50
# A table of more rows grows with the paper.
GROWS_FROM = 1_000

# How many values a column has, where its kind does not tell.
VALUES: dict[tuple[str, str], int] = {
    ("comments_comment", "language"): 4,
    ("comments_comment", "email"): 100_000,
    ("comments_comment", "sender_key"): 150_000,
    ("comments_comment", "revision_number"): 5,
    ("comments_comment", "policy_number"): 5,
    ("comments_thread", "section"): 20,
    ("comments_thread", "language"): 4,
    ("law_decision", "subject"): 700_000,
    ("law_ledgerentry", "kind"): 40,
    ("law_ledgerentry", "subject"): 1_000_000,
    ("law_outboxmessage", "recipient"): 100_000,
    ("reads_hourtally", "story_key"): 50_000,
    ("reads_hourtally", "hour_at"): 26_000,
    ("reads_dayreaders", "story_key"): 50_000,
    ("reads_dayreaders", "day_on"): 1_100,
    # Some of its lists hold every story, and most hold few: it is reckoned with the long ones.
    ("stories_listedstory", "kind"): 4,
    ("stories_listedstory", "number"): 20,
    ("wagtailcore_page", "depth"): 4,
    ("wagtailcore_page", "numchild"): 4,
    ("wagtailcore_page", "locale_id"): 1,
    ("wagtailcore_page", "content_type_id"): 4,
}
# Of how many rows a partial index holds one.
PARTIAL = 1_000


def as_a_large_paper() -> None:
    """Let the planner think that every table is as large as on a paper of a million comments."""
    with connection.cursor() as cursor:
        # Nothing but ANALYZE makes the table; one small table is soon looked through.
        cursor.execute("ANALYZE django_migrations")
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.executemany(
            "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)",
            [row for table in connection.introspection.table_names(cursor) for row in _statistics(table)],
        )
        cursor.execute("ANALYZE sqlite_schema")


def as_a_new_paper() -> None:
    """Take back what `as_a_large_paper` told: nothing is known, as on a paper that was never analysed."""
    with connection.cursor() as cursor:
        if "sqlite_stat1" in {
            name for (name,) in cursor.execute("SELECT name FROM sqlite_schema").fetchall()
        }:
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")


def rows_of(table: str) -> int:
    """How many rows the table has on a large paper."""
    return ROWS.get(table, SMALL)


def rows_found(table: str, columns: list[str]) -> int:
    """How many rows of a large paper have one value of each of these columns, on average."""
    found = rows_of(table)
    for column in columns:
        found = ceil(found / values_of(table, column))
    return max(1, found)


def values_of(table: str, column: str) -> int:
    """How many different values the column has on a large paper."""
    if (table, column) in VALUES:
        return VALUES[table, column]
    field = _field(table, column)
    if field is None or field.unique:
        return rows_of(table)
    if isinstance(field, models.BooleanField):
        return 2
    if field.choices:
        return len(list(field.choices))
    if isinstance(field, models.ForeignKey):
        return min(rows_of(table), rows_of(field.related_model._meta.db_table))
    return rows_of(table)


def _field(table: str, column: str) -> "models.Field[object, object] | None":
    found = (
        field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table == table
        for field in model._meta.local_fields
        if field.column == column
    )
    return next(found, None)


def _statistics(table: str) -> list[tuple[str, str | None, str]]:
    """The rows of `sqlite_stat1` for the table: how many entries an index has, and how many for one value."""
    rows = rows_of(table)
    told: list[tuple[str, str | None, str]] = []
    with connection.cursor() as cursor:
        cursor.execute('SELECT name, "unique", partial FROM pragma_index_list(%s)', [table])
        for index, is_unique, is_partial in cursor.fetchall():
            cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", [index])
            columns = [name for (name,) in cursor.fetchall()]
            entries = max(1, rows // PARTIAL) if is_partial else rows
            told.append((table, index, _stat(table, columns, entries, is_unique=bool(is_unique))))
    return told or [(table, None, str(rows))]


def _stat(table: str, columns: list[str | None], entries: int, *, is_unique: bool) -> str:
    """As ANALYZE writes it: "1000000 142858 1". A column without a name is an expression."""
    values = [entries if column is None else min(entries, values_of(table, column)) for column in columns]
    averages = [max(1, ceil(entries / different)) for different in accumulate(values, lambda a, b: a * b)]
    if is_unique:
        averages[-1] = 1
    return " ".join(str(number) for number in (entries, *averages))
