"""The order in which the files of the suite are taken names files that there are."""

from tests.rigs.longest_first import LONGEST_FIRST, TESTS


def test_every_file_that_is_to_begin_first_is_there() -> None:
    assert [name for name in LONGEST_FIRST if not (TESTS / name).is_file()] == []
    assert len(set(LONGEST_FIRST)) == len(LONGEST_FIRST)
