"""The search index on PostgreSQL: one table of words, found by an inverted index.

    replace({7, 8}, [(7, "ada", "the harbour is open")])
    hits("harb open", at_most=200)          # [7]

It finds what the volumes of SQLite find, the newest first. The words are our own folded ones and PostgreSQL changes
none of them: its dictionaries know neither our folding nor four languages in one thread. Places of words are not kept,
since it counts only 256 of each word: what must stand side by side (Chinese and Japanese, in pairs) is looked at again
in the texts that hold all of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.db import connection

from kawaraban.comments.models import Comment
from kawaraban.doors.desk.search.words import Term, indexed, terms_of

TABLE: Final = "desk_words"
# Longer words are kept and looked for by their beginning: PostgreSQL takes no word of more than 2,046 bytes.
_LONGEST_WORD: Final = 255
# How many texts are looked at again at a time.
_LOOKED_AT_ONCE: Final = 500


def is_used() -> bool:
    """Whether this database has it."""
    return connection.vendor == "postgresql"


def replace(keys: Iterable[int], rows: Sequence[tuple[int, str, str]]) -> None:
    """Let the table hold these words of these comments and no others: primary key, name, text, as `indexed` gives."""
    forget(sorted(keys))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (comment_id, words) VALUES (%s, array_to_tsvector(%s))",  # noqa: S608
            [(key, _cut(f"{name} {text}".split())) for key, name, text in rows],
        )


def forget(keys: Sequence[int]) -> None:
    """Take the words of these comments out."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE comment_id = ANY(%s)", [list(keys)])  # noqa: S608


def hits(query: str, *, at_most: int) -> list[int]:
    """Primary keys of the comments that hold every word of the query, the newest first."""
    terms = list(terms_of(query))
    if not any(_asks_for_more(term) for term in terms):
        return _holding(terms, below=None, at_most=at_most)
    found: list[int] = []
    for some in _in_parts(terms):
        found += [key for key, name, text in _texts(some) if _holds((name, text), terms)]
        if len(found) >= at_most:
            break
    return found[:at_most]


def _in_parts(terms: Sequence[Term]) -> Iterator[list[int]]:
    below: int | None = None
    while some := _holding(terms, below=below, at_most=_LOOKED_AT_ONCE):
        yield some
        below = some[-1]


def _holding(terms: Sequence[Term], *, below: int | None, at_most: int) -> list[int]:
    asked = " & ".join(_asked(term) for term in terms)
    older = "" if below is None else " AND comment_id < %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT comment_id FROM {TABLE} WHERE words @@ %s::tsquery{older}"  # noqa: S608
            " ORDER BY comment_id DESC LIMIT %s",
            [asked, *([] if below is None else [below]), at_most],
        )
        return [row[0] for row in cursor.fetchall()]


def _asked(term: Term) -> str:
    """In the language of its queries. Words are letters and digits alone."""
    start = ":*" if term.is_beginning else ""
    return " & ".join(f"'{word}'{start}" for word in _cut(term.words))


def _asks_for_more(term: Term) -> bool:
    return len(term.words) > 1 or any(len(word) > _LONGEST_WORD for word in term.words)


def _texts(keys: Sequence[int]) -> list[tuple[int, str, str]]:
    rows = Comment.objects.filter(pk__in=keys).order_by("-pk").values_list("pk", "name", "text")
    return [(key, indexed(name), indexed(text)) for key, name, text in rows]


def _holds(columns: Iterable[str], terms: Iterable[Term]) -> bool:
    """As FTS5 reads a phrase: its words side by side, in the name or in the text."""
    sides = [f" {column} " for column in columns]
    return all(
        any(f" {' '.join(term.words)}{'' if term.is_beginning else ' '}" in side for side in sides)
        for term in terms
    )


def _cut(words: Iterable[str]) -> list[str]:
    return sorted({word[:_LONGEST_WORD] for word in words})
