"""5b.1 The desk's search index grows by volumes: no step of its work grows with the paper, or with what was missed.

Counted in rows that SQLite changes; a page of the index is one. A test with a clock would hold the machine, not us.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from tests.makers.comments import NOON, many_rows, sent
from tests.rigs.counting.rows_changed import Done, rows_changed

from kawaraban.comments.actions.author import revise
from kawaraban.comments.actions.erasing.comment import erase_comment, erase_own
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.models import SearchCursor, SearchVolume
from kawaraban.doors.desk.search import index, volume
from kawaraban.doors.desk.search.index import HITS_AT_MOST, matching, read_all, read_on
from kawaraban.doors.desk.search.volume import VOLUME_COMMENTS, can_be_made, pieces_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
# Fifty comments: their rows, the pages of their words, and where each page begins.
PUT_IN_AT_MOST = 500
# Sixteen pages that are written, about as many that go, where each begins, and the longest list of one word in them.
# Whichever ends a merge also strikes where the pages of the merged pieces began: a volume's at most.
MERGED_AT_MOST = 150
# Its words, how many there are, and how many there are in all.
ROWS_OF_A_COMMENT = 3
PIECES_AT_MOST = 30


@pytest.fixture(autouse=True)
def indexed(thread: Thread) -> Iterator[None]:
    if not can_be_made():
        pytest.skip("this database has no FTS5")
    yield
    with connection.cursor() as cursor:
        # Of whatever number: which one a comment stands in hangs on how many other tests have sent.
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%desk_search_%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {name}")


def word(rank: int) -> str:
    letters = ""
    while rank:
        rank, place = divmod(rank, 26)
        letters += chr(ord("a") + place)
    return letters


def waiting(thread: Thread, keys: range, *, words: int, also: str = "") -> list[Comment]:
    """Comments with words as frequent as in a language: half of all words are among the commonest hundred."""
    chance = random.Random(keys.start)

    def text(_key: int) -> str:
        return " ".join(word(int(20_000 ** chance.random())) for _ in range(words)) + also

    return many_rows(thread, keys, status=Status.PENDING, text=text)


def putting_in(work: list[Done]) -> list[int]:
    return [each.changes for each in work if any("(rowid, name, words)" in words for words in each.words)]


def merging(work: list[Done]) -> list[int]:
    return [each.changes for each in work if "'merge'" in each.words[0]]


def everything_in(number: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM desk_search_{number}_data ORDER BY id")
        return list(cursor.fetchall())


@pytest.mark.parametrize(("count", "words"), [(3_000, 12), (1_000, 500)], ids=["many", "long ones"])
def test_5b_01_no_step_of_a_catch_up_writes_more_than_its_share(
    thread: Thread, count: int, words: int
) -> None:
    waiting(thread, range(1, count + 1), words=words)

    with rows_changed() as work:
        read_all()

    assert SearchVolume.objects.count() == 1
    assert max(putting_in(work.transactions)) <= PUT_IN_AT_MOST
    merged = sorted(merging(work.statements), reverse=True)
    assert merged[len(merged) // 8] <= MERGED_AT_MOST
    assert merged[0] <= MERGED_AT_MOST + len(everything_in(0))
    assert pieces_of(0).count <= PIECES_AT_MOST
    assert len(matching(word(1)).ids) == HITS_AT_MOST


def test_5b_01_a_full_volume_is_one_piece_and_the_next_begins(thread: Thread) -> None:
    edge = VOLUME_COMMENTS
    waiting(thread, range(edge - 130, edge + 20), words=12, also=" pebble")

    read_all()

    assert list(SearchVolume.objects.values_list("number", "is_to_be_written_anew")) == [
        (0, False),
        (1, False),
    ]
    assert pieces_of(0).count == 1
    assert matching("pebble").ids == tuple(reversed(range(edge - 130, edge + 20)))


def test_5b_01_a_search_asks_older_volumes_only_for_what_is_missing(thread: Thread) -> None:
    edge = VOLUME_COMMENTS
    waiting(thread, range(edge - 50, edge), words=5, also=" pebble granite")
    waiting(thread, range(edge, edge + HITS_AT_MOST + 1), words=5, also=" pebble")
    read_all()

    with rows_changed() as work:
        common = matching("pebb")
    asked = [each.words[0] for each in work.statements if "MATCH" in each.words[0]]

    assert ["desk_search_1" in words for words in asked] == [True]
    assert (len(common.ids), common.is_whole) == (HITS_AT_MOST, False)
    assert matching("granite").ids == tuple(reversed(range(edge - 50, edge)))


def test_5b_01_an_erasure_writes_only_its_own_volume_anew(thread: Thread) -> None:
    edge = VOLUME_COMMENTS
    old, *_others = waiting(thread, range(edge - 200, edge), words=30, also=" zanzibarmarmalade")
    waiting(thread, range(edge, edge + 200), words=30)
    read_all()
    before = everything_in(1)

    erase_comment(comment_id=old.pk, reason="asked for", person=None, now=NOON)
    with rows_changed() as work:
        read_on()

    assert everything_in(1) == before
    assert pieces_of(0).count == 1
    assert max(merging(work.statements)) <= MERGED_AT_MOST
    assert len(matching("zanzibarmarmalade").ids) == 199


def test_5b_01_what_was_stopped_while_it_wrote_anew_is_gone_on_with(thread: Thread) -> None:
    comments = waiting(thread, range(1, 301), words=30, also=" pebble")
    Comment.objects.filter(pk=7).update(text="A zanzibarmarmalade for all.")
    read_all()
    erase_comment(comment_id=comments[6].pk, reason="asked for", person=None, now=NOON)

    def killed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "'merge'" in sql:
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with connection.execute_wrapper(killed), pytest.raises(KeyboardInterrupt):
        read_on()
    assert b"zanzibarmarmalade" in b"".join(block for _id, block in everything_in(0))
    read_on()

    assert b"zanzibarmarmalade" not in b"".join(block for _id, block in everything_in(0))
    assert pieces_of(0).count == 1
    assert len(matching("pebble").ids) == HITS_AT_MOST


def test_5b_01_an_erasure_that_is_committed_late_is_not_missed(thread: Thread) -> None:
    """A long run of the retention gives all that it erases the moment at which it began."""
    comments = waiting(thread, range(1, 4), words=5, also=" pebble")
    read_all()
    erase_comment(comment_id=comments[0].pk, reason="asked for", person=None, now=NOON + timedelta(hours=2))
    read_on()

    erase_comment(comment_id=comments[1].pk, reason="asked for", person=None, now=NOON)
    read_on()

    assert matching("pebble").ids == (3,)


def test_5b_01_an_index_of_one_table_is_read_anew_into_volumes(thread: Thread) -> None:
    waiting(thread, range(1, 4), words=5, also=" pebble")
    read_all()

    step = import_module("kawaraban.doors.desk.migrations.0005_flat_as_it_grows")
    with connection.schema_editor(atomic=False) as editor:
        step.back_to_one_table(apps, editor)
    SearchVolume.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'desk_search_0%'")
        volumes = cursor.fetchall()
        cursor.execute("INSERT INTO desk_search (rowid, name, words) VALUES (1, 'reader', 'pebble')")
    SearchCursor.objects.create(revision_id=1)
    with connection.schema_editor(atomic=False) as editor:
        step.drop_in_steps(apps, editor)
        step.begin_anew(apps, editor)
    newer = matching("pebble").ids
    read_all()

    assert volumes == []
    assert "desk_search" not in connection.introspection.table_names()
    assert newer == matching("pebble").ids == (3, 2, 1)
    assert pieces_of(0).count == 1


def test_5b_01_many_erasures_are_taken_out_a_few_at_a_time_and_written_anew_once(thread: Thread) -> None:
    comments = waiting(thread, range(1, 121), words=30, also=" pebble")
    read_all()
    for comment in comments[:60]:
        erase_comment(comment_id=comment.pk, reason="asked for", person=None, now=NOON)

    with rows_changed() as first:
        read_on()
    with rows_changed() as second:
        read_on()

    taken_out = [each.changes for each in first.statements if "DELETE FROM desk_search_0" in each.words[0]]
    assert merging(first.statements) == []
    assert taken_out == [20 * ROWS_OF_A_COMMENT] * 3
    assert max(merging(second.statements)) <= MERGED_AT_MOST
    assert pieces_of(0).count == 1
    assert matching("pebble").ids == tuple(reversed(range(61, 121)))


@pytest.mark.parametrize("seed", range(3))
def test_5b_01_volumes_find_what_looking_at_each_comment_finds(
    thread: Thread, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whatever was sent, changed and erased between two steps of the index, and wherever a volume ends."""
    monkeypatch.setattr(volume, "VOLUME_COMMENTS", 9)
    for name, value in (("HITS_AT_MOST", 3), ("_READ_AT_ONCE", 4), ("_FOLLOWED_AT_ONCE", 2)):
        monkeypatch.setattr(index, name, value)
    chance, sent_count = random.Random(seed), 0
    words = ("pebble", "granite", "harbour", "ferry")
    for _act in range(60):
        act = chance.choice(["send", "send", "revise", "erase", "read", "compare"])
        waiting_now = Comment.objects.filter(status=Status.PENDING).order_by("pk")
        if act == "read":
            read_on()
        elif act == "compare":
            read_all()
            assert [matching(word) for word in words] == [
                index._looked_through(word, after=0) for word in words
            ]
        elif act == "send" or not waiting_now:
            sent_count += 1
            sent(thread, f"{chance.choice(words)} {sent_count}", sender_address=f"198.51.100.{sent_count}")
        elif act == "revise":
            text = f"{chance.choice(words)} anew"
            revise(tracking_token=chance.choice(waiting_now).tracking_token, text=text, now=NOON)
        else:
            erase_own(tracking_token=chance.choice(waiting_now).tracking_token, now=NOON)
    assert SearchVolume.objects.count() > 1
