"""4b.1 The words of an erased comment stand nowhere in the index of the desk's search, nor in the tables behind it."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.makers.comments import NOON, sent

from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.models import Comment, Thread
from kawaraban.doors.desk.search.index import matching, read_on
from kawaraban.doors.desk.search.volume import can_be_made

pytestmark = pytest.mark.django_db

WORD = "zanzibarmarmalade"


@pytest.fixture(autouse=True)
def indexed(thread: Thread) -> None:
    if connection.vendor != "sqlite" or not can_be_made():
        pytest.skip("this database has no FTS5")


def everything_behind_the_index() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'desk_search\\_%' ESCAPE '\\'")
        tables = [row[0] for row in cursor.fetchall()]
        said = b""
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                said += b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    return said


def filled(thread: Thread) -> Comment:
    """Several pieces of the index, one of them with the word."""
    for number in range(12):
        sent(thread, f"Harbour pebble {number}.", sender_address=f"198.51.100.{number}")
        read_on()
    comment = sent(thread, f"A {WORD} for all.", sender_address="203.0.113.7")
    read_on()
    sent(thread, "After it.", sender_address="203.0.113.9")
    read_on()
    return comment


def test_4b_01_an_erased_word_is_in_no_table_of_the_index(thread: Thread) -> None:
    comment = filled(thread)
    assert WORD.encode() in everything_behind_the_index()

    erase_own(tracking_token=comment.tracking_token, now=NOON + timedelta(minutes=1))
    read_on()

    assert WORD.encode() not in everything_behind_the_index()
    assert matching(WORD).ids == ()
    assert len(matching("pebble").ids) == 12


def test_4b_01_writing_it_anew_is_done_once(thread: Thread) -> None:
    comment = filled(thread)
    erase_own(tracking_token=comment.tracking_token, now=NOON + timedelta(minutes=1))
    read_on()
    before = everything_behind_the_index()

    read_on()

    assert everything_behind_the_index() == before
