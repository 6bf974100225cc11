"""The record in which FTS5 says of which pieces a table is made."""

import sqlite3

from kawaraban.doors.desk.search.pieces import IndexPieces, pieces_in


def test_the_record_of_a_table_is_read_as_fts5_wrote_it() -> None:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    database.execute("INSERT INTO words (words, rank) VALUES ('automerge', 0)")
    for number in range(6):
        database.execute("INSERT INTO words (text) VALUES (?)", (f"pebble {number}",))

    (before,) = database.execute("SELECT block FROM words_data WHERE id = 10").fetchone()
    database.execute("INSERT INTO words (words, rank) VALUES ('merge', 16)")
    (after,) = database.execute("SELECT block FROM words_data WHERE id = 10").fetchone()

    assert (pieces_in(before).count, pieces_in(before).are_few) == (6, False)
    assert (pieces_in(after).count, pieces_in(after).are_few) == (1, True)


def test_a_record_with_the_mark_of_newer_versions_has_longer_pieces() -> None:
    piece = bytes([1, 1, 0x81, 0x00, 0, 0, 0, 0, 5])
    marked = (
        b"\x00\x00\x00\x07\xff\x00\x00\x01"
        + bytes([2, 3, 9])
        + bytes([2, 2])
        + 2 * piece
        + b"\x00\x01"
        + piece
    )

    assert pieces_in(marked) == IndexPieces(levels=((2, 2), (0, 1)))
    assert not pieces_in(marked).are_few


def test_a_number_of_nine_bytes_has_eight_bits_in_the_last() -> None:
    written = bytes([0xFF] * 8 + [0x2A])

    assert pieces_in(b"\x00\x00\x00\x07" + bytes([1, 1]) + written + bytes([0, 1, 1, 1, 9])).count == 1


def test_an_empty_table_has_no_pieces() -> None:
    assert pieces_in(b"\x00\x00\x00\x00\x00\x00\x00") == IndexPieces(())
    assert pieces_in(b"\x00\x00\x00\x00\x00\x00\x00").are_few
